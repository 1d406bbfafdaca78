"""What the machine that runs the steps holds on to: what follows a step, what ends a run, the names of a call."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from cobot_lab.findings import Finding
from cobot_lab.program.arithmetic import Datum


class Then(Enum):
    """What follows a step."""

    NEXT = 0
    LEAVE_LOOP = 1
    LEAVE_FUNCTION = 2


class HaltError(Exception):
    """The run ends with a finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


class StopError(Exception):
    """The program asked to stop."""


class OpenError(Exception):
    """Nobody says which way a program goes on."""


@dataclass(slots=True)
class Frame:
    """The names of one call, or of the top level when `own` is nothing."""

    variables: dict[str, Datum] = field(default_factory=dict)
    own: frozenset[str] | None = None
    result: Datum | None = None
