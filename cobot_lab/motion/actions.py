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


@dataclass(frozen=True, slots=True)
class Move(Action):
    """Follow a trajectory, from rest to rest.

    Attributes:
        path: The kind of curve.
        trajectory: The knots.
        place: Name of the place it goes to, or stands above; empty for none.
    """

    path: Path
    trajectory: Trajectory
    place: str = ""

    @property
    def duration(self) -> float:
        """The trajectory's duration [s]."""
        return self.trajectory.duration


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


AnyAction = Move | Grip | Wait | Show | Read
