"""No joint is jerked harder than it can bear."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.trajectory import Array, Trajectory
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.checks.peaks import ratios
from cobot_lab.verify.pieces import SIDES, Peak, acceleration_beside, jerk
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse moves in which a joint needs more jerk than its limit; facts: joint, ratio.

    Jerk is what each piece has, and what a controller sees of it: the change of acceleration within one of its cycles,
    wherever that begins, over its length. Before and after a move the joints are at rest.
    """
    limits = [joint.qddd_max for joint in subject.cell.robot.joints]
    for step, t, joint, ratio in ratios(subject, lambda move: _jerk(move, subject.criteria.cycle), limits):
        yield Finding.of(Code.JOINT_JERK, step=step, t=t, joint=joint, ratio=ratio)


@lru_cache(maxsize=2048)
def _jerk(trajectory: Trajectory, cycle: float) -> Peak:
    """Give the jerk of a trajectory, computed once for each object: it never changes."""
    inside = jerk(trajectory)
    t = np.broadcast_to(trajectory.t[:, None], trajectory.q.shape)
    return Peak(np.vstack((inside.t, t)), np.vstack((inside.value, _seen(trajectory, cycle))))


def _seen(trajectory: Trajectory, cycle: float) -> Array:
    """Give the largest change of acceleration within a cycle that begins or ends at each knot, over it, shape (m, n).

    Acceleration is linear between knots, so none that begins elsewhere is larger.
    """
    t = trajectory.t
    at = {side: acceleration_beside(trajectory, t, side) for side in SIDES}
    changes = [
        acceleration_beside(trajectory, t + way * cycle, side) - at[here]
        for way in (-1.0, 1.0)
        for side in SIDES
        for here in SIDES
    ]
    result: Array = np.max(np.abs(changes), axis=0) / cycle
    return result


CHECK = Check("joint_jerk", Stage.MOTION, look)
