"""The two counted loops of the language, as Python writes them with `range`."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from cobot_lab.codes import Code
from cobot_lab.language.arguments import check
from cobot_lab.language.context import Context
from cobot_lab.language.expressions import Expressions
from cobot_lab.program import expressions as e
from cobot_lab.program.table import BY_OP


@dataclass(frozen=True, slots=True)
class Turns:
    """What a loop counts.

    Attributes:
        variable: The name that counts.
        first: Where it starts, or nothing when the loop is repeated `last` times, counted from 0.
        last: Where it ends, included; or how many times.
    """

    variable: str
    first: e.Expression | None
    last: e.Expression


def turns_of(context: Context, expressions: Expressions, node: ast.For) -> Turns | None:
    """Read the head of a loop, or note why it is none of the language's."""
    if not isinstance(node.target, ast.Name):
        context.deny(node.target)
        return None
    call = node.iter
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "range"):
        context.outside("loop_over_values", "repeat", context.text.span(call))
        return None
    bounds = _bounds(context, expressions, call)
    return None if bounds is None else _turns(context, node.target.id, bounds)


def _bounds(context: Context, expressions: Expressions, call: ast.Call) -> tuple[e.Expression, ...] | None:
    if call.keywords:
        context.outside("keyword_argument", "repeat", context.text.span(call.keywords[0]))
        return None
    if len(call.args) == 3:
        context.outside("range_step", "count", context.text.span(call))
        return None
    bounds = expressions.read_all(call.args)
    if bounds is not None and len(bounds) not in {1, 2}:
        context.find(Code.WRONG_ARGUMENTS, context.text.span(call), name="repeat", expected="1-2", given=len(bounds))
        return None
    return bounds


def _turns(context: Context, variable: str, bounds: tuple[e.Expression, ...]) -> Turns | None:
    row = BY_OP["repeat" if len(bounds) == 1 else "count"]
    checked: list[e.Expression] = []
    for parameter, bound in zip(row.parameters[-len(bounds) :], bounds, strict=True):
        assert bound.span is not None
        fit = check(context, row, parameter, bound, bound.span)
        checked += [] if fit is None else [fit]
    if len(checked) < len(bounds):
        return None
    if len(bounds) == 1:
        return Turns(variable, None, checked[0])
    return Turns(variable, checked[0], last_included(checked[1]))


def last_included(stop: e.Expression) -> e.Expression:
    """Give the last number that a loop reaches, from the end that `range` leaves out.

    >>> last_included(e.Arithmetic("+", e.Variable("n"), e.Number(1)))
    Variable(name='n', span=None)
    """
    match stop:
        case e.Arithmetic("+", left, e.Number(value)) if value == 1 and isinstance(value, int):
            return left
        case e.Number(value):
            return e.Number(value - 1, span=stop.span)
        case _:
            return e.Arithmetic("-", stop, e.Number(1, span=stop.span), span=stop.span)
