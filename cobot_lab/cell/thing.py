"""What stands in a cell, and where: things, places, zones, sensors, signals."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cobot_lab.cell.shape import Box, Pose, Shape


class Kind(Enum):
    """What a thing is to the robot."""

    TABLE = "table"
    """Fixed; what everything stands on."""
    FIXTURE = "fixture"
    """Fixed to the table: magazine, tray, post."""
    PART = "part"
    """Moves freely and may be gripped."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name for people, in each language."""

    fr: str
    en: str


@dataclass(frozen=True, slots=True, eq=False)
class Thing:
    """A rigid body.

    Attributes:
        name: Unique in its cell.
        label: For people.
        kind: Fixed or free.
        shapes: Its solids, in its own frame O.
        T_WO: Pose of O in the world W at the start.
        mass: [kg]; 0 for fixed things.
        friction: Friction coefficient, multiplied with the other body's.
        colour: Red, green, blue from 0 to 1.
    """

    name: str
    label: Label
    kind: Kind
    shapes: tuple[Shape, ...]
    T_WO: Pose
    mass: float
    friction: float
    colour: tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A named point of the cell: where the tool point goes to grip or to release.

    A part that stands there has its centre there, with its x axis along the place's x axis.

    Attributes:
        name: As programs write it.
        label: For people.
        T_WP: Pose wanted of the tool point T in the world, z downwards for a tool that points down.
    """

    name: str
    label: Label
    T_WP: Pose


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """A box of space that no part of the arm, the tool or the carried part may enter.

    One that signals close may be entered while no rule closes it; any other never may.

    Attributes:
        name: Unique in its cell.
        label: For people.
        box: In the world frame W.
        closed_while: Name of the signal that closes it while it is not 0; empty for none.
        closed_from: Name of the signal that closes it when it is set; empty for none.
        open_after: Name of the sensor whose yes opens it again after `closed_from`; empty for none.
    """

    name: str
    label: Label
    box: Box
    closed_while: str = ""
    closed_from: str = ""
    open_after: str = ""


@dataclass(frozen=True, slots=True)
class Sensor:
    """Something that a program may ask, and all that it may answer.

    Attributes:
        name: Unique in its cell.
        kind: `part_present`, `colour`, `dimension`, `input` or `button`.
        place: Name of the place it looks at; empty for none.
        may_see: Every answer that plans have to cover; for a dimension, every size that is possible.
        uncertainty: How far the answer may be from the size, either way [m]; 0 for what is not measured.
    """

    name: str
    kind: str
    place: str
    may_see: tuple[str | float | bool, ...]
    uncertainty: float = 0.0


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that a program may switch.

    Attributes:
        name: Unique in its cell; plans and recordings hold it.
        label: For people.
        kind: `output`, `lamp` or `conveyor`.
        which: How programs say which one: the number of an output, the colour of a lamp; empty for a conveyor.
    """

    name: str
    label: Label
    kind: str
    which: str
