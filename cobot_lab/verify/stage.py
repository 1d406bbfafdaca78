"""A world to measure distances in: nothing moves by itself, everything is put where the story says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from types import TracebackType
from typing import Any

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Pose
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.identity import identity
from cobot_lab.verify.story import Carried
from cobot_lab.verify.world import Arm, Body, World
from cobot_lab.verify.worlds import Worlds

_ARM, _STANDS, _SHELL = 1, 2, 4
"""Collision groups: the wide arm, what stands about, the wide copies of carried parts."""
SCALE = 10.0
"""How many times as large as the cell the world is that distances are measured in.

The engine rounds corners by a millimetre of its own and measures them too far apart. Of 5,400 random pairs of boxes and
cylinders that overlap by 2 mm at most or are 6 mm apart at most, it says up to 1.16 mm too much in a world of true size
(coal being right), 0.12 mm in one ten times as large, never too little; thirty times as large it fails on overlaps of
cylinders.
"""
_UPRIGHT = 0.999
"""Least share of a direction along an axis at which faces that look along the axis lie flat on each other."""


def _below(depth: float) -> Pose:
    T = np.eye(4)
    T[2, 3] = -depth
    return T


_AWAY, _SHELL_AWAY = _below(100.0), _below(200.0)
"""Where bodies wait that are not in the scene: far from everything and from each other's kind."""


class Meets(Enum):
    """Who meets whom."""

    CARRIED = "carried"
    """The carried part and a thing, another part or the arm."""
    PART = "part"
    """The arm or the gripper and a part that stands about."""
    CELL = "cell"
    """The arm or the gripper and the table or a fixture."""
    SELF = "self"
    """Two links."""
    ZONE = "zone"
    """Anything that moves and a forbidden zone."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two bodies nearer to each other than the clearance.

    Attributes:
        meets: Who meets whom.
        body: Name of the link or the carried part.
        other: Name of the thing, part, link or zone.
        hand: Whether `body` is part of the gripper.
        distance: Between their surfaces, negative for the depth of an overlap; at most what it truly is [m].
        under: Whether a carried part comes down on `other` there: it lies under the part.
    """

    meets: Meets
    body: str
    other: str
    hand: bool
    distance: float
    under: bool = False


