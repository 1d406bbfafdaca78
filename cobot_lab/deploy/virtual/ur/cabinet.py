"""What is in the cabinet: the arm, inputs and outputs, registers, and what is waiting to be said to clients."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from cobot_lab.cell.robot import Robot
from cobot_lab.deploy.virtual.ur.arm import CYCLE, Arm, Limits
from cobot_lab.deploy.virtual.ur.messages import Message
from cobot_lab.deploy.virtual.ur.rotation import matrix_of, pose_of
from cobot_lab.motion.kinematics import tool_pose, tool_poses_and_jacobians

INTS = FLOATS = 48
"""Registers of each kind; bits 0 to 127."""
BITS = 128
FREQUENCY = 500
"""Control cycles in a second."""


@dataclass(frozen=True, slots=True)
class Setup:
    """Which arm this is.

    Attributes:
        robot: Its description.
        serial: Serial number.
        version: Of PolyScope: major, minor, bugfix, build.
        kinematics: Checksum of the arm's calibration, one for each joint.
        q_start: Where it stands when it is switched on, shape (n,) [rad]; empty for its rest position.
        remote: Whether it begins in remote control.
        ready: Whether it begins powered with its brakes released.
        robotiq: Whether a Robotiq gripper is mounted, with its maker's URCap.
    """

    robot: Robot
    serial: str
    version: tuple[int, int, int, int] = (5, 12, 6, 1102099)
    kinematics: tuple[int, ...] = (0, 0, 0, 0, 0, 0)
    q_start: tuple[float, ...] = ()
    remote: bool = True
    ready: bool = True
    robotiq: bool = False


@dataclass(frozen=True, slots=True)
class ToolState:
    """The tool point in the controller's base frame.

    Attributes:
        pose: Measured: position [m] and rotation vector [rad].
        speed: Measured: speed [m/s] and angular speed [rad/s].
        pose_target: Asked.
        speed_target: Asked.
    """

    pose: list[float]
    speed: list[float]
    pose_target: list[float]
    speed_target: list[float]


@dataclass(slots=True)
class Watchdog:
    """A client has to renew an input at a rate; otherwise the program is paused or stopped.

    Attributes:
        period: Longest time between two values [cycles].
        action: `pause`, `stop` or `ignore`.
        heard: Cycle of the last value.
    """

    period: int
    action: str
    heard: int


@dataclass(slots=True)
class Registers:
    """General purpose registers, of one direction."""

    ints: list[int] = field(default_factory=lambda: [0] * INTS)
    floats: list[float] = field(default_factory=lambda: [0.0] * FLOATS)
    bits: list[bool] = field(default_factory=lambda: [False] * BITS)


@dataclass(slots=True)
class Cabinet:
    """Everything that programs and ports read and write.

    Attributes:
        setup: Which arm this is.
        arm: Its joints.
        cycle: Control cycles since it was switched on.
        inputs: Registers that clients write.
        outputs: Registers that programs write.
        digital_in: Bits 0–7 standard, 8–15 configurable, 16–17 tool.
        digital_out: The same for outputs.
        analog_out: Two standard outputs, as a share of their range.
        tool: Pose of the tool point in the flange: position [m] and rotation vector [rad].
        payload: Mass [kg].
        centre: Centre of gravity of the payload in the flange [m].
        slider: The speed slider's position, 0 to 1.
        scaling: The speed scaling reached: follows the slider, and a pause.
        said: Messages for clients of the primary interface.
        watchdogs: By name of the input.
        protect: Called by a program that asks for a protective stop.
    """

    setup: Setup
    arm: Arm = field(init=False)
    cycle: int = 0
    inputs: Registers = field(default_factory=Registers)
    outputs: Registers = field(default_factory=Registers)
    digital_in: int = 0
    digital_out: int = 0
    analog_out: list[float] = field(default_factory=lambda: [0.0, 0.0])
    tool: list[float] = field(default_factory=lambda: [0.0] * 6)
    payload: float = 0.0
    centre: list[float] = field(default_factory=lambda: [0.0] * 3)
    slider: float = 1.0
    scaling: float = 1.0
    said: deque[Message] = field(default_factory=lambda: deque(maxlen=1000))
    watchdogs: dict[str, Watchdog] = field(default_factory=dict)
    protect: Callable[[], None] = lambda: None
    _known: tuple[float, ...] = ()
    _tool_state: ToolState | None = None

    def __post_init__(self) -> None:
        joints = self.setup.robot.joints
        limits = Limits(
            tuple(joint.q_min for joint in joints),
            tuple(joint.q_max for joint in joints),
            tuple(joint.qd_max for joint in joints),
        )
        self.arm = Arm([float(q) for q in self.setup.q_start or self.setup.robot.q_rest], limits)

    @property
    def now(self) -> float:
        """Time since it was switched on [s]: an exact number of control cycles."""
        return self.cycle / FREQUENCY

    def tool_pose(self, q: list[float], tool: list[float] | None = None) -> list[float]:
        """Give the tool point's pose in the controller's base frame: position [m], rotation vector [rad]."""
        T_FT = matrix_of(self.tool if tool is None else tool)
        return pose_of(tool_pose(self.setup.robot, np.array(q), T_FT))

    def tool_state(self) -> ToolState:
        """Give where the tool point is and asked to be, and how fast; computed once while nothing changes."""
        arm = self.arm
        known = (*arm.q, *arm.q_target, *arm.qd, *arm.qd_target, *self.tool)
        if known != self._known or self._tool_state is None:
            poses, jacobians = tool_poses_and_jacobians(
                self.setup.robot, np.array([arm.q, arm.q_target]), matrix_of(self.tool)
            )
            speeds = [[float(v) for v in J @ qd] for J, qd in zip(jacobians, (arm.qd, arm.qd_target), strict=True)]
            self._tool_state = ToolState(pose_of(poses[0]), speeds[0], pose_of(poses[1]), speeds[1])
            self._known = known
        return self._tool_state

    def say(self, message: Message) -> None:
        """Leave a message for whoever listens on the primary interface."""
        self.said.append(message)

    def ramp(self, wanted: float) -> None:
        """Let the speed scaling follow, over half a second for its whole range."""
        step = CYCLE / 0.5
        change = wanted - self.scaling
        self.scaling = wanted if abs(change) <= step else self.scaling + math.copysign(step, change)
