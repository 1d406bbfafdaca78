"""Lines are straight, and on them the tool turns evenly or not at all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Move, Path
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.frames import inverse, rotation_vectors, turns
from cobot_lab.verify.motion import Motion
from cobot_lab.verify.solids import hull, moved
from cobot_lab.verify.subject import Subject

_NOWHERE = 1e-6
"""Way of the tool point below which a line only turns [m]."""


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse lines on which the tool strays; fact: deviation, the furthest.

    Every point of the gripper has to be where the tool point's share of the line, and of the turn between the two
    ends, puts it.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    tool = subject.cell.tool
    points = moved(inverse(tool.T_FT), np.vstack((hull(tool.body), hull(tool.finger), tool.T_FT[None, :3, 3])))
    for motion in subject.motions:
        action = motion.scene.action
        if not isinstance(action, Move) or action.path is not Path.LINE:
            continue
        furthest = _furthest(subject, action, motion, points)
        if not furthest <= subject.criteria.straightness:
            wrong = ~(_deviation(motion, points) <= subject.criteria.straightness)
            t = motion.scene.t + float(motion.t[np.argmax(wrong)])
            yield Finding.of(Code.LINE_NOT_STRAIGHT, step=action.step, t=t, deviation=furthest)


def _furthest(subject: Subject, move: Move, motion: Motion, points: Array) -> float:
    """Give the largest deviation of a line [m], taken once for all that are alike: what is held does not matter."""
    if subject.known is None:
        return float(_deviation(motion, points).max())
    return subject.known.figure((CHECK.name,), (move.trajectory,), lambda: float(_deviation(motion, points).max()))


def _deviation(motion: Motion, points: Array) -> Array:
    """Give how far the worst point is from where its line has it at each instant, shape (k,) [m]."""
    T, k = motion.T_WT, len(motion.t)
    way = T[-1, :3, 3] - T[0, :3, 3]
    turn = rotation_vectors(T[0, :3, :3].T @ T[:, :3, :3])
    done, whole = (T[:, :3, 3] - T[0, :3, 3], way) if np.linalg.norm(way) > _NOWHERE else (turn, turn[-1])
    size = float(whole @ whole)
    share = np.clip(done @ whole / size, 0.0, 1.0) if size > 0.0 else np.zeros(k)
    wanted = np.tile(np.eye(4), (k, 1, 1))
    wanted[:, :3, 3] = T[0, :3, 3] + share[:, None] * way
    angle = float(np.linalg.norm(turn[-1]))
    axis = turn[-1] / angle if angle > 0.0 else np.array([0.0, 0.0, 1.0])
    wanted[:, :3, :3] = T[0, :3, :3] @ turns(axis, share * angle)
    worst: Array = np.linalg.norm(moved(T, points) - moved(wanted, points), axis=2).max(axis=1)
    return worst


CHECK = Check("line_straight", Stage.MOTION, look)
