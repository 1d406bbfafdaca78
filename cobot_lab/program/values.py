"""The expressions that stand in a step."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s


def values_of(step: s.Written) -> Iterator[e.Expression]:
    """Give every expression of one step, outer ones before inner ones, and none of the steps inside it."""
    for expression in _heads(step):
        if expression is not None:
            yield from _with_inner(expression)


def _heads(step: s.Written) -> tuple[e.Expression | None, ...]:
    match step:
        case s.Act(arguments=given) | s.Call(arguments=given):
            return given
        case s.Count():
            return (step.first, step.last)
        case (
            s.Repeat(times=only)
            | s.While(condition=only)
            | s.Case(condition=only)
            | s.Set(value=only)
            | s.Change(amount=only)
            | s.Return(value=only)
        ):
            return (only,)
        case _:
            return ()


def _with_inner(expression: e.Expression) -> Iterator[e.Expression]:
    yield expression
    inner: tuple[e.Expression | None, ...] = ()
    match expression:
        case e.Negative() | e.Not():
            inner = (expression.operand,)
        case e.Arithmetic() | e.Comparison() | e.Logic():
            inner = (expression.left, expression.right)
        case e.Value() | e.FunctionCall():
            inner = expression.arguments
        case _:
            pass
    for part in inner:
        if part is not None:
            yield from _with_inner(part)
