"""What comes back from the checker: first how far it is and what was found so far, last the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cobot_lab.findings import Report


@dataclass(frozen=True, slots=True)
class Instants:
    """When a step of the program is under way: once for each time that it is carried out.

    Attributes:
        step: Its number.
        start: On the plan's timeline [s].
        end: [s]
    """

    step: int
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Stage:
    """How far the work is.

    Attributes:
        name: `start` while the checker is being started, `wait` for a free worker, then `read`, `plan`, the name of a
            check, or `physics`; `fix` while a fix is looked for.
        fraction: How much of that stage is done, 0..1.
    """

    name: str
    fraction: float


@dataclass(frozen=True, slots=True)
class Found:
    """What was found so far; never the whole of it.

    Attributes:
        report: All checks that have not run yet are missing from `run`: its verdict is never PASSED.
    """

    report: Report


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a program.

    Attributes:
        report: Every finding, with the checks that ran and those that did not.
        program: SHA-256 of the program's stored form, or empty when it could not be read.
        plan: SHA-256 of the plan's bytes, or empty when there is none.
        planned: The plan as stored, for whoever shows it; empty when there is none.
        duration: Of the motion [s]; 0 without a plan.
        instants: When each step is under way.
        recording: What the physics showed, as `verify.recording` stores it; empty when it did not run.
    """

    report: Report
    program: str = ""
    plan: str = ""
    duration: float = 0.0
    instants: tuple[Instants, ...] = ()
    planned: bytes = field(default=b"", repr=False)
    recording: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Sought:
    """What became of the search for a fix.

    Attributes:
        search: As `coach.budget.Search.to_dict` gives it: why it ended, and where there is a fix, its `source` and
            `edits`.
    """

    search: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Watched:
    """What the physics showed of one way through a plan.

    Attributes:
        recording: As `verify.recording` stores it.
    """

    recording: bytes = field(repr=False)


Event = Stage | Found | Answer | Sought | Watched
LAST = (Answer, Sought, Watched)
"""Nothing follows these."""
