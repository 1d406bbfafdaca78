"""What running a program means: its commands, one after another, in SI units.

Deterministic: no clock, no randomness, no files, no way to know whether it is being simulated. Values are those that
Python would compute, or the run stops with a finding.
"""

from __future__ import annotations

from collections.abc import Generator

from cobot_lab.findings import Finding
from cobot_lab.program.availability import unavailable
from cobot_lab.program.commands import Command
from cobot_lab.program.machine import Machine
from cobot_lab.program.program import Program


def run(
    program: Program, *, fuel: int = 10_000, approach: float = 0.08
) -> Generator[Command, None, tuple[Finding, ...]]:
    """Yield the commands of a program; the generator's value is what stood in the way.

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


def collect(
    program: Program, *, fuel: int = 10_000, approach: float = 0.08
) -> tuple[tuple[Command, ...], tuple[Finding, ...]]:
    """Run a program to its end and give all its commands, and what stood in the way."""
    findings: list[Finding] = []

    def follow() -> Generator[Command, None, None]:
        findings.extend((yield from run(program, fuel=fuel, approach=approach)))

    commands = tuple(follow())
    return commands, tuple(findings)
