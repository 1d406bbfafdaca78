"""What may go wrong in a Universal Robots cabinet."""

from __future__ import annotations

from enum import Enum

from cobot_lab.deploy.virtual import faults


class FaultKind(Enum):
    """What goes wrong; the words are those of the command line."""

    FREEZE = "freeze"
    """The ports fall silent; connections stay."""
    REPEAT = "repeat"
    """The last sample is sent again and again."""
    DUPLICATE = "duplicate"
    """Each sample is sent twice."""
    ZEROES = "zeroes"
    """Samples hold zeroes, their time stamp goes on."""
    DROP = "drop"
    """Connections are cut and no new ones taken."""
    HALF_OPEN = "half-open"
    """Nothing is answered or read any more, as when a cable is pulled."""
    DELAY = "delay"
    """Everything arrives late, by `value` [s]."""
    SPLIT = "split"
    """Data arrive in pieces of one byte."""
    SERIAL = "serial"
    """The arm is another one."""
    KINEMATICS = "kinematics"
    """The arm's calibration is another one."""
    START_POSE = "start-pose"
    """The first joint stands elsewhere, by `value` [rad]."""
    LOCAL = "local"
    """Somebody switches to local control."""
    PAUSE = "pause"
    """Somebody pauses the program at the pendant."""
    STOP = "stop"
    """Somebody stops the program at the pendant."""
    PROTECTIVE_STOP = "protective-stop"
    SAFEGUARD_STOP = "safeguard-stop"
    EMERGENCY_STOP = "emergency-stop"
    SAFETY_FAULT = "safety-fault"
    SLIDER = "slider"
    """The speed slider moves to `value`, 0 to 1."""
    POWER_OFF = "power-off"
    DEAF = "deaf"
    """Programs are taken and never started."""
    EXCEPTION = "exception"
    """The program ends with a runtime exception."""
    GRIPPER_STUCK = "gripper-stuck"
    """Outputs are set, the gripper does nothing."""
    GRIPPER_CLOSED = "gripper-closed"
    """Somebody closes the gripper."""
    OUTPUT_ON = "output-on"
    """Somebody switches a standard digital output on, `value` being its number."""
    PART_MISSING = "part-missing"
    PART_LOST = "part-lost"

    @property
    def usual(self) -> float:
        """How much of it there is, unless told."""
        return {FaultKind.DELAY: 0.2, FaultKind.START_POSE: 0.02, FaultKind.OUTPUT_ON: 1.0}.get(self, 0.0)


Fault = faults.Fault[FaultKind]
Faults = faults.Faults[FaultKind]
