"""The last move does not lead to the rest position."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Severity
from cobot_lab.program.checks.subject import Check, Subject, once_a_step
from cobot_lab.program.commands import Descend, GoAbove, GoTo, GoToRest, MoveBy, Rise, SetJoint, TurnTool

_MOVES = (GoTo, GoAbove, GoToRest, Descend, Rise, MoveBy, SetJoint, TurnTool)


def look(subject: Subject) -> Iterator[Finding]:
    """Advise to end in the rest position, where the task leaves it open.

    Where the task asks for it, the end of the plan is measured and refused there, so that nothing is said twice.
    """
    if subject.rest_asked or not subject.ended:
        return
    for run in subject.runs:
        last = next((command for command in reversed(run) if isinstance(command, _MOVES)), None)
        if last is not None and not isinstance(last, GoToRest):
            yield Finding.of(Code.NOT_BACK_TO_REST, severity=Severity.ADVICE, step=last.step)


CHECK = Check("back_to_rest", lambda subject: once_a_step(look(subject)), along=True)
