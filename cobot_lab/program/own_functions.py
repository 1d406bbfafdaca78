"""Whether parts are handled in the pupil's own functions only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.program.expressions import FunctionCall
from cobot_lab.program.program import Program
from cobot_lab.program.steps import Act, Blank, Call, Change, Comment, Define, Set, Written
from cobot_lab.program.values import values_of

HANDLING = frozenset({"pick", "place", "close_gripper", "open_gripper", "open_gripper_to"})
"""Steps that take or leave a part."""
_OPENINGS = frozenset({"open_gripper", "open_gripper_to"})


def handled_outside(program: Program) -> tuple[Finding, ...]:
    """Find the first step that takes or leaves a part outside a function that has a parameter; fact: name.

    A function without one may do it too as long as only such functions call it. Opening the gripper before anything
    can be in it leaves no part.
    """
    owned = tuple(_owned(program))
    allowed = _sheltered(program.functions, owned)
    ready = _openings_first(program)
    for owner, step in owned:
        if isinstance(step, Act) and step.op in HANDLING and owner not in allowed and step.number not in ready:
            return (Finding.of(Code.HANDLED_OUTSIDE, step=step.number, name=step.op),)
    return ()


def _openings_first(program: Program) -> frozenset[int]:
    """Give the numbers of the openings at the top that come before the first step which may take a part."""
    found: set[int] = set()
    for step in program.body:
        if isinstance(step, Comment | Blank | Define):
            continue
        calls = any(isinstance(value, FunctionCall) for value in values_of(step))
        if calls or not isinstance(step, Act | Set | Change):
            break
        if isinstance(step, Act) and step.op in HANDLING:
            if step.op not in _OPENINGS:
                break
            found.add(step.number)
    return frozenset(found)


def _owned(program: Program) -> Iterator[tuple[str, Written]]:
    """Give every step with the name of the function that it stands in; empty for none."""
    tops = {step.number: step for step in program.body if not isinstance(step, Comment | Blank)}
    owner = ""
    for step in program.walk():
        if step.number in tops:
            owner = step.name if isinstance(step, Define) else ""
        yield owner, step


def _sheltered(functions: Mapping[str, Define], owned: tuple[tuple[str, Written], ...]) -> set[str]:
    callers: dict[str, set[str]] = {name: set() for name in functions}
    for owner, step in owned:
        called = {value.name for value in values_of(step) if isinstance(value, FunctionCall)}
        called |= {step.name} if isinstance(step, Call) else set()
        for name in called & callers.keys():
            callers[name].add(owner)
    sheltered = {name for name, function in functions.items() if function.parameters}
    for _ in functions:
        sheltered |= {name for name, where in callers.items() if where and where <= sheltered}
    return sheltered
