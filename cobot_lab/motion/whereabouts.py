"""Where the parts are as a program means it: enough to say what a sensor looks at.

A gripper that closes with a part between its fingers holds it, one that opens leaves it where it is. Whether that is
what happens is for `verify` to say, which follows the plan by itself and refuses where a sensor could see anything else
than is said here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.outline import hull, moved
from cobot_lab.cell.robot import Robot
from cobot_lab.cell.shape import Pose
from cobot_lab.motion.kinematics import Array, tool_pose
from cobot_lab.motion.spots import spot_pose, spun
from cobot_lab.motion.twist import inverse_pose
from cobot_lab.program import commands as c

NEAR = 0.015
"""A part this near to where a sensor looks is the one that it sees [m]."""
_BITE = 2e-3
"""Least overlap of finger and part for the fingers to close on it [m]."""
_STILL = 1e-9
"""A point that moves less than this stays where it is [m]."""


@dataclass(frozen=True, slots=True, eq=False)
class Whereabouts:
    """What is where.

    Attributes:
        cell: The cell.
        T_WT: Pose of the tool point in the world; nothing when it is not known.
        parts: Pose in the world of every part that is not held and of which it is known.
        held: Name of the part in the gripper; empty for none.
        moved: Names of the parts that the gripper had.
        T_TO: Pose of the part in the gripper, in the tool's frame.
        width: Distance between the fingers [m].
    """

    cell: Cell
    T_WT: Pose | None
    parts: tuple[tuple[str, Pose], ...]
    held: str = ""
    moved: frozenset[str] = frozenset()
    T_TO: Pose | None = None
    width: float = 0.0

    @classmethod
    def at_start(cls, cell: Cell) -> Whereabouts:
        """Give what the cell says: the arm at rest, wide open, every part where it stands; no part that arrives."""
        there = tuple((part.name, part.T_WO) for part in cell.parts if part.name not in cell.arriving)
        return cls(cell, _rest(cell), there, width=cell.tool.width_max)

    @property
    def tool(self) -> Array | None:
        """Position of the tool point in the world, shape (3,) [m]; nothing when it is not known."""
        return None if self.T_WT is None else self.T_WT[:3, 3]

    def after(self, command: c.Command) -> Whereabouts:  # noqa: PLR0911, one case for each command
        """Give what is where once a command is carried out."""
        match command:
            case c.GoToRest():
                return replace(self, T_WT=_rest(self.cell))
            case c.GoTo(_, spot) | c.Descend(_, spot):
                return replace(self, T_WT=self._place(spot, 0.0))
            case c.GoAbove(_, spot, height):
                return replace(self, T_WT=self._place(spot, height))
            case c.Rise(_, height):
                return self._shifted((0.0, 0.0, height))
            case c.MoveBy(_, offset):
                return self._shifted(offset)
            case c.TurnTool(_, angle):
                return replace(self, T_WT=None if self.T_WT is None else spun(self.T_WT, angle))
            case c.SetJoint(_, number):
                turns = number == len(self.cell.robot.joints) and _on_axis(self.cell)
                # Where the other joints stand is the planner's to choose; the tool point may be on the last one's axis.
                return self if turns else replace(self, T_WT=None)
            case c.Close() if not self.held:
                return self._closed()
            case c.Open(_, width):
                return self._opened(self.cell.tool.width_max if width is None else width)
            case _:  # the tool point stays where it is, and so does every part
                return self

    def seen_at(self, place: str) -> str:
        """Name the part at a place, held or standing; empty for none, and for a place that the cell does not have."""
        found = self.cell.place(place)
        if found is None:
            return ""
        everything = dict(self.parts)
        if self.held and self.T_WT is not None and self.T_TO is not None:
            everything[self.held] = self.T_WT @ self.T_TO
        return _nearest(everything, found.T_WP[:3, 3])

    def without(self, part: str) -> Whereabouts:
        """Give the same with a part that was never there."""
        return replace(self, parts=tuple((name, T) for name, T in self.parts if name != part))

    def arrived(self, names: tuple[str, ...]) -> Whereabouts:
        """Give the same with parts that have come to where the cell says that they arrive."""
        new = tuple((part.name, part.T_WO) for part in self.cell.parts if part.name in names)
        return replace(self, parts=(*self.parts, *new))

    def _closed(self) -> Whereabouts:
        if self.T_WT is None:
            return self
        T_FT = self.cell.tool.T_FT
        T_FW = T_FT @ inverse_pose(self.T_WT)
        taken, width = "", self.cell.tool.width_min
        for name, T_WO in self.parts:
            low, high = _extent(self.cell, name, T_FW @ T_WO)
            if self._between(low, high) and high[0] - low[0] > width:
                taken, width = name, float(high[0] - low[0])
        if not taken:
            return replace(self, width=width)
        parts = dict(self.parts)
        T_FO = T_FW @ parts.pop(taken)
        low, high = _extent(self.cell, taken, T_FO)
        T_FO[0, 3] -= 0.5 * (low[0] + high[0])  # the fingers close evenly and bring it to the middle
        held = replace(self, held=taken, parts=tuple(parts.items()), moved=self.moved | {taken}, width=width)
        return replace(held, T_TO=inverse_pose(T_FT) @ T_FO)

    def _between(self, low: Array, high: Array) -> bool:
        """Tell whether a part that spans `low` to `high` in the flange frame is between the open fingers."""
        finger = hull(self.cell.tool.finger)
        first, last = finger.min(axis=0)[1:] + _BITE, finger.max(axis=0)[1:] - _BITE
        middle = 0.5 * (low[0] + high[0])
        return bool(np.all(high[1:] > first) and np.all(low[1:] < last) and abs(middle) < 0.5 * self.width)

    def _opened(self, width: float) -> Whereabouts:
        """Leave what is held where it is: nobody knows where, when the tool's pose is not known."""
        here: tuple[tuple[str, Pose], ...] = ()
        if self.held and self.T_WT is not None and self.T_TO is not None:
            here = ((self.held, self.T_WT @ self.T_TO),)
        return replace(self, held="", T_TO=None, parts=(*self.parts, *here), width=width)

    def _place(self, spot: c.Spot, height: float) -> Pose | None:
        if any(self.cell.place(name) is None for name in (spot.name, *(name for name, _ in spot.shares))):
            return None
        T_WT = spot_pose(self.cell, spot)
        T_WT[2, 3] += height
        return T_WT

    def _shifted(self, offset: tuple[float, float, float]) -> Whereabouts:
        if self.T_WT is None:
            return self
        T_WT = self.T_WT.copy()
        T_WT[:3, 3] += offset
        return replace(self, T_WT=T_WT)


