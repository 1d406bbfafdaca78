"""A loop goes round for ever, with nothing to wait for and no way out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.program import steps as s
from cobot_lab.program.checks.constants import always
from cobot_lab.program.checks.subject import Check, Subject
from cobot_lab.program.expressions import FunctionCall, Value
from cobot_lab.program.names import inside
from cobot_lab.program.program import Program
from cobot_lab.program.values import values_of

_WAITS = frozenset({"wait", "wait_until", "wait_part"})
_SENSES = frozenset({"holding", "part_present", "part_colour", "measure", "in_tolerance", "input_on", "button"})


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a forever loop that has neither wait nor sensor, `break`, `return` nor `stop`."""
    for step in subject.program.walk():
        if isinstance(step, s.While) and endless(step, subject.program):
            yield Finding.of(Code.ENDLESS_LOOP, step=step.number)


def endless(loop: s.While, program: Program) -> bool:
    """Tell whether a loop runs for ever with neither wait nor sensor."""
    return never_left(loop, program) and not any(_looks_around(step) for step in _done_in(loop.body, program))


def never_left(loop: s.While, program: Program) -> bool:
    """Tell whether a loop has no way out."""
    if not always(loop.condition, True) or _breaks(loop.body):
        return False
    here = any(isinstance(step, s.Return | s.Raw) for step in inside(loop.body))
    stops = any(isinstance(step, s.Act) and step.op == "stop" for step in _done_in(loop.body, program))
    return not (here or stops)


def _breaks(body: Sequence[s.Step | s.Case]) -> bool:
    for step in body:
        match step:
            case s.Break():
                return True
            case s.If() if _breaks(step.cases) or _breaks(step.otherwise):
                return True
            case s.Case() if _breaks(step.body):
                return True
            case _:
                pass
    return False


def _done_in(body: Sequence[s.Step], program: Program) -> Iterator[s.Written]:
    """Give every step of a body, and of the functions that it calls."""
    waiting = [body]
    entered: set[str] = set()
    while waiting:
        for step in inside(waiting.pop()):
            yield step
            called = {value.name for value in values_of(step) if isinstance(value, FunctionCall)}
            called |= {step.name} if isinstance(step, s.Call) else set()
            for name in sorted(called - entered):
                entered.add(name)
                waiting += [program.functions[name].body] if name in program.functions else []


def _looks_around(step: s.Written) -> bool:
    waits = isinstance(step, s.Act) and step.op in _WAITS
    return waits or any(isinstance(value, Value) and value.op in _SENSES for value in values_of(step))


CHECK = Check("endless_loops", look)
