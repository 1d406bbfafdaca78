"""The contract that every arm's driver keeps, simulated or real.

A program is one stretch of a plan, from rest to rest and without forks. It is loaded whole and played once: an arm may
take it as one upload (Universal Robots) or as one rest-to-rest goal a move (ROS); nobody above sees the difference.
What the arm does is read in `state`, never inferred from what was asked. Any thread may call `state`, `beat` and `stop`
at any time; none of them may block for longer than about 20 ms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable

from cobot_lab.deploy.reading import Reading
from cobot_lab.deploy.start import Start
from cobot_lab.findings import CobotLabError
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Array
from cobot_lab.trust.approval import Mode

HEARTBEAT_LIMIT = 0.5
"""How long an arm in motion may hear no beat before it stops by itself [s]."""
DATA_LIMIT = 0.1
"""Age from which a state says nothing about the present [s]."""
POSE_TOLERANCE = 0.01
"""How far a joint may stand from where a run starts, or has to end [rad]."""


class DriverError(CobotLabError):
    """An arm's driver did not do what it was asked."""

    def __init__(self, serial: str, asked: str, reason: str) -> None:
        super().__init__(f"{serial}: {asked}: {reason}")


class Safety(Enum):
    """What the arm's own safety system says."""

    NORMAL = "normal"
    REDUCED = "reduced"
    PROTECTIVE_STOP = "protective_stop"
    EMERGENCY_STOP = "emergency_stop"
    FAULT = "fault"
    """Anything else, the unknown included."""
    NOT_TOLD = "not_told"
    """This kind of arm does not tell, and whoever accepted it knows: a driver says it of no arm that should tell."""

    @property
    def allows_motion(self) -> bool:
        """Whether an arm in this state may move."""
        return self in (Safety.NORMAL, Safety.REDUCED, Safety.NOT_TOLD)


class RobotMode(Enum):
    """Whether the arm is able to move at all."""

    RUNNING = "running"
    """Powered, brakes released."""
    IDLE = "idle"
    OFF = "off"
    OTHER = "other"


class Halt(Enum):
    """Why an arm, or the person at it, ended a program; an arm that does not tell says nothing."""

    NOTHING_HELD = "nothing_held"
    """The gripper closed on nothing, or did not close."""
    PART_LOST = "part_lost"
    """The part that was taken is no longer held."""
    NOT_OPEN = "not_open"
    """The gripper did not open, or no longer was before the start."""
    NO_GRIPPER = "no_gripper"
    """The gripper does not answer."""
    NO_HEARTBEAT = "no_heartbeat"
    """The arm did not hear the watch."""
    STANDS_ELSEWHERE = "stands_elsewhere"
    """The program found the arm in another pose than its first, and did not move."""
    PROGRAM_FAULT = "program_fault"
    """The controller says that the program did what it may not."""
    TOLERANCE = "tolerance"
    """The arm's own controller found a joint too far from its path or its goal."""
    OTHER_PROGRAM = "other_program"
    """Somebody started another program."""
    CONTROL_CHANGED = "control_changed"
    """Somebody switched between local and remote control."""
    OUTPUT_CHANGED = "output_changed"
    """An output is not as the program has it: somebody else switched it."""
    TOOL_CHANGED = "tool_changed"
    """The payload or the tool that the arm reckons with is no longer the one it had before the run."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which arm this is; the same for as long as the driver lives.

    Attributes:
        model: Name of the robot's folder in `robots/`, equal to `Plan.robot`.
        serial: Serial number, as approvals name it.
        mode: Simulated or real.
        joints: Names of the joints, in the order of every `q`.
        software: Version of the arm's software.
    """

    model: str
    serial: str
    mode: Mode
    joints: tuple[str, ...]
    software: str


