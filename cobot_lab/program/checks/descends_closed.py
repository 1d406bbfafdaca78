"""The gripper goes down closed while it cannot hold anything."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.program.checks.grip import Grip, followed
from cobot_lab.program.checks.subject import Check, Subject, once_a_step
from cobot_lab.program.commands import Descend


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse to go down to a place with a gripper that closed where there was nothing to take.

    A macro that opens the gripper before going down is none of this.
    """
    for run in subject.runs:
        for command, grip in followed(run, subject.approach):
            if isinstance(command, Descend) and grip is Grip.EMPTY:
                yield Finding.of(Code.DESCENDS_CLOSED, step=command.step)


CHECK = Check("gripper_open", lambda subject: once_a_step(look(subject)), along=True)
