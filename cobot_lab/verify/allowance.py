"""Where and when bodies may come nearer to each other than the clearance, though never through each other.

Two things allow it. *Work*: a closing, or the opening that answers one, from the moment that the tool comes within the
approach of it to the moment that it leaves, without a break; not earlier, not later. And a *declared place*: the tool
may stand on its vertical at any time, no further than the approach from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Pose
from cobot_lab.motion.actions import Grip, Move
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.criteria import Criteria
from cobot_lab.verify.story import Scene

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """One scene in which something moves, sampled.

    Attributes:
        scene: The scene.
        t: Instants since its start, shape (k,) [s].
        q: Joint positions, shape (k, n) [rad].
        width: Distance between the fingers, shape (k,) [m].
        T_WF: Pose of the flange, shape (k, 4, 4).
        point: Where the tool point is, shape (k, 3) [m].
    """

    scene: Scene
    t: Array
    q: Array
    width: Array
    T_WF: Array
    point: Array


@dataclass(frozen=True, slots=True, eq=False)
class Due:
    """A part that nobody has seen and that may be where it arrives.

    Attributes:
        part: Its name.
        T_WO: Its pose in the world once it is there.
        seat: Whether its seat is free for it, at each sample of a scene, shape (k,).
        hand: Whether the gripper has been clear of the seat since it was, likewise.
    """

    part: str
    T_WO: Pose
    seat: Flags
    hand: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Allowed:
    """What is allowed in one scene.

    Attributes:
        samples: Of the scene.
        near: Whether less than the clearance is enough, at each sample, shape (k,).
        bedding: How far a carried part may bed on what lies under it [m].
        due: Parts that may have come unseen.
    """

    samples: Samples
    near: Flags
    bedding: float
    due: tuple[Due, ...] = ()


def allowances(cell: Cell, taken: Sequence[Samples | None], criteria: Criteria) -> tuple[Allowed, ...]:
    """Say what is allowed in each scene of a plan, or of one way through it.

    Args:
        cell: The cell.
        taken: Every scene in the order of time; nothing for those in which nothing moves.
        criteria: Tolerances of judging.

    Returns:
        One for each scene in which something moves.
    """
    ways = [samples for samples in taken if samples is not None]
    beds = beddings(ways)
    return tuple(
        Allowed(samples, near, cell.tolerances.size if number in beds else 0.0)
        for number, (samples, near) in enumerate(zip(ways, nearness(cell, ways, criteria), strict=True))
    )


def nearness(cell: Cell, ways: Sequence[Samples], criteria: Criteria) -> list[Flags]:
    """Tell for each sample of each scene whether less than the clearance is enough.

    Args:
        cell: The cell.
        ways: All scenes of a plan in which something moves, in the order of time.
        criteria: Tolerances of judging.
    """
    near = [_at_place(cell, way.point, criteria) for way in ways]
    works = _works([way.scene for way in ways])
    for number, way in enumerate(ways):
        if works[number]:
            near[number][:] = True
            inside = _Sphere(way.point[0], cell.limits.approach)
            _mark(near[number + 1 :], [inside(later.point) for later in _until_left(ways[number + 1 :], inside)])
            before = [inside(earlier.point)[::-1] for earlier in _until_left(ways[:number][::-1], inside)]
            _mark([flags[::-1] for flags in near[:number][::-1]], before)
    return near


def beddings(ways: Sequence[Samples]) -> frozenset[int]:
    """Give the numbers of the scenes in which a carried part may bed on what lies under it.

    These are the openings that let a part go, the last move before each of them, and the first move after a closing
    that takes one.
    """
    moves = [number for number, way in enumerate(ways) if isinstance(way.scene.action, Move)]
    found: set[int] = set()
    for number, way in enumerate(ways):
        if way.scene.lets_go:
            found.add(number)
            found.update([move for move in moves if move < number][-1:])
        if way.scene.closes_on:
            found.update([move for move in moves if move > number][:1])
    return frozenset(found)


@dataclass(frozen=True, slots=True, eq=False)
class _Sphere:
    centre: Array
    radius: float

    def __call__(self, points: Array) -> Flags:
        inside: Flags = np.linalg.norm(points - self.centre, axis=1) <= self.radius
        return inside


def _works(scenes: Sequence[Scene]) -> list[bool]:
    """Tell which scenes are work: closings of an empty gripper, and the openings that answer one.

    A closing that takes nothing counts, and so does the opening after it: the physics refuses it in any case, and a
    touch on the way would only hide from the pupil where it began. Closing again on what is held is no work.
    """
    result, closed = [], False
    for scene in scenes:
        grip = scene.action if isinstance(scene.action, Grip) else None
        result.append(grip is not None and (scene.carried is None if grip.closing else closed))
        closed = closed if grip is None else grip.closing
    return result


def _at_place(cell: Cell, points: Array, criteria: Criteria) -> Flags:
    centres = np.array([place.T_WP[:3, 3] for place in cell.places]).reshape(-1, 1, 3)
    away = points - centres
    beside, above = np.linalg.norm(away[..., :2], axis=-1), np.abs(away[..., 2])
    at_one: Flags = ((beside <= criteria.surroundings) & (above <= cell.limits.approach)).any(axis=0)
    return at_one


def _until_left(ways: Sequence[Samples], inside: _Sphere) -> list[Samples]:
    """Keep the scenes up to the one in which the tool leaves."""
    for number, way in enumerate(ways):
        if not inside(way.point).all():
            return list(ways[: number + 1])
    return list(ways)


def _mark(near: Sequence[Flags], inside: Sequence[Flags]) -> None:
    """Mark samples from the first on, as long as they are inside without a break."""
    for flags, within in zip(near, inside, strict=False):
        np.logical_or(flags, np.logical_and.accumulate(within), out=flags)
