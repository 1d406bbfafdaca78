"""Lines that pass into one another are left near their corners only, no farther than the plan says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Corner, Move, Path
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.frames import inverse
from cobot_lab.verify.motion import Motion
from cobot_lab.verify.solids import hull, moved
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse blends that cut a corner; facts: deviation and limit.

    Until the instant of a corner the tool point belongs to the line before it, then to the line behind it. Farther from
    the sharp corner than its radius, every point of the gripper has to be where the line and the tool's orientation at
    the start put it; nearer, the tool point has to stay within the radius of the line, and to pass the sharp corner at
    the distance that the plan states, which is at most the radius.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    tool = subject.cell.tool
    points = moved(inverse(tool.T_FT), np.vstack((hull(tool.body), hull(tool.finger), tool.T_FT[None, :3, 3])))
    for motion in subject.motions:
        action = motion.scene.action
        if not isinstance(action, Move) or not (action.path is Path.BLEND or action.corners):
            continue
        for t, deviation, limit in _cuts(motion, action.corners, points, subject):
            step = action.step_at(t)
            yield Finding.of(
                Code.CORNER_CUT, step=step, t=motion.scene.t + t, deviation=float(deviation), limit=float(limit)
            )


def _cuts(
    motion: Motion, corners: tuple[Corner, ...], points: Array, subject: Subject
) -> Iterator[tuple[float, float, float]]:
    """Give instant [s], deviation and limit [m] of everything that is too far off."""
    allowed = subject.criteria.straightness
    T_WB = subject.cell.T_WB
    sharp = [T_WB[:3, :3] @ np.array(corner.at) + T_WB[:3, 3] for corner in corners]
    stops = [motion.T_WT[0, :3, 3], *sharp, motion.T_WT[-1, :3, 3]]
    times = [-np.inf, *(corner.t for corner in corners), np.inf]
    away = [np.linalg.norm(motion.T_WT[:, :3, 3] - at, axis=1) for at in sharp]
    near = [far < corner.radius + allowed for far, corner in zip(away, corners, strict=True)]
    for i, (a, b) in enumerate(pairwise(stops)):
        here = (motion.t >= times[i]) & (motion.t < times[i + 1])
        close: NDArray[np.bool_] = np.zeros(len(motion.t), dtype=bool)
        radius = 0.0
        for k in {i - 1, i} & set(range(len(corners))):
            close |= near[k]
            radius = max(radius, corners[k].radius)
        yield from _worst(motion, here & ~close, _off(motion, a, b, points), allowed)
        yield from _worst(motion, here & close, _off(motion, a, b, points[-1:]), radius)
    for corner, far in zip(corners, away, strict=True):
        passed = float(far.min())
        limit = min(corner.deviation, corner.radius) + allowed
        if not passed <= limit:
            yield corner.t, passed, limit


def _worst(motion: Motion, at: NDArray[np.bool_], off: Array, limit: float) -> Iterator[tuple[float, float, float]]:
    wrong = at & ~(off <= limit)
    if wrong.any():
        yield float(motion.t[np.argmax(wrong)]), float(off[at].max()), limit


def _off(motion: Motion, a: Array, b: Array, points: Array) -> Array:
    """Give how far the worst of the points is from where a line from a to b has it, shape (k,) [m]."""
    T, way = motion.T_WT, b - a
    size = float(way @ way)
    share = np.clip((T[:, :3, 3] - a) @ way / size, 0.0, 1.0) if size > 0.0 else np.zeros(len(T))
    wanted = np.repeat(T[:1], len(T), axis=0)
    wanted[:, :3, 3] = a + share[:, None] * way
    worst: Array = np.linalg.norm(moved(T, points) - moved(wanted, points), axis=2).max(axis=1)
    return worst


CHECK = Check("corners", Stage.MOTION, look)
