"""What the physics gave, as facts that the checks judge."""

from __future__ import annotations

from dataclasses import dataclass

from cobot_lab.cell.shape import Pose
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.story import Scene


@dataclass(frozen=True, slots=True, eq=False)
class Closing:
    """What a closing of the gripper came to.

    Attributes:
        scene: The action.
        t: Instant of its end [s].
        width: Distance between the fingers then [m].
        part: Name of the part that both fingers touch then, or empty.
    """

    scene: Scene
    t: float
    width: float
    part: str


@dataclass(frozen=True, slots=True, eq=False)
class Hold:
    """A part in the gripper, from the end of a closing to the next opening or the end.

    Attributes:
        closing: The closing that took it.
        t: Instants, shape (k,) [s].
        slip: Way of the part in the gripper since the closing, shape (k,) [m].
        turn: Its turn in the gripper since then, shape (k,) [rad].
    """

    closing: Closing
    t: Array
    slip: Array
    turn: Array


@dataclass(frozen=True, slots=True, eq=False)
class Landing:
    """A part that was let go, at the end of the program or when it is gripped again.

    Attributes:
        scene: The opening.
        part: Its name.
        T_WO: Where it lies then.
        speed: Of its centre then [m/s].
    """

    scene: Scene
    part: str
    T_WO: Pose
    speed: float


@dataclass(frozen=True, slots=True)
class Bump:
    """The first time that a part moves or turns which nobody touches: it was never gripped, or lay at rest again.

    Attributes:
        part: Its name.
        step: Number of the program's step.
        t: Instant [s].
        offset: The furthest that it went until the end [m].
    """

    part: str
    step: int
    t: float
    offset: float


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Everything that the checks of the physics look at.

    Attributes:
        recording: For replay.
        closings: In the order of time.
        holds: In the order of time.
        landings: In the order of time.
        bumps: In the order of time.
        final: Pose of every part at the end.
        t: Instants of the steps of the simulation, shape (k,) [s].
        error: Distance of each joint from its command, shape (k, n) [rad].
        torque: Torque of each joint's motor, shape (k, n) [Nm].
    """

    recording: Recording
    closings: tuple[Closing, ...]
    holds: tuple[Hold, ...]
    landings: tuple[Landing, ...]
    bumps: tuple[Bump, ...]
    final: tuple[tuple[str, Pose], ...]
    t: Array
    error: Array
    torque: Array
