"""A part is taken from a conveyor that is running."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.program.checks.subject import Check, Subject, once_a_step
from cobot_lab.program.commands import Close, Command, Descend, GoTo, Signal
from cobot_lab.program.expressions import Text
from cobot_lab.program.steps import Act

_NAMES = frozenset({"convoyeur", "conveyor"})


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse to close the gripper at a conveyor that runs: the part would be gone, or be torn along."""
    stations = _stations(subject)
    for run in subject.runs:
        running, place = False, ""
        for command in run:
            if isinstance(command, Signal) and command.kind == "conveyor":
                running = command.value > 0.0
            elif isinstance(command, Close) and running and place in stations:
                yield Finding.of(Code.CONVEYOR_MOVING, step=command.step)
            place = _place(command, place)


def _stations(subject: Subject) -> frozenset[str]:
    """Give the names of what moves: the conveyor, and where the program waits for parts to arrive."""
    waits = [step for step in subject.program.walk() if isinstance(step, Act) and step.op == "wait_part"]
    return _NAMES | {first.value for wait in waits if isinstance(first := wait.arguments[0], Text)}


def _place(command: Command, before: str) -> str:
    return command.spot.name if isinstance(command, Descend | GoTo) else before


CHECK = Check("conveyor", lambda subject: once_a_step(look(subject)), along=True)
