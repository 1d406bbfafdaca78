"""Values that a program can only have one of: computed from what is written, without running it."""

from __future__ import annotations

from cobot_lab.program import expressions as e
from cobot_lab.program.arithmetic import Datum, UncomputableError, compare, compute, number, truth


def constant(expression: e.Expression) -> Datum | None:
    """Give the value of an expression in which no name, sensor or function stands; else nothing.

    >>> constant(e.Comparison("<", e.Number(2), e.Number(1)))
    False
    """
    try:
        return _value(expression)
    except UncomputableError:
        return None  # running it says what is wrong


def always(condition: e.Expression, outcome: bool) -> bool:
    """Tell whether a condition has that outcome whatever happens.

    >>> always(e.Truth(True), True), always(e.Variable("n"), True)
    (True, False)
    """
    value = constant(condition)
    try:
        return value is not None and truth(value) is outcome
    except UncomputableError:
        return False


def _value(expression: e.Expression) -> Datum | None:
    match expression:
        case e.Number() | e.Text() | e.Truth():
            return expression.value
        case e.Negative() | e.Not():
            inner = _value(expression.operand)
            return None if inner is None else _turned(expression, inner)
        case e.Arithmetic() | e.Comparison():
            left, right = _value(expression.left), _value(expression.right)
            work = compute if isinstance(expression, e.Arithmetic) else compare
            return None if left is None or right is None else work(expression.operator, left, right)
        case e.Logic():
            return _logic(expression)
        case _:
            return None


def _turned(expression: e.Negative | e.Not, inner: Datum) -> Datum:
    return -number(inner) if isinstance(expression, e.Negative) else not truth(inner)


def _logic(expression: e.Logic) -> Datum | None:
    decides = expression.operator == "or"
    left = _value(expression.left)
    if left is None:
        return None
    return left if truth(left) is decides else _value(expression.right)
