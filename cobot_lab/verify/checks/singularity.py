"""No straight line needs more of a joint than it can give, where the arm stretches or folds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Move, Path
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.motion import Motion
from cobot_lab.verify.subject import Subject

_SLOW = 0.05
"""Share of a line's highest tool speed below which it starts or stops, and says nothing about the line."""


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse lines that a joint cannot follow at the line's own speed; facts: joint, ratio.

    Measured is the joint speed for each metre of the line, times the highest tool speed that the line reaches. A line
    that creeps where the arm is singular is refused, whatever the joints really do there.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    qd_max = np.array([joint.qd_max for joint in subject.cell.robot.joints])
    for motion in subject.motions:
        action = motion.scene.action
        if not isinstance(action, Move) or action.path is not Path.LINE:
            continue
        ratio, t = _needed(motion, qd_max)
        if not len(t):
            continue
        wrong = ~(ratio <= 1.0 + subject.criteria.ratio).all(axis=1)
        if wrong.any():
            _, joint = np.unravel_index(np.argmax(ratio), ratio.shape)
            when = motion.scene.t + float(t[np.argmax(wrong)])
            yield Finding.of(
                Code.SINGULARITY, step=action.step, t=when, joint=subject.plan.joints[joint], ratio=float(ratio.max())
            )


def _needed(motion: Motion, qd_max: Array) -> tuple[Array, Array]:
    """Give joint speed needed over its limit, shape (k, n), and the instants, shape (k,)."""
    top = motion.tool_speed.max()
    going = motion.tool_speed > _SLOW * top
    needed = np.abs(motion.qd[going]) * (top / motion.tool_speed[going])[:, None]
    return needed / qd_max, motion.t[going]


CHECK = Check("singularity", Stage.MOTION, look)
