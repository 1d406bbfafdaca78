"""Whether two ways have come to the same state, up to which of several equal parts is where.

Two ways that arrive at the same branch of a plan go on with the same commands. Where everything measured agrees within
bounds far below the cell's tolerances, the gripper is told the same and all is at rest, what becomes of one is what
becomes of the other. It is a condition that is measured each time, never taken for granted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import radians

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Pose
from cobot_lab.motion.actions import Read
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.chapter import Chapter
from cobot_lab.verify.frames import angles_between
from cobot_lab.verify.known import form
from cobot_lab.verify.moment import Moment
from cobot_lab.verify.story import after


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much two states may differ and still be one.

    Attributes:
        joint: Of each of the arm's joints [rad].
        width: Of each finger, and of what the fingers are told [m].
        offset: Of each part's centre [m].
        turn: Of each part [rad].
        joint_speed: At most, of each joint, to be at rest [rad/s].
        speed: At most, of each part's centre and each finger, to be at rest [m/s].
        spin: At most, of each part, to be at rest [rad/s].
        told: Of poses that the plan means to be the same [m, and of a rotation matrix].
    """

    joint: float = 1e-4
    width: float = 1e-4
    offset: float = 1e-4
    turn: float = radians(0.1)
    joint_speed: float = 1e-2
    speed: float = 1e-2
    spin: float = 1e-1
    told: float = 1e-6


BOUNDS = Bounds()


def likeness(
    cell: Cell, one: Chapter, at_one: Moment, other: Chapter, at_other: Moment, bounds: Bounds = BOUNDS
) -> tuple[int, ...] | None:
    """Say which part of one way stands for which of the other, when both have come to the same state.

    Args:
        cell: The cell.
        one: What one way does next.
        at_one: Where that begins.
        other: What the other does next.
        at_other: Where that begins.
        bounds: How much they may differ.

    Returns:
        For each part of the one, the number of the part of the other; nothing when the states differ.
    """
    if one.branch is not other.branch or not _same_gripper(at_one, at_other, bounds):
        return None
    if not (_at_rest(at_one, one, cell, bounds) and _at_rest(at_other, other, cell, bounds)):
        return None
    return _renamed(cell, one, at_one, other, at_other, bounds)


def _same_gripper(one: Moment, other: Moment, bounds: Bounds) -> bool:
    n = len(one.q) - 2
    (width, target, force), (width_other, target_other, force_other) = one.order, other.order
    return (
        force == force_other
        and abs(width - width_other) <= bounds.width
        and abs(target - target_other) <= bounds.width
        and bool(np.all(np.abs(one.q - other.q)[:n] <= bounds.joint))
        and bool(np.all(np.abs(one.q - other.q)[n:] <= bounds.width))
    )


def _at_rest(moment: Moment, chapter: Chapter, cell: Cell, bounds: Bounds) -> bool:
    n = len(moment.q) - 2
    there = [number for number, part in enumerate(cell.parts) if part.name not in chapter.absent]
    return (
        bool(np.all(np.abs(moment.qd[:n]) <= bounds.joint_speed))
        and bool(np.all(np.abs(moment.qd[n:]) <= bounds.speed))
        and bool(np.all(np.linalg.norm(moment.parts[there, 7:10], axis=1) <= bounds.speed))
        and bool(np.all(np.linalg.norm(moment.parts[there, 10:], axis=1) <= bounds.spin))
    )


def _renamed(
    cell: Cell, one: Chapter, at_one: Moment, other: Chapter, at_other: Moment, bounds: Bounds
) -> tuple[int, ...] | None:
    """Find for each part its like; each stands for one only."""
    told_one, told_other = _Told(one, cell), _Told(other, cell)
    if not told_one.arm_like(told_other, bounds):
        return None
    forms = [(form(part), part.mass, part.friction) for part in cell.parts]
    by_name = _named(one) | set(told_one.doings.came)
    named = {number for number, part in enumerate(cell.parts) if part.name in by_name}
    order: list[int] = []
    for number, part in enumerate(cell.parts):
        found = [
            (away, like)
            for like, away in _near(at_one.parts[number], at_other.parts, told_one.is_absent(part.name), bounds)
            if like not in order
            and forms[like] == forms[number]
            and (like == number or not (number in named or like in named))
            and told_one.part_like(part.name, told_other, cell.parts[like].name, bounds)
        ]
        if not found:
            return None
        order.append(min(found)[1])
    return tuple(order)


def _near(part: Array, others: Array, absent: bool, bounds: Bounds) -> Iterator[tuple[int, float]]:
    """Give the parts that lie where one lies, and how far off; where one lies that is not there does not matter."""
    offset = np.linalg.norm(others[:, :3] - part[:3], axis=1)
    turn = angles_between(others[:, 3:7], part[3:7])
    for like in range(len(others)):
        if absent or (offset[like] <= bounds.offset and turn[like] <= bounds.turn):
            yield like, 0.0 if absent else float(offset[like])


def _named(chapter: Chapter) -> set[str]:
    """Give the parts that are asked for by name in what follows: none of them may stand for another."""
    return {action.sees for branch in chapter.branch.walk() for action in branch.actions if isinstance(action, Read)}


class _Told:
    """What the story says of the start of a chapter."""

    def __init__(self, chapter: Chapter, cell: Cell) -> None:
        now, _, self._q = after(chapter.before, cell)
        self._width, self._absent = now.width_after, chapter.absent
        self._held, self.doings = now.carried, now.doings
        self._standing = dict(now.standing)

    def is_absent(self, name: str) -> bool:
        return name in self._absent

    def arm_like(self, other: _Told, bounds: Bounds) -> bool:
        return (
            bool(np.all(np.abs(self._q - other._q) <= bounds.told)) and abs(self._width - other._width) <= bounds.told
        )

    def part_like(self, name: str, other: _Told, like: str, bounds: Bounds) -> bool:
        """Tell whether one part is held, stands, fell or is missing here as another one is there."""
        if self.is_absent(name) or other.is_absent(like):
            return self.is_absent(name) and other.is_absent(like)
        mine, its = self._where(name), other._where(like)
        if mine is None or its is None:
            return mine is its
        (held, T), (held_other, T_other) = mine, its
        return held is held_other and bool(np.all(np.abs(T - T_other) <= bounds.told))

    def _where(self, name: str) -> tuple[bool, Pose] | None:
        if self._held is not None and self._held.part == name:
            return True, self._held.T_FO
        return (False, self._standing[name]) if name in self._standing else None
