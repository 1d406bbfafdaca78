"""Orders to the gripper that make no sense one after another, seen without any cell and before any physics."""

from __future__ import annotations

from collections.abc import Iterable

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.program.commands import Close, Command, Open
from cobot_lab.program.program import Program
from cobot_lab.program.steps import Act


def misplaced(program: Program, commands: Iterable[Command]) -> tuple[Finding, ...]:
    """Find where a program places with empty hands, or picks with full ones; each step once.

    Whether a closed gripper really holds something is for the physics to say; one that was never closed holds nothing.

    Args:
        program: The program.
        commands: What it asks for, in order.
    """
    ops = {step.number: step.op for step in program.walk() if isinstance(step, Act)}
    found: dict[int, Finding] = {}
    closed = False
    for command in commands:
        if isinstance(command, Open):
            op = ops.get(command.step)
            if op == "place" and not closed:
                found.setdefault(command.step, Finding.of(Code.PLACES_NOTHING, step=command.step))
            if op == "pick" and closed:
                found.setdefault(command.step, Finding.of(Code.PICKS_WHILE_CLOSED, step=command.step))
            closed = False
        elif isinstance(command, Close):
            closed = True
    return tuple(found.values())
