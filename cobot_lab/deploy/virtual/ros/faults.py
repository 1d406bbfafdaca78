"""What may go wrong in an arm behind rosbridge."""

from __future__ import annotations

from enum import Enum

from cobot_lab.deploy.virtual import faults


class FaultKind(Enum):
    """What goes wrong; the words are those of the command line."""

    FREEZE = "freeze"
    """Nothing is said any more; connections stay."""
    REPEAT = "repeat"
    """The last measured joints are said again and again."""
    DUPLICATE = "duplicate"
    """Everything is said twice."""
    ZEROES = "zeroes"
    """Measured joints are all zero, their time stamp goes on."""
    NOT_NUMBERS = "not-numbers"
    """A measured joint is not a number."""
    GARBAGE = "garbage"
    """What is said is no JSON."""
    HALF = "half"
    """A message lacks half of its fields."""
    DROP = "drop"
    """Connections are cut and no new ones taken."""
    DELAY = "delay"
    """Everything is said late, by `value` [s]."""
    SERIAL = "serial"
    """The arm is another one."""
    START_POSE = "start-pose"
    """The first joint stands elsewhere, by `value` [rad]."""
    LEARNING = "learning"
    """Somebody lets the motors go, to lead the arm by hand."""
    COLLISION = "collision"
    """The arm has run into something."""
    HARDWARE = "hardware"
    """A motor fails."""
    STATUS_SILENT = "status-silent"
    """No word about the hardware comes any more."""
    UNCALIBRATED = "uncalibrated"
    CONTROLLER_OFF = "controller-off"
    """The controller is not running: goals are rejected."""
    REJECT = "reject"
    """Goals are rejected."""
    DEAF = "deaf"
    """Goals are taken and nothing comes of them."""
    PUSHED = "pushed"
    """Somebody holds the first joint: it lags by `value` [rad] for each second of motion."""
    OTHER_GOAL = "other-goal"
    """Somebody else sends the controller a goal."""
    SLOW = "slow"
    """The controller goes at `value` of the speed that was asked."""
    RESULT_LOST = "result-lost"
    """The end of a goal is not told."""
    GRIPPER_STUCK = "gripper-stuck"
    GRIPPER_CLOSED = "gripper-closed"
    """Somebody closes the gripper."""
    OUTPUT_ON = "output-on"
    """Somebody switches a digital output on, `value` being its number, from 1."""
    PART_MISSING = "part-missing"

    @property
    def usual(self) -> float:
        """How much of it there is, unless told."""
        sizes = {FaultKind.DELAY: 0.2, FaultKind.START_POSE: 0.02, FaultKind.PUSHED: 0.5, FaultKind.SLOW: 0.5}
        return {**sizes, FaultKind.OUTPUT_ON: 1.0}.get(self, 0.0)


Fault = faults.Fault[FaultKind]
Faults = faults.Faults[FaultKind]
