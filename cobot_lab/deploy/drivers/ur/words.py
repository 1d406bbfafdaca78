"""What the controller's numbers mean, as its interfaces publish them; an unknown one forbids motion."""

from __future__ import annotations

from cobot_lab.deploy.driver import RobotMode, Safety

_SAFETY = {
    1: Safety.NORMAL,
    2: Safety.REDUCED,
    3: Safety.PROTECTIVE_STOP,
    6: Safety.EMERGENCY_STOP,
    7: Safety.EMERGENCY_STOP,
}
_MODES = {3: RobotMode.OFF, 5: RobotMode.IDLE, 7: RobotMode.RUNNING}


def safety_of(number: int) -> Safety:
    """Give the meaning of `safety_mode`; safeguard stop, violation and fault are all a fault here."""
    return _SAFETY.get(number, Safety.FAULT)


def mode_of(number: int) -> RobotMode:
    """Give the meaning of `robot_mode`."""
    return _MODES.get(number, RobotMode.OTHER)
