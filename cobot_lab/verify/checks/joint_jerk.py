"""No joint is jerked harder than it can bear."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.checks.peaks import ratios
from cobot_lab.verify.pieces import Peak, coefficients, jerk
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse moves in which a joint needs more jerk than its limit; facts: joint, ratio.

    An acceleration that steps at a knot counts as the jerk that makes this step within one cycle of a controller.
    """
    limits = [joint.qddd_max for joint in subject.cell.robot.joints]
    for step, t, joint, ratio in ratios(subject, lambda move: _jerk(move, subject.criteria.cycle), limits):
        yield Finding.of(Code.JOINT_JERK, step=step, t=t, joint=joint, ratio=ratio)


def _jerk(trajectory: Trajectory, cycle: float) -> Peak:
    inside = jerk(trajectory)
    h, _, _, c, d = coefficients(trajectory)
    starts, ends = 2 * c, 2 * c + 6 * d * h
    steps = np.vstack((starts[:1], starts[1:] - ends[:-1], -ends[-1:]))
    t = np.broadcast_to(trajectory.t[:, None], steps.shape)
    return Peak(np.vstack((inside.t, t)), np.vstack((inside.value, steps / cycle)))


CHECK = Check("joint_jerk", Stage.MOTION, look)
