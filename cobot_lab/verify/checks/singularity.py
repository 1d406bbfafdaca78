"""No straight line needs more of a joint than it can give, where the arm stretches or folds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Move, Path
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.frames import joint_poses, joint_twists
from cobot_lab.verify.motion import Motion
from cobot_lab.verify.subject import Subject

_NOWHERE = 1e-6
"""Way of the tool point below which a line only turns [m]."""
_SLOW = 0.05
"""Share of a line's highest tool speed below which it starts or stops, and says nothing about the line."""


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse lines that a joint cannot follow at the line's own speed; facts: joint, ratio.

    Measured is the joint speed for each metre of the line (each radian, where the tool only turns), times the highest
    tool speed that the line reaches. A line
    that creeps where the arm is singular is refused, whatever the joints really do there.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    for motion, ratio, t in demands(subject):
        wrong = ~(ratio <= 1.0 + subject.criteria.ratio).all(axis=1)
        if wrong.any():
            _, joint = np.unravel_index(np.argmax(ratio), ratio.shape)
            step = motion.scene.action.step
            when = motion.scene.t + float(t[np.argmax(wrong)])
            yield Finding.of(
                Code.SINGULARITY, step=step, t=when, joint=subject.plan.joints[joint], ratio=float(ratio.max())
            )


def demands(subject: Subject) -> Iterator[tuple[Motion, Array, Array]]:
    """Give every line, the joint speeds that it needs over their limits, shape (k, n), and the instants, shape (k,)."""
    qd_max = np.array([joint.qd_max for joint in subject.cell.robot.joints])
    for motion in subject.motions:
        action = motion.scene.action
        if isinstance(action, Move) and action.path in (Path.LINE, Path.BLEND):
            ratio, t = _needed(motion, _pace(motion, subject), qd_max)
            if len(t):
                yield motion, ratio, t


def _pace(motion: Motion, subject: Subject) -> Array:
    """Give how fast the line is gone through, shape (k,): in m/s, or in rad/s where the tool turns in place."""
    way = float(
        np.linalg.norm(np.diff(motion.T_WT[:, :3, 3], axis=0), axis=1).sum()
    )  # rounded, it may end where it began
    if way > _NOWHERE:
        return motion.tool_speed
    poses = joint_poses(subject.cell.robot, subject.cell.T_WB, motion.q)
    spin: Array = np.linalg.norm(joint_twists(subject.cell.robot, poses, motion.qd)[1][:, -1], axis=1)
    return spin


def _needed(motion: Motion, pace: Array, qd_max: Array) -> tuple[Array, Array]:
    """Give joint speed needed over its limit, shape (k, n), and the instants, shape (k,)."""
    top = pace.max()
    going = pace > _SLOW * top
    needed = np.abs(motion.qd[going]) * (top / pace[going])[:, None]
    return needed / qd_max, motion.t[going]


CHECK = Check("singularity", Stage.MOTION, look)
