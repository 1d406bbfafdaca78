"""What running a program means: its commands, one after another, in SI units.

Deterministic: no clock, no randomness, no files, no way to know whether it is being simulated. Values are those that
Python would compute, or the run stops with a finding.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from cobot_lab.findings import Finding
from cobot_lab.program.availability import unavailable
from cobot_lab.program.commands import Command, Decide
from cobot_lab.program.machine import Machine
from cobot_lab.program.program import Program


def run(
    program: Program, *, fuel: int = 10_000, approach: float = 0.08
) -> Generator[Command, bool | None, tuple[Finding, ...]]:
    """Yield the commands of a program; the generator's value is what stood in the way.

    A `Decide` waits for whether its condition holds; the run ends there when it is told nothing.
    Nothing is yielded when the program uses what cannot be run yet. Else it runs until its end or its first problem.

    Args:
        program: What to run.
        fuel: How many steps, turns of loops and calls may be run.
        approach: Height of the approach above a place when the program names none, from the cell [m].
    """
    found = unavailable(program)
    if found:
        return found
    return (yield from Machine(program, fuel, approach).run())


@dataclass(frozen=True, slots=True)
class Followed:
    """One way through a program, as far as the answers lead.

    Attributes:
        commands: In order; decisions that were answered are among them.
        findings: What stood in the way.
        asked: The decision that nobody answered; nothing when the program came to its end.
    """

    commands: tuple[Command, ...]
    findings: tuple[Finding, ...]
    asked: Decide | None = None


def follow(program: Program, answers: Sequence[bool] = (), *, fuel: int = 10_000, approach: float = 0.08) -> Followed:
    """Run a program, deciding as told, to its end or to the first decision behind the last answer.

    Args:
        program: What to run.
        answers: Whether each condition over readings holds, in the order in which they are asked.
        fuel: As for `run`.
        approach: As for `run`.
    """
    running = run(program, fuel=fuel, approach=approach)
    commands: list[Command] = []
    left = iter(answers)
    answer: bool | None = None
    while True:
        try:
            command = running.send(answer)
        except StopIteration as end:
            return Followed(tuple(commands), end.value)
        answer = None
        if isinstance(command, Decide):
            answer = next(left, None)
            if answer is None:
                return Followed(tuple(commands), (), command)
        commands.append(command)


def collect(
    program: Program, *, fuel: int = 10_000, approach: float = 0.08
) -> tuple[tuple[Command, ...], tuple[Finding, ...]]:
    """Run a program that asks no sensor to its end; one that does, to its first decision."""
    followed = follow(program, fuel=fuel, approach=approach)
    return followed.commands, followed.findings
