"""Which rows of the vocabulary a program uses, and whether an activity lets it."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Span
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program
from cobot_lab.program.table import BY_OP, ROWS
from cobot_lab.program.values import values_of

_EXPRESSIONS: dict[type, str] = {
    e.Variable: "variable",
    e.Arithmetic: "arithmetic",
    e.Negative: "arithmetic",
    e.Comparison: "comparison",
    e.Logic: "logic",
    e.Not: "logic",
    e.FunctionCall: "call",
}
_STEPS: dict[type, str] = {
    s.Repeat: "repeat",
    s.Count: "count",
    s.If: "if",
    s.Set: "set",
    s.Change: "change",
    s.Define: "define",
    s.Call: "call",
    s.Return: "return",
    s.Break: "break",
}


def used_by(program: Program) -> Iterator[tuple[str, s.Written, Span | None]]:
    """Give the key of every row that a program uses, with the step and the place, in reading order."""
    for step in program.walk():
        op = _key_of(step)
        if op:
            yield op, step, step.span
        for value in values_of(step):
            key = value.op if isinstance(value, e.Value) else _EXPRESSIONS.get(type(value))
            if key:
                yield key, step, value.span or step.span


def _key_of(step: s.Written) -> str:
    if isinstance(step, s.Act):
        return step.op
    if isinstance(step, s.While):
        return "forever" if step.condition == e.Truth(True) else "while"
    return _STEPS.get(type(step), "")


def outside_toolbox(program: Program, allowed: tuple[str, ...]) -> tuple[Finding, ...]:
    """Find the steps that an activity's toolbox does not hold; one finding for each row in each step.

    Comments are always allowed. A row that is another row's Python name with a fixed word, such as `go_to("rest")`,
    comes with that row.

    Args:
        program: What the pupil wrote.
        allowed: Keys of the rows; empty for all.
    """
    if not allowed:
        return ()
    known = frozenset(allowed) | _fixed_words_of(allowed)
    found: dict[tuple[str, int], Finding] = {}
    for op, step, span in used_by(program):
        if op not in known:
            found.setdefault((op, step.number), Finding.of(Code.OUTSIDE_TOOLBOX, step=step.number, span=span, name=op))
    return tuple(found.values())


def _fixed_words_of(allowed: tuple[str, ...]) -> frozenset[str]:
    names = {BY_OP[op].python.en for op in allowed if op in BY_OP}
    return frozenset(row.op for row in ROWS if row.word is not None and row.python.en in names)
