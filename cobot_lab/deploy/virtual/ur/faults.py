"""What may go wrong, on purpose: for rehearsals and tests. Nothing of it happens unless it is asked for."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import Enum


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
    PART_MISSING = "part-missing"
    PART_LOST = "part-lost"


_DEFAULTS = {FaultKind.DELAY: 0.2, FaultKind.START_POSE: 0.02, FaultKind.SLIDER: 0.0}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        kind: What.
        at: When: seconds after the start of the first program; from the beginning when negative.
        value: How much, where the kind says so; NaN for its usual value.
    """

    kind: FaultKind
    at: float = -1.0
    value: float = math.nan

    @property
    def size(self) -> float:
        """How much."""
        return _DEFAULTS.get(self.kind, 0.0) if math.isnan(self.value) else self.value

    @classmethod
    def parse(cls, text: str) -> Fault:
        """Read `kind`, `kind@seconds`, or either with `=value`.

        Raises:
            ValueError: The text is no fault.

        >>> Fault.parse("slider@1.5=0.3").at
        1.5
        """
        head, _, value = text.partition("=")
        kind, _, at = head.partition("@")
        fault = cls(FaultKind(kind), float(at) if at else -1.0, float(value) if value else math.nan)
        if not math.isfinite(fault.at) or not math.isfinite(fault.size):
            raise ValueError(f"{text!r} is not finite")
        return fault


@dataclass(slots=True)
class Faults:
    """Faults that wait, and those that have begun.

    Attributes:
        waiting: Not yet due.
        begun: By kind.
    """

    waiting: list[Fault] = field(default_factory=list)
    begun: dict[FaultKind, Fault] = field(default_factory=dict)

    def has(self, kind: FaultKind) -> bool:
        """Whether a fault has begun."""
        return kind in self.begun

    def size(self, kind: FaultKind) -> float:
        """How large a fault that has begun is; 0 when it has not."""
        fault = self.begun.get(kind)
        return 0.0 if fault is None else fault.size

    def due(self, since_start: float | None) -> tuple[Fault, ...]:
        """Begin what is due, and give it.

        Args:
            since_start: Time since the first program started [s]; None while none has.
        """
        if not self.waiting:
            return ()
        now = -1.0 if since_start is None else since_start
        due = tuple(fault for fault in self.waiting if fault.at < 0 or fault.at <= now)
        self.waiting = [fault for fault in self.waiting if fault not in due]
        self.begun |= {fault.kind: fault for fault in due}
        return due

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self.waiting.clear()
        self.begun.clear()
