"""What a check of a program looks at, and what a check is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cobot_lab.findings import Fact, Finding
from cobot_lab.program.commands import Command
from cobot_lab.program.program import Program
from cobot_lab.program.steps import Act

Position = tuple[float, float, float]
Turn = tuple[bool, tuple[tuple[str, Fact], ...]]
"""Whether the condition of a fork holds, and what that tells: sensor and answer of each reading."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A program, what its runs ask for, and what the cell and the task add as plain data.

    Attributes:
        program: The tree.
        runs: The commands of each run that was followed, in order.
        decided: The turns of each run, in the same order; empty when the program asks no sensor.
        ended: Whether these runs came to their end; else the last command is not the program's last.
        places: Position of each named place in the world [m].
        approach: Height above a place from which people come down to it [m].
        rest_asked: Whether the task asks for the rest position; the end of the plan is then judged by measure.
        speed_max: Highest speed that the activity allows, as a fraction of what the cell does.
    """

    program: Program
    runs: tuple[tuple[Command, ...], ...] = ()
    decided: tuple[tuple[Turn, ...], ...] = ()
    ended: bool = True
    places: Mapping[str, Position] = field(default_factory=dict)
    approach: float = 0.08
    rest_asked: bool = False
    speed_max: float = 1.0

    def ops(self) -> Mapping[int, str]:
        """Give the key of the vocabulary row of each step that has one, by its number."""
        return _ops(self.program)


def _ops(program: Program) -> Mapping[int, str]:
    return {step.number: step.op for step in program.walk() if isinstance(step, Act)}


Look = Callable[[Subject], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at.

    Attributes:
        name: As reports list it.
        look: Gives its findings, all of one code.
        along: Whether it follows the runs; else it looks at the tree alone.
    """

    name: str
    look: Look
    along: bool = False


def once_a_step(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Keep the first finding of each step."""
    seen = set()
    for finding in findings:
        if finding.step not in seen:
            seen.add(finding.step)
            yield finding
