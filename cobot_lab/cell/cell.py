"""The cell: what exists and where, with tolerances and limits."""

from __future__ import annotations

from dataclasses import dataclass

from cobot_lab.cell.automation import Arrival, Machine
from cobot_lab.cell.robot import Robot
from cobot_lab.cell.shape import Pose
from cobot_lab.cell.thing import Kind, Label, Place, Sensor, Signal, Thing, Zone
from cobot_lab.cell.tool import Tool


@dataclass(frozen=True, slots=True)
class Tolerances:
    """How far the real cell may differ from its description; robustness is judged within them.

    Attributes:
        position: Of each part, ± [m].
        angle: Of each part about the vertical, ± [rad].
        mass: Of each part, ± as a fraction.
        friction: ± as a fraction.
        size: Of each part, ± [m].
    """

    position: float
    angle: float
    mass: float
    friction: float
    size: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What the cell allows in front of people.

    Attributes:
        tool_speed: Highest speed of the tool point, and speed of lines at 100 % [m/s].
        surface_speed: Highest speed of any point of the arm, the tool and the carried part [m/s].
        clearance: Distance that must stay between bodies that are not meant to touch [m].
        approach: Height of the approach above a place when the program names none [m].
    """

    tool_speed: float
    surface_speed: float
    clearance: float
    approach: float


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """Everything that a plan may rely on.

    Attributes:
        name: Name of its file.
        label: For people.
        robot: The arm.
        tool: The gripper.
        T_WB: Pose of the arm's base B in the world W.
        things: Table, fixtures and parts.
        places: Named points.
        zones: Forbidden space.
        sensors: What programs may ask.
        tolerances: See `Tolerances`.
        limits: See `Limits`.
        files: Name and bytes of every file that describes it (cell, robot, URDF, tool), sorted by name.
        digest: SHA-256 over the names and digests of `files`.
        signals: What programs may switch: outputs, lamps, a conveyor.
        arrivals: Parts that come by themselves.
        machines: Machines that work by themselves.
    """

    name: str
    label: Label
    robot: Robot
    tool: Tool
    T_WB: Pose
    things: tuple[Thing, ...]
    places: tuple[Place, ...]
    zones: tuple[Zone, ...]
    sensors: tuple[Sensor, ...]
    tolerances: Tolerances
    limits: Limits
    files: tuple[tuple[str, bytes], ...]
    digest: str
    signals: tuple[Signal, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    machines: tuple[Machine, ...] = ()

    @property
    def arriving(self) -> frozenset[str]:
        """Names of the parts that are not there at the start: their poses are those that they will have."""
        return frozenset(part for arrival in self.arrivals for part in arrival.parts)

    @property
    def parts(self) -> tuple[Thing, ...]:
        """The things that may be gripped."""
        return tuple(thing for thing in self.things if thing.kind is Kind.PART)

    def place(self, name: str) -> Place | None:
        """Give a place by name, or nothing."""
        return next((place for place in self.places if place.name == name), None)

    def signal(self, kind: str, which: str) -> Signal | None:
        """Give what a program means by the number of an output, the colour of a lamp or the conveyor, or nothing."""
        return next((signal for signal in self.signals if (signal.kind, signal.which) == (kind, which)), None)
