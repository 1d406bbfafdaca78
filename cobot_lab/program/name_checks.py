"""What can be said about names and places of steps by looking at a program's tree, whatever face it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cobot_lab.codes import Code
from cobot_lab.findings import Fact, Finding, Span
from cobot_lab.program import steps as s
from cobot_lab.program.expressions import FunctionCall, Variable
from cobot_lab.program.names import assigned_in, inside, set_in
from cobot_lab.program.program import Program
from cobot_lab.program.table import BY_PYTHON_NAME, folded
from cobot_lab.program.values import values_of

_RESERVED = frozenset({"range"})
"""Names that the faces use without being steps."""


def check_names(program: Program, lost: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """Find names never set, names taken, calls that do not fit, and `break` and `return` out of place.

    Looks at what is set somewhere, not at the order of running: a correct program is never refused.

    Args:
        program: The tree, numbered.
        lost: Names set by lines that could not be read.
    """
    found = [*_taken(program), *_misplaced(program.body, loop=False, function=False), *_calls(program)]
    top = set_in(program.body) | lost
    found.extend(_never_set(inside(program.body), top))
    for define in program.functions.values():
        own = assigned_in(define.body) | frozenset(define.parameters)
        known = set_in(define.body) | frozenset(define.parameters) | (top - own) | lost
        found.extend(_never_set(inside(define.body), known))
    return tuple(sorted(found, key=lambda finding: finding.step or 0))


def _finding(code: Code, step: s.Written, span: Span | None = None, **facts: Fact) -> Finding:
    place = span or step.span
    return Finding(code, step=step.number or None, span=place, facts=tuple(sorted(facts.items())))


def _never_set(steps: Iterator[s.Written], known: frozenset[str]) -> Iterator[Finding]:
    for step in steps:
        if isinstance(step, s.Define):
            continue
        if isinstance(step, s.Change) and step.variable not in known:
            yield _finding(Code.NAME_NEVER_SET, step, name=step.variable)
            continue
        for value in values_of(step):
            if isinstance(value, Variable) and value.name not in known:
                yield _finding(Code.NAME_NEVER_SET, step, value.span, name=value.name)


def _taken(program: Program) -> Iterator[Finding]:
    functions = frozenset(program.functions)
    seen: set[str] = set()
    for step in program.walk():
        match step:
            case s.Define(name, parameters):
                doubled = len(set(parameters)) < len(parameters)
                wrong = [given for given in (name, *parameters) if _is_taken(given)]
                wrong += [given for given in parameters if doubled or given in functions]
                if name in seen or wrong:
                    yield _finding(Code.NAME_TAKEN, step, name=name if name in seen else wrong[0])
                seen.add(name)
            case s.Set(variable) | s.Repeat(variable) | s.Count(variable):
                if _is_taken(variable) or variable in functions:
                    yield _finding(Code.NAME_TAKEN, step, name=variable)
            case _:
                pass


def _is_taken(name: str) -> bool:
    return folded(name) in BY_PYTHON_NAME or name in _RESERVED or name.startswith("__")


def _misplaced(body: Sequence[s.Step | s.Case], *, loop: bool, function: bool) -> Iterator[Finding]:
    for step in body:
        match step:
            case s.Break() if not loop:
                yield _finding(Code.BREAK_OUTSIDE_LOOP, step)
            case s.Return() if not function:
                yield _finding(Code.RETURN_OUTSIDE_FUNCTION, step)
            case s.Repeat() | s.Count() | s.While():
                yield from _misplaced(step.body, loop=True, function=function)
            case s.If():
                yield from _misplaced((*step.cases, *step.otherwise), loop=loop, function=function)
            case s.Case():
                yield from _misplaced(step.body, loop=loop, function=function)
            case s.Define():
                yield from _misplaced(step.body, loop=False, function=True)
            case _:
                pass


def _calls(program: Program) -> Iterator[Finding]:
    for step in program.walk():
        values = [value for value in values_of(step) if isinstance(value, FunctionCall)]
        calls: list[s.Call | FunctionCall] = [*([step] if isinstance(step, s.Call) else []), *values]
        for call in calls:
            function = program.functions.get(call.name)
            if function is None:
                continue
            expected, given = len(function.parameters), len(call.arguments)
            if expected != given:
                yield _finding(
                    Code.WRONG_ARGUMENTS, step, call.span, name=call.name, expected=str(expected), given=given
                )
