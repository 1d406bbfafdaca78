"""What a plan is made of: moves that are fully computed, and what happens between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.program.residual import Answer


class Path(Enum):
    """The kind of curve that a move was planned as."""

    JOINT = "joint"
    """Straight in joint space."""
    LINE = "line"
    """The tool point follows a straight line, its orientation fixed or turning evenly between two places' own."""
    BLEND = "blend"
    """Lines of the tool point that pass into one another in rounded corners, its orientation fixed."""


@dataclass(frozen=True, slots=True)
class Corner:
    """A rounded corner between two lines.

    Attributes:
        step: Number of the step that the line behind it belongs to.
        t: Instant on the move's own time when the tool point is nearest to the sharp corner [s].
        at: The sharp corner, in the robot's base [m].
        radius: Farthest from the sharp corner that the lines are left [m].
        deviation: Distance between the sharp corner and the rounded one [m].
    """

    step: int
    t: float
    at: tuple[float, float, float]
    radius: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Action:
    """The base of all actions.

    Attributes:
        step: Number of the program's step that asked for it.
    """

    step: int

    @property
    def duration(self) -> float:
        """How long it takes [s]."""
        return 0.0

    def step_at(self, t: float) -> int:
        """Give the number of the step under way at an instant of its own time [s]."""
        del t
        return self.step


@dataclass(frozen=True, slots=True)
class Move(Action):
    """Follow a trajectory, from rest to rest.

    Attributes:
        path: The kind of curve.
        trajectory: The knots.
        place: Name of the place it goes to, or stands above; empty for none.
        corners: Where lines pass into one another, in order; of a blend only.
    """

    path: Path
    trajectory: Trajectory
    place: str = ""
    corners: tuple[Corner, ...] = ()

    @property
    def duration(self) -> float:
        """The trajectory's duration [s]."""
        return self.trajectory.duration

    def step_at(self, t: float) -> int:
        """Give the number of the step under way at an instant of its own time [s]: a blend does several."""
        passed = [corner.step for corner in self.corners if corner.t <= t]
        return passed[-1] if passed else self.step


@dataclass(frozen=True, slots=True)
class Grip(Action):
    """Open or close the gripper, the arm standing still.

    Attributes:
        closing: True to close until something is held or the gripper is shut, False to open.
        width: Distance between the fingers to open to [m]; 0 when closing.
        force: Grip force [N]; 0 when opening.
        time: Time allowed for it [s].
    """

    closing: bool
    width: float
    force: float
    time: float

    @property
    def duration(self) -> float:
        """The time allowed [s]."""
        return self.time


@dataclass(frozen=True, slots=True)
class Wait(Action):
    """Stand still for `time` [s]."""

    time: float

    @property
    def duration(self) -> float:
        """The time waited [s]."""
        return self.time


@dataclass(frozen=True, slots=True)
class Show(Action):
    """Show a text.

    Attributes:
        text: What to show.
        reading: Number of the reading that is shown instead; nothing for the text.
    """

    text: str
    reading: int | None = None


@dataclass(frozen=True, slots=True)
class Read(Action):
    """Ask a sensor, the arm standing still.

    Attributes:
        sensor: Its name.
        reading: Number of the answer on this path, from 0.
        may_see: Every answer that the plan covers, in SI units; of numbers, everything between them.
        sees: Name of the part that it looks at as planned; empty for none.
    """

    sensor: str
    reading: int
    may_see: tuple[Answer, ...]
    sees: str = ""

    def foresees(self, answer: object) -> bool:
        """Tell whether an answer is one of those declared: same kind of value, and for numbers within their range.

        NaN is not.
        """
        if any(type(answer) is type(seen) and answer == seen for seen in self.may_see):
            return True
        lengths = [seen for seen in self.may_see if isinstance(seen, float)]
        return isinstance(answer, float) and bool(lengths) and min(lengths) <= answer <= max(lengths)


@dataclass(frozen=True, slots=True)
class Output(Action):
    """Set a signal of the cell, the arm standing still.

    Attributes:
        name: Of the signal, as the cell calls it.
        value: 1 and 0 for on and off, or a fraction between.
        time: For a pulse, how long it lasts before the signal goes back to 0 [s]; 0 to leave it as it was set.
    """

    name: str
    value: float
    time: float

    @property
    def duration(self) -> float:
        """How long a pulse lasts [s]."""
        return self.time


AnyAction = Move | Grip | Wait | Show | Output | Read
