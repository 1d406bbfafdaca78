"""A loop that only asks a sensor again and again: a wait that says nothing of how long it may last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.program import steps as s
from cobot_lab.program.checks.constants import always
from cobot_lab.program.checks.subject import Check, Subject
from cobot_lab.program.expressions import Value
from cobot_lab.program.values import values_of

_ASKED = frozenset({"part_present", "input_on", "button"})
"""What may answer otherwise the next time, without the robot doing anything."""
_IDLE = frozenset({"wait", "show"})


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a loop in which the robot does nothing but wait and ask, and which only an answer ends; fact: name.

    The plan of such a loop has no end. A wait with a time limit has two: in time, and too late.
    """
    for step in subject.program.walk():
        if isinstance(step, s.While):
            asked = _asked(step)
            if asked is not None:
                yield Finding.of(Code.ASKS_AND_ASKS, step=step.number, name=asked)


def _asked(loop: s.While) -> str | None:
    """Name what a loop asks in its condition, or for a forever loop in front of a `break`; else nothing."""
    if not _idle(loop.body):
        return None
    if not always(loop.condition, True):
        return _sensor(loop)
    return next((_sensor(case) for step in loop.body if isinstance(step, s.If) for case in step.cases), None)


def _idle(body: Sequence[s.Step]) -> bool:
    return all(_is_idle(step) for step in body)


def _is_idle(step: s.Step) -> bool:
    match step:
        case s.Comment() | s.Blank() | s.Break():
            return True
        case s.Act(op=op):
            return op in _IDLE
        case s.If():
            return all(_idle(case.body) for case in step.cases) and _idle(step.otherwise)
        case _:
            return False


def _sensor(step: s.While | s.Case) -> str | None:
    return next((value.op for value in values_of(step) if isinstance(value, Value) and value.op in _ASKED), None)


CHECK = Check("polling_loops", look)
