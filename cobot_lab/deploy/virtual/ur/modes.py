"""The numbers by which a controller tells its state, as its interfaces publish them."""

from __future__ import annotations

from enum import IntEnum


class RobotMode(IntEnum):
    """Whether the arm has power and its brakes are released."""

    DISCONNECTED = 0
    CONFIRM_SAFETY = 1
    BOOTING = 2
    POWER_OFF = 3
    POWER_ON = 4
    IDLE = 5
    BACKDRIVE = 6
    RUNNING = 7


class SafetyMode(IntEnum):
    """What the safety system says."""

    NORMAL = 1
    REDUCED = 2
    PROTECTIVE_STOP = 3
    RECOVERY = 4
    SAFEGUARD_STOP = 5
    SYSTEM_EMERGENCY_STOP = 6
    ROBOT_EMERGENCY_STOP = 7
    VIOLATION = 8
    FAULT = 9

    @property
    def allows_motion(self) -> bool:
        """Whether programs may run."""
        return self in (SafetyMode.NORMAL, SafetyMode.REDUCED)

    @property
    def bits(self) -> int:
        """The same as status bits: one for the mode, one for any emergency stop, one for stopped by safety."""
        emergency = self in (SafetyMode.SYSTEM_EMERGENCY_STOP, SafetyMode.ROBOT_EMERGENCY_STOP)
        places = {
            SafetyMode.SYSTEM_EMERGENCY_STOP: 5,
            SafetyMode.ROBOT_EMERGENCY_STOP: 6,
            SafetyMode.VIOLATION: 8,
            SafetyMode.FAULT: 9,
        }
        bits = 1 << places.get(self, self - 1)
        stopped = not self.allows_motion and self is not SafetyMode.RECOVERY
        return bits | (emergency << 7) | (stopped << 10)


class Runtime(IntEnum):
    """What the program does."""

    STOPPING = 0
    STOPPED = 1
    PLAYING = 2
    PAUSING = 3
    PAUSED = 4
    RESUMING = 5


JOINT_RUNNING = 253
JOINT_IDLE = 255
JOINT_POWER_OFF = 239


def joint_mode(mode: RobotMode) -> int:
    """Give the mode of each joint."""
    if mode is RobotMode.RUNNING:
        return JOINT_RUNNING
    return JOINT_IDLE if mode is RobotMode.IDLE else JOINT_POWER_OFF