@dataclass(frozen=True, slots=True, eq=False)
class ArmState:
    """What the arm said about itself at one instant.

    Attributes:
        stamp: The arm's own clock; rises with each new measurement [s].
        age: Time since the arm said it [s].
        q: Measured joint positions, shape (n,), read-only [rad].
        qd: Measured joint speeds, shape (n,), read-only [rad/s].
        safety: Safety status.
        mode: Robot mode.
        running: Whether a program is being played, or the arm is still coming to rest after one.
        progress: Instant reached on the plan's timeline, read from the arm together with `q`; 0 once a program is
            loaded, and kept after its end [s].
        opening: Distance between the gripper's fingers [m]; None when the arm does not know.
        outputs: Name and value of every signal that a program has set so far, sorted by name; None when the arm does
            not know.
        halt: Why the loaded or latest program may not go on; nothing while it may.
        pace: Fraction of the planned speed at which the arm plays, as its speed slider says; None when it has none.
        whole: Whether the latest program says itself that it did everything; None when programs do not tell.
        paused: Whether somebody paused the program at the arm.
        awaited: Whether a stretch goes on once somebody presses Play at the arm.
    """

    stamp: float
    age: float
    q: Array
    qd: Array
    safety: Safety
    mode: RobotMode
    running: bool
    progress: float
    opening: float | None = None
    outputs: tuple[tuple[str, float], ...] | None = None
    halt: Halt | None = None
    pace: float | None = None
    whole: bool | None = None
    paused: bool = False
    awaited: bool = False

    def __post_init__(self) -> None:
        for array in (self.q, self.qd):
            array.flags.writeable = False


@runtime_checkable
class Driver(Protocol):
    """One arm. `cobot_lab.deploy.conformance` examines what these sentences promise."""

    @property
    def identity(self) -> Identity:
        """Which arm this is."""

    def state(self) -> ArmState:
        """Give the arm's latest word about itself; asking changes nothing.

        Raises:
            DriverError: The arm cannot be reached.
        """

    def preflight(self, plan: Plan, start: Start) -> tuple[Reading, ...]:
        """Read what is particular to this kind of arm: checksum of its kinematics, payload, local or remote, and so on.

        Everything that `state` and `identity` say is judged by the job.

        Args:
            plan: What it shall play.
            start: How the cell has to stand where that starts: every output that sets something moving, and the
                gripper, are among the readings; what this kind of arm cannot tell is named as not read.
        """

    def load(self, plan: Plan) -> None:
        """Take one program, whole; the arm does not move. Replaces one that was loaded and not started.

        Raises:
            DriverError: The plan is for another model or other joints, is not one continuous curve, or a program runs.
        """

    def start(self) -> None:
        """Play the loaded program once, gripper and outputs included.

        Returns at once; `state` tells when it runs and has ended.

        Raises:
            DriverError: Nothing is loaded (a program is spent once started, stopped or ended), the arm stands more than
                `POSE_TOLERANCE` from the plan's start, or its safety status or mode forbids motion.
        """

    def read(self, sensor: str) -> object:
        """Give what a sensor of the cell says now, in SI units; called only while the arm rests.

        The answer is a text, a truth value or a float; whoever asks judges whether it is one that was foreseen. It
        comes within a second, or the run ends.

        Raises:
            DriverError: There is no such sensor, or it does not answer.
        """

    def beat(self) -> None:
        """Say that the watch is alive.

        An arm in motion that hears no beat for `HEARTBEAT_LIMIT` stops by itself, at the latest at the end of the move
        it is in.
        """

    def stop(self, reason: str) -> None:
        """Bring the arm to rest where it is and end the program for good; harmless when nothing runs, or twice."""

    def close(self) -> None:
        """Stop, and let the arm go; harmless twice."""


@runtime_checkable
class Transmitter(Protocol):
    """A driver that sends bytes which are part of what was signed, and makes none itself."""

    def supply(self, plan: Plan, files: Mapping[str, bytes]) -> None:
        """Take the files that were signed for a plan; every later `load` is of one of its stretches.

        Args:
            plan: The whole plan.
            files: Name in the bundle to bytes.

        Raises:
            DriverError: A file is missing, is not for this plan, or is not one that this arm takes.
        """


@runtime_checkable
class Paced(Protocol):
    """A driver that can have its arm play more slowly than planned; others have a slider for a person to set."""

    def set_pace(self, fraction: float) -> None:
        """Play at this fraction of the planned speed from now on.

        Args:
            fraction: Above 0, at most 1.

        Raises:
            DriverError: It is not such a fraction, or the arm does not take it.
        """
