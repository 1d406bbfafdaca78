"""Which arm is expected, and what is connected to it: written down once, when the arm was accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cobot_lab.deploy.drivers.ur.grippers import DigitalGripper, Gripper
from cobot_lab.program.residual import Answer

PAYLOAD_TOLERANCE = 0.05
"""How far the mass that the arm reckons with may be off [kg]."""
TOOL_TOLERANCE = 1e-3
"""How far any number of the tool's offset may be off [m] or [rad]."""


@dataclass(frozen=True, slots=True)
class Wired:
    """A sensor on a digital input.

    Attributes:
        place: Number of the standard digital input, 0 to 7.
        on: What the sensor says when the input is on.
        off: What it says when it is off.
    """

    place: int
    on: Answer
    off: Answer


@dataclass(frozen=True, slots=True)
class Expected:
    """One arm as it was accepted; None for what was not written down, which is then kept in the record only.

    Attributes:
        model: Name of the robot's folder in `robots/`.
        joints: Names of its joints, in the order of every `q`.
        kinematics: Checksums of its calibration, as the preflight shows them.
        payload: Mass of its tool [kg].
        tool: Tool point in the flange: position [m] and rotation vector [rad].
        sensors: By name in the cell.
        signals: Standard digital output of each signal, by its name in the cell.
        gripper: What is mounted, to be read before a run; programs are written for it elsewhere.
    """

    model: str
    joints: tuple[str, ...]
    kinematics: str | None = None
    payload: float | None = None
    tool: tuple[float, ...] | None = None
    sensors: Mapping[str, Wired] = field(default_factory=dict)
    signals: Mapping[str, int] = field(default_factory=dict)
    gripper: Gripper = field(default_factory=DigitalGripper)

    @property
    def title(self) -> str:
        """What the dashboard calls this model: UR3 for a UR3e."""
        return self.model.upper().removesuffix("E")
