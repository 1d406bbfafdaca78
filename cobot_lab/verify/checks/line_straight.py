"""Lines are straight, and the tool does not turn on them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Move, Path
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.frames import inverse
from cobot_lab.verify.motion import Motion
from cobot_lab.verify.solids import hull, moved
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse lines on which the tool strays; fact: deviation, the furthest.

    Every point of the gripper has to follow its own straight line, all of them parallel: so a turn shows as well.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    tool = subject.cell.tool
    points = moved(inverse(tool.T_FT), np.vstack((hull(tool.body), hull(tool.finger), tool.T_FT[None, :3, 3])))
    for motion in subject.motions:
        action = motion.scene.action
        if not isinstance(action, Move) or action.path is not Path.LINE:
            continue
        deviation = _deviation(motion, points)
        wrong = ~(deviation <= subject.criteria.straightness)
        if wrong.any():
            t = motion.scene.t + float(motion.t[np.argmax(wrong)])
            yield Finding.of(Code.LINE_NOT_STRAIGHT, step=action.step, t=t, deviation=float(deviation.max()))


def _deviation(motion: Motion, points: Array) -> Array:
    """Give how far the worst point is from its line at each instant, shape (k,) [m]."""
    start, end = motion.T_WT[0, :3, 3], motion.T_WT[-1, :3, 3]
    length = float(np.linalg.norm(end - start))
    way = motion.T_WT[:, :3, 3] - start
    along = (end - start) / length if length > 0.0 else np.zeros(3)
    on_line = np.clip(way @ along, 0.0, length)[:, None] * along
    gone = moved(motion.T_WT, points) - moved(motion.T_WT[0], points)
    worst: Array = np.linalg.norm(gone - on_line[:, None], axis=2).max(axis=1)
    return worst


CHECK = Check("line_straight", Stage.MOTION, look)
