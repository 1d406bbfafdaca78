"""A part is placed while the gripper was never closed on one."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.program.checks.grip import Grip, followed
from cobot_lab.program.checks.subject import Check, Subject, once_a_step
from cobot_lab.program.commands import Open


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a `place` that opens a gripper which is open. One that was closed may hold something."""
    ops = subject.ops()
    for run in subject.runs:
        for command, grip in followed(run, subject.approach):
            if isinstance(command, Open) and grip is Grip.OPEN and ops.get(command.step) == "place":
                yield Finding.of(Code.PLACES_NOTHING, step=command.step)


CHECK = Check("placing", lambda subject: once_a_step(look(subject)), along=True)
