"""What a plan is made of: moves that are fully computed, and what happens between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cobot_lab.motion.trajectory import Trajectory


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
    """Show a text."""

    text: str


AnyAction = Move | Grip | Wait | Show
