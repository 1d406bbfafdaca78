"""What a program asks of the cell, one command after another, macros opened and variables computed.

Commands are in SI units and name places; they know nothing of a robot. `step` is the number of the program's step
that asked for it, so a macro's commands all carry the macro's number.
"""

from __future__ import annotations

from dataclasses import dataclass

from cobot_lab.program.residual import Reading, Residual


@dataclass(frozen=True, slots=True)
class Spot:
    """A named place, or a point between named places, moved along the axes of the world.

    Attributes:
        name: Name of a place of the cell; the tool is turned as it says.
        offset: x, y, z in the world frame [m].
        shares: Places and how much of each: the point is the sum of their positions, each times its share. The shares
            add up to 1. Empty for the place itself.
        label: What people call the point when it is not the place itself, such as a cell of a pallet.
    """

    name: str
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    shares: tuple[tuple[str, float], ...] = ()
    label: str = ""

    @property
    def said(self) -> str:
        """What the point is called."""
        return self.label or self.name


@dataclass(frozen=True, slots=True)
class Command:
    """The base of all commands.

    Attributes:
        step: Number of the program's step.
    """

    step: int


@dataclass(frozen=True, slots=True)
class GoToRest(Command):
    """Move the joints to the robot's rest position."""


@dataclass(frozen=True, slots=True)
class GoTo(Command):
    """Bring the tool point to a place by a joint move."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class GoAbove(Command):
    """Bring the tool point to `height` [m] above a place by a joint move."""

    spot: Spot
    height: float


@dataclass(frozen=True, slots=True)
class Descend(Command):
    """Bring the tool point to a place in a straight line."""

    spot: Spot


@dataclass(frozen=True, slots=True)
class Rise(Command):
    """Raise the tool point by `height` [m] in a straight line along the world's z."""

    height: float


@dataclass(frozen=True, slots=True)
class MoveBy(Command):
    """Move the tool point by `offset` [m], world axes, in a straight line."""

    offset: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class SetSpeed(Command):
    """Set the speed of the moves that follow, as a fraction (0..1] of what the cell allows."""

    fraction: float


@dataclass(frozen=True, slots=True)
class Open(Command):
    """Open the gripper to `width` [m], or wide open."""

    width: float | None = None


@dataclass(frozen=True, slots=True)
class Close(Command):
    """Close the gripper until it holds something or is shut, with the grip force in use."""


@dataclass(frozen=True, slots=True)
class SetGripForce(Command):
    """Set the grip force [N] of the closings that follow."""

    force: float


@dataclass(frozen=True, slots=True)
class Pause(Command):
    """Stand still for `duration` [s]."""

    duration: float


@dataclass(frozen=True, slots=True)
class Tell(Command):
    """Show a text to whoever watches.

    Attributes:
        text: What is known while planning.
        reading: A reading that is shown instead.
    """

    text: str
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class SetMode(Command):
    """Set how `GoTo` and `GoAbove` travel: in a straight line of the tool point, or by a joint move."""

    straight: bool


@dataclass(frozen=True, slots=True)
class SetBlend(Command):
    """Set the radius [m] with which the moves that follow pass into one another; 0 to stop at each end."""

    radius: float


@dataclass(frozen=True, slots=True)
class TurnTool(Command):
    """Turn the tool about its own axis by `angle` [rad], the tool point staying where it is."""

    angle: float


@dataclass(frozen=True, slots=True)
class SetJoint(Command):
    """Bring one joint to an angle by a joint move.

    Attributes:
        number: Of the joint, counted from 1 at the base.
        angle: Where it goes [rad].
    """

    number: int
    angle: float


@dataclass(frozen=True, slots=True)
class Signal(Command):
    """Set something that the cell switches.

    Attributes:
        kind: `output`, `lamp` or `conveyor`.
        which: Number of the output or colour of the lamp; empty for the conveyor.
        value: 1 and 0 for on and off; for the conveyor its speed as a fraction (0..1).
        pulse: After this time, back to 0 [s]; 0 to leave it as it was set.
    """

    kind: str
    which: str
    value: float
    pulse: float = 0.0


@dataclass(frozen=True, slots=True)
class Read(Command):
    """Ask a sensor, the arm standing still.

    Attributes:
        reading: Number of the answer on this path.
        kind: `part_present`, `colour`, `dimension`, `input`, `button` or `holding`.
        name: Of the station, the dimension, the input or the button; empty when the kind says it all.
    """

    reading: int
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Decide(Command):
    """The way on depends on what was read; whoever runs the program sends back whether the condition holds.

    Attributes:
        condition: Over the readings so far.
        limit: How long to ask again, standing still, until it holds [s]; 0 to decide at once.
        asked: Numbers of the readings that are asked again.
    """

    condition: Residual
    limit: float = 0.0
    asked: tuple[int, ...] = ()