class Stage:
    """The cell with two arms in it: a wide one to see meetings with, a true one to measure them.

    Use it in a `with` statement.
    """

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._reach = cell.limits.clearance + CRITERIA.blunt
        self._world = World(cell, scale=SCALE)
        self._wide = self._world.arm(pad=self._reach, self_collision=True)
        self._true = self._world.arm()
        self._stands = {thing.name: self._world.thing(thing) for thing in cell.things}
        self._shells = {part.name: self._world.solid(part.shapes, pad=self._reach, mass=1.0) for part in cell.parts}
        self._zones = {zone.name: self._world.solid((zone.box,)) for zone in cell.zones}
        self._names = {
            body.number: name for bodies in (self._stands, self._zones, self._shells) for name, body in bodies.items()
        }
        self._parts = {part.name for part in cell.parts}
        self._carried: Carried | None = None
        self._closing = np.zeros(3)
        self._filter()

    def __enter__(self) -> Stage:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._world.__exit__(kind, problem, trace)

    @property
    def meets(self) -> Iterator[tuple[str, str]]:
        """Names of the links that may not touch each other, in pairs."""
        for a, b in combinations(sorted(self._wide.rides), 2):
            if (a, b) not in self._together:
                yield self._wide.names[a], self._wide.names[b]

    def arrange(self, standing: tuple[tuple[str, Pose], ...], carried: Carried | None) -> None:
        """Put the parts where they are; those that are neither standing nor carried are taken away."""
        places = dict(standing)
        for name in self._parts:
            self._stands[name].place(places.get(name, _AWAY))
            self._shells[name].place(_SHELL_AWAY)
        self._carried = carried

    def meetings(self, q: Array, width: float, T_WF: Pose) -> list[Meeting]:
        """Put the arm somewhere and give what comes nearer to each other than the clearance.

        Args:
            q: Joint positions, shape (n,) [rad].
            width: Distance between the fingers [m].
            T_WF: Pose of the flange that belongs to `q`; the carried part hangs on it.
        """
        p, world = self._world.p, self._world
        self._closing = T_WF[:3, 0]
        self._wide.set(q, width)
        if self._carried is not None:
            self._shells[self._carried.part].place(T_WF @ self._carried.T_FO)
        world.call(p.performCollisionDetection)
        touching = world.call(p.getContactPoints)
        if not touching:
            return []
        self._true.set(q, width)
        if self._carried is not None:
            self._stands[self._carried.part].place(T_WF @ self._carried.T_FO)
        pairs = sorted({(point[1], point[3], point[2], point[4]) for point in touching})
        found = [meeting for pair in pairs for meeting in self._meeting(*pair)]
        if self._carried is not None:  # the true copy is there to be measured, not to be met
            self._stands[self._carried.part].place(_AWAY)
        return found

    def _meeting(self, a: int, link_a: int, b: int, link_b: int) -> list[Meeting]:
        """Measure what the wide bodies suspect; nothing when it is meant to be so near or too far after all."""
        if a == b:
            names = self._true.names
            distance = self._distance(self._true.number, link_a, self._true.number, link_b)
            hand = link_a in self._true.hand
            return [] if distance is None else [Meeting(Meets.SELF, names[link_a], names[link_b], hand, distance)]
        if b == self._wide.number:
            a, link_a, b, link_b = b, link_b, a, link_a
        if a == self._wide.number:
            return self._arm_meets(link_a, b)
        if self._is_shell(b):
            a, b = b, a
        return self._carried_meets(a, b)

    def _arm_meets(self, link: int, other: int) -> list[Meeting]:
        name = self._names[other]
        if self._is_shell(other):
            return self._carried_meets_arm(name, link)
        body = self._zones.get(name) if self._is_zone(other) else self._stands[name]
        assert body is not None
        hand = link in self._true.hand
        distance = self._distance(self._true.number, link, body.number, -1, flat=self._closing if hand else None)
        meets = Meets.ZONE if self._is_zone(other) else Meets.PART if name in self._parts else Meets.CELL
        return [] if distance is None else [Meeting(meets, self._true.names[link], name, hand, distance)]

    def _carried_meets_arm(self, part: str, link: int) -> list[Meeting]:
        if self._true.rides[link] == len(self._true.joints):  # it rides on the same joint: never comes nearer
            return []
        distance = self._distance(self._stands[part].number, -1, self._true.number, link)
        return [] if distance is None else [Meeting(Meets.CARRIED, part, self._true.names[link], False, distance)]

    def _carried_meets(self, shell: int, other: int) -> list[Meeting]:
        """Measure what lies under the carried part and what it meets elsewhere apart."""
        part, name = self._names[shell], self._names[other]
        meets = Meets.ZONE if self._is_zone(other) else Meets.CARRIED
        nearest: dict[bool, float] = {}
        for point in self._points(self._stands[part].number, -1, other, -1):
            under = point[7][2] >= _UPRIGHT  # the direction from the other body to the part
            least = point[8] / SCALE - (0.0 if under else CRITERIA.blunt)  # what lies flat is measured exactly
            nearest[under] = min(nearest.get(under, np.inf), least)
        return [Meeting(meets, part, name, False, distance, under) for under, distance in nearest.items()]

    def _distance(self, a: int, link_a: int, b: int, link_b: int, flat: Array | None = None) -> float | None:
        """Distance between two true bodies, at most what it is; nothing when it is beyond the clearance [m].

        Along the axis of `flat`, on which a finger faces what it is to take, it is measured exactly.
        """
        least = [
            point[8] / SCALE - (0.0 if flat is not None and abs(flat @ point[7]) >= _UPRIGHT else CRITERIA.blunt)
            for point in self._points(a, link_a, b, link_b)
        ]
        return min(least, default=None)

    def _points(self, a: int, link_a: int, b: int, link_b: int) -> Sequence[Any]:
        """Give the engine's nearest points of two true bodies, for each pair of solids, within the clearance."""
        points: Sequence[Any] = self._world.call(
            self._world.p.getClosestPoints, a, b, distance=SCALE * self._reach, linkIndexA=link_a, linkIndexB=link_b
        )
        return points

    def _is_shell(self, number: int) -> bool:
        return any(body.number == number for body in self._shells.values())

    def _is_zone(self, number: int) -> bool:
        return any(body.number == number for body in self._zones.values())

    def _admit(self, body: Body | Arm, group: int, mask: int, link: int = -1) -> None:
        self._world.call(self._world.p.setCollisionFilterGroupMask, body.number, link, group, mask)

    def _filter(self) -> None:
        """Say once which pairs the engine has to look at."""
        for link, ride in self._wide.rides.items():
            self._admit(self._wide, _ARM, _ARM | _SHELL | (_STANDS if ride else 0), link)
            self._admit(self._true, 0, 0, link)
        for name, body in (self._stands | self._zones).items():
            self._admit(body, _STANDS, _ARM | _SHELL)
            self._world.call(self._world.p.setCollisionFilterPair, self._wide.number, body.number, -1, -1, 0)
            if name in self._parts:
                self._admit(self._shells[name], _SHELL, _ARM | _STANDS)
                self._shells[name].place(_SHELL_AWAY)
                self._world.call(
                    self._world.p.setCollisionFilterPair, self._shells[name].number, body.number, -1, -1, 0
                )
        self._true.set(self._cell.robot.q_rest, self._cell.tool.width_max)
        pairs = combinations(sorted(self._wide.rides), 2)
        self._together = frozenset(pair for pair in pairs if self._built_together(*pair))
        number = self._wide.number
        for a, b in sorted(self._together):
            self._world.call(self._world.p.setCollisionFilterPair, number, number, a, b, 0)

    def _built_together(self, a: int, b: int) -> bool:
        """Tell whether two links are neighbours, or overlap at rest: then they are built to."""
        if abs(self._wide.rides[a] - self._wide.rides[b]) <= 1:
            return True
        number = self._true.number
        distance = self._distance(number, a, number, b)
        return distance is not None and not distance > 0.0


KEPT = 2
"""Stages that nobody uses and that are kept: of a cell, and of the same for wider clearances."""
_stages: Worlds[Stage] = Worlds(KEPT)


def stage_of(cell: Cell) -> AbstractContextManager[Stage]:
    """Lend a stage of a cell, to be used in a `with` statement; nothing is arranged on it."""
    return _stages.lent(identity(cell), lambda: Stage(cell))
