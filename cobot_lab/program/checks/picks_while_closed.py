"""A part is picked while the gripper is closed, on another one most likely."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.program.checks.grip import Grip, followed
from cobot_lab.program.checks.subject import Check, Subject, once_a_step
from cobot_lab.program.commands import Open


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a `pick` that opens a gripper which may hold something: it would fall."""
    ops = subject.ops()
    for run in subject.runs:
        for command, grip in followed(run, subject.approach):
            if isinstance(command, Open) and grip is Grip.CLOSED and ops.get(command.step) == "pick":
                yield Finding.of(Code.PICKS_WHILE_CLOSED, step=command.step)


CHECK = Check("picking", lambda subject: once_a_step(look(subject)), along=True)
