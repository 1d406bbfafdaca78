"""What a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from cobot_lab.findings import Finding
from cobot_lab.verify.subject import Subject


class Stage(Enum):
    """When a check runs. A stage with refusals ends the judgement, so that an early refusal is a quick one."""

    SLOT = "slot"
    """Looks at durations alone, so that what is too long costs no time."""
    MOTION = "motion"
    """Looks at the plan, its motion and the distances along it."""
    PHYSICS = "physics"
    """Looks at what the physics gave."""
    END = "end"
    """Looks at how the plan ends, by itself; runs whatever the other stages found."""


Look = Callable[[Subject], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at.

    Attributes:
        name: As reports list it.
        stage: When it runs.
        look: Gives its findings, all of one code, at most one for each step of the program.
        after: Names of checks whose refusal makes this one meaningless; it then does not run.
        whole: Whether it has to look at a whole way through the program, from start to end.
    """

    name: str
    stage: Stage
    look: Look
    after: tuple[str, ...] = ()
    whole: bool = False


def once_a_step(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Keep the first finding of each step."""
    seen = set()
    for finding in findings:
        if finding.step not in seen:
            seen.add(finding.step)
            yield finding
