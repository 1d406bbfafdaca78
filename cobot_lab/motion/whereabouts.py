"""Where the parts are as a program means it: enough to say what a sensor looks at.

Positions only. A gripper that closes where a part stands holds it, one that opens leaves it where the tool is. Whether
that is what happens is for `verify` to say, which follows the plan by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.kinematics import Array, tool_pose
from cobot_lab.motion.spots import spot_pose
from cobot_lab.program import commands as c

NEAR = 0.015
"""A part this near is the one that is gripped or looked at [m]."""


@dataclass(frozen=True, slots=True, eq=False)
class Whereabouts:
    """What is where.

    Attributes:
        cell: The cell.
        tool: Position of the tool point in the world, shape (3,) [m]; nothing when it is not known.
        parts: Position of every part that is not held.
        held: Name of the part in the gripper; empty for none.
        moved: Names of the parts that the gripper had.
    """

    cell: Cell
    tool: Array | None
    parts: tuple[tuple[str, Array], ...]
    held: str = ""
    moved: frozenset[str] = frozenset()

    @classmethod
    def at_start(cls, cell: Cell) -> Whereabouts:
        """Give what the cell says: the arm at rest, every part where it stands; those that arrive are not there."""
        there = (part for part in cell.parts if part.name not in cell.arriving)
        return cls(cell, _rest(cell), tuple((part.name, part.T_WO[:3, 3]) for part in there))

    def after(self, command: c.Command) -> Whereabouts:  # noqa: PLR0911, one case for each command
        """Give what is where once a command is carried out."""
        match command:
            case c.GoToRest():
                return replace(self, tool=_rest(self.cell))
            case c.GoTo(_, spot) | c.Descend(_, spot):
                return replace(self, tool=self._place(spot, 0.0))
            case c.GoAbove(_, spot, height):
                return replace(self, tool=self._place(spot, height))
            case c.Rise(_, height):
                return self._shifted((0.0, 0.0, height))
            case c.MoveBy(_, offset):
                return self._shifted(offset)
            case c.SetJoint():
                return replace(self, tool=None)  # where the other joints stand is the planner's to choose
            case c.Close() if not self.held:
                return self._closed()
            case c.Open() if self.held and self.tool is not None:
                return replace(self, held="", parts=(*self.parts, (self.held, self.tool)))
            case _:  # the tool point stays where it is, and so does every part
                return self

    def seen_at(self, place: str) -> str:
        """Name the part at a place, held or standing; empty for none, and for a place that the cell does not have."""
        found = self.cell.place(place)
        if found is None:
            return ""
        everything = dict(self.parts)
        if self.held and self.tool is not None:
            everything[self.held] = self.tool
        return _nearest(everything, found.T_WP[:3, 3])

    def without(self, part: str) -> Whereabouts:
        """Give the same with a part that was never there."""
        return replace(self, parts=tuple((name, at) for name, at in self.parts if name != part))

    def arrived(self, names: tuple[str, ...]) -> Whereabouts:
        """Give the same with parts that have come to where the cell says that they arrive."""
        new = tuple((part.name, part.T_WO[:3, 3]) for part in self.cell.parts if part.name in names)
        return replace(self, parts=(*self.parts, *new))

    def _closed(self) -> Whereabouts:
        parts = dict(self.parts)
        taken = _nearest(parts, self.tool) if self.tool is not None else ""
        if not taken:
            return self
        del parts[taken]
        return replace(self, held=taken, parts=tuple(parts.items()), moved=self.moved | {taken})

    def _place(self, spot: c.Spot, height: float) -> Array | None:
        if any(self.cell.place(name) is None for name in (spot.name, *(name for name, _ in spot.shares))):
            return None
        position: Array = spot_pose(self.cell, spot)[:3, 3] + np.array((0.0, 0.0, height))
        return position

    def _shifted(self, offset: tuple[float, float, float]) -> Whereabouts:
        return replace(self, tool=None if self.tool is None else self.tool + np.array(offset))


def _rest(cell: Cell) -> Array:
    T_WT = cell.T_WB @ tool_pose(cell.robot, cell.robot.q_rest, cell.tool.T_FT)
    position: Array = T_WT[:3, 3]
    return position


def _nearest(parts: dict[str, Array], point: Array) -> str:
    away = {name: float(np.linalg.norm(at - point)) for name, at in parts.items()}
    best = min(away, key=away.__getitem__, default="")
    return best if best and away[best] <= NEAR else ""
