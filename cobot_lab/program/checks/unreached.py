"""Steps that no run of the program comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Severity
from cobot_lab.program import steps as s
from cobot_lab.program.checks.constants import always, constant
from cobot_lab.program.checks.endless import never_left
from cobot_lab.program.checks.subject import Check, Subject
from cobot_lab.program.expressions import FunctionCall
from cobot_lab.program.program import Program
from cobot_lab.program.values import values_of


def look(subject: Subject) -> Iterator[Finding]:
    """Advise where the program writes what it never does: at the first step of each such stretch."""
    reached = _Reached(subject.program)
    found = dict(reached.in_body(subject.program.body))
    called = _called(subject.program)
    for define in subject.program.functions.values():
        if define.name not in called:
            found.setdefault(define.number, "never_called")
        found |= dict(reached.in_body(define.body))
    for number in sorted(found):
        yield Finding.of(Code.NEVER_REACHED, severity=Severity.ADVICE, step=number, why=found[number])


def _called(program: Program) -> set[str]:
    names = set()
    for step in program.walk():
        names |= {step.name} if isinstance(step, s.Call) else set()
        names |= {value.name for value in values_of(step) if isinstance(value, FunctionCall)}
    return names


class _Reached:
    """Follows bodies; gives the number of a step that is never reached, and why."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def in_body(self, body: Sequence[s.Step]) -> Iterator[tuple[int, str]]:
        """Look at a body and at the bodies inside it."""
        ended = ""
        for step in body:
            if isinstance(step, s.Comment | s.Blank | s.Define):
                continue
            if ended:
                yield step.number, ended
                return
            yield from self._inner(step)
            ended = self._ends(step)

    def _inner(self, step: s.Step) -> Iterator[tuple[int, str]]:
        match step:
            case s.If():
                yield from self._choice(step)
            case s.While():
                yield from self._guarded(step.body, never=always(step.condition, False), why="condition_false")
            case s.Repeat() | s.Count():
                yield from self._guarded(step.body, never=_no_turn(step), why="no_turn")
            case _:
                pass

    def _choice(self, step: s.If) -> Iterator[tuple[int, str]]:
        decided = False
        for case in step.cases:
            never = decided or always(case.condition, False)
            yield from self._guarded(case.body, never=never, why="decided_before" if decided else "condition_false")
            decided = decided or always(case.condition, True)
        yield from self._guarded(step.otherwise, never=decided, why="decided_before")

    def _guarded(self, body: Sequence[s.Step], *, never: bool, why: str) -> Iterator[tuple[int, str]]:
        first = next((step for step in body if not isinstance(step, s.Comment | s.Blank)), None)
        if first is not None and never:
            yield first.number, why
        else:
            yield from self.in_body(body)

    def _ends(self, step: s.Step) -> str:
        """Say why nothing behind a step is reached; empty when something may be."""
        match step:
            case s.Break():
                return "after_break"
            case s.Return():
                return "after_return"
            case s.Act(op="stop"):
                return "after_stop"
            case s.While() if never_left(step, self._program):
                return "after_forever"
            case s.If():
                return self._all_end(step)
            case _:
                return ""

    def _all_end(self, step: s.If) -> str:
        ways = [next((why for one in body if (why := self._ends(one))), "") for body in _ways(step)]
        return ways[0] if all(ways) else ""


def _ways(step: s.If) -> list[Sequence[s.Step]]:
    return [*(case.body for case in step.cases), step.otherwise]


def _no_turn(step: s.Repeat | s.Count) -> bool:
    if isinstance(step, s.Repeat):
        times = constant(step.times)
        return isinstance(times, int) and times <= 0
    first, last = constant(step.first), constant(step.last)
    return isinstance(first, int) and isinstance(last, int) and last < first


CHECK = Check("reached", look)
