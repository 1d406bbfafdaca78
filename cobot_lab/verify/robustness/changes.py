"""A cell with its parts a little elsewhere, heavier, slippier, larger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from cobot_lab.cell.cell import Cell, Tolerances
from cobot_lab.cell.shape import Box, Cylinder, Pose, Shape
from cobot_lab.cell.thing import Thing
from cobot_lab.verify.solids import hull, moved


@dataclass(frozen=True, slots=True)
class Change:
    """How one part differs from its description.

    Attributes:
        part: Its name.
        x: Moved along the world's x axis [m].
        y: Moved along the world's y axis [m].
        turn: Turned about the vertical through its origin [rad].
        mass: Heavier, as a fraction of its mass.
        friction: Rougher, as a fraction of its friction.
        size: Larger, every dimension of every solid of it [m].
    """

    part: str
    x: float = 0.0
    y: float = 0.0
    turn: float = 0.0
    mass: float = 0.0
    friction: float = 0.0
    size: float = 0.0

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return asdict(self)

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Change:
        """Read the JSON form back."""
        return cls(**document)


Changes = tuple[Change, ...]
"""What makes a world: at most one for each part."""


def changed(cell: Cell, changes: Changes) -> Cell:
    """Give the cell as it is in a world: exactly so, without tolerances, and nothing asked but not to touch.

    Args:
        cell: As described.
        changes: What differs.
    """
    by_name = {change.part: change for change in changes}
    things = tuple(_changed(thing, by_name[thing.name]) if thing.name in by_name else thing for thing in cell.things)
    exact = Tolerances(0.0, 0.0, 0.0, 0.0, 0.0)
    return replace(cell, things=things, tolerances=exact, limits=replace(cell.limits, clearance=0.0))


def _changed(part: Thing, change: Change) -> Thing:
    """Change a part; what it stands on stays where it is, so a larger one is higher."""
    shapes = tuple(_grown(shape, change.size) for shape in part.shapes)
    T_WO = _turned(part.T_WO, change.turn)
    T_WO[:3, 3] += (change.x, change.y, _lowest(part.T_WO, part.shapes) - _lowest(T_WO, shapes))
    T_WO.flags.writeable = False
    return replace(
        part,
        shapes=shapes,
        T_WO=T_WO,
        mass=part.mass * (1.0 + change.mass),
        friction=part.friction * (1.0 + change.friction),
    )


def _turned(T_WO: Pose, turn: float) -> Pose:
    cos, sin = np.cos(turn), np.sin(turn)
    T = T_WO.copy()
    T[:3, :3] = np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]]) @ T_WO[:3, :3]
    return T


def _lowest(T_WO: Pose, shapes: tuple[Shape, ...]) -> float:
    return float(moved(T_WO, hull(shapes))[:, 2].min())


def _grown(shape: Shape, size: float) -> Shape:
    if isinstance(shape, Box):
        x, y, z = shape.size
        return replace(shape, size=(x + size, y + size, z + size))
    assert isinstance(shape, Cylinder)
    return replace(shape, radius=shape.radius + 0.5 * size, height=shape.height + size)