def _rest(cell: Cell) -> Pose:
    T_WT: Pose = cell.T_WB @ tool_pose(cell.robot, cell.robot.q_rest, cell.tool.T_FT)
    return T_WT


def _on_axis(cell: Cell) -> bool:
    """Tell whether the last joint turns the tool about its own point."""
    return _stays(cell.robot, tuple(map(float, cell.tool.T_FT[:3, 3])))


@lru_cache(maxsize=16)
def _stays(robot: Robot, point: tuple[float, float, float]) -> bool:
    T_FT = np.eye(4)
    T_FT[:3, 3] = point
    q = robot.q_rest.copy()
    before = tool_pose(robot, q, T_FT)[:3, 3]
    q[-1] += 1.0
    return float(np.linalg.norm(tool_pose(robot, q, T_FT)[:3, 3] - before)) < _STILL


def _extent(cell: Cell, part: str, T_FO: Pose) -> tuple[Array, Array]:
    shapes = next(thing.shapes for thing in cell.parts if thing.name == part)
    points = moved(T_FO, hull(shapes))
    return points.min(axis=0), points.max(axis=0)


def _nearest(parts: dict[str, Pose], point: Array) -> str:
    away = {name: float(np.linalg.norm(T[:3, 3] - point)) for name, T in parts.items()}
    best = min(away, key=away.__getitem__, default="")
    return best if best and away[best] <= NEAR else ""
