"""What operators give: the same value as Python, or nothing at all.

Deny by default: where Python would compute with truth values, join or repeat texts, or leave the range in which a
number is exact, the program stops instead.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

from cobot_lab.program.commands import Spot
from cobot_lab.program.residual import Compound, Opposite, Reading, Residual
from cobot_lab.program.vocabulary import EXACT_MAX

Datum = int | float | str | bool | Spot | Residual
"""What a variable may hold; what depends on a sensor is held as an expression."""

_NOT_COMPUTABLE = (Spot, Reading, Compound, Opposite)

_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
}
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class UncomputableError(Exception):
    """An operation has no value; caught by the interpreter, which turns it into a finding.

    Attributes:
        reason: As in `Code.CANNOT_COMPUTE`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def number(value: Datum) -> int | float:
    """Take a number, and neither a truth value nor a text.

    Raises:
        UncomputableError: It is something else, or not usable as a number.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UncomputableError("types")
    usable = abs(value) <= EXACT_MAX if isinstance(value, int) else math.isfinite(value)
    if not usable:
        raise UncomputableError("not_a_number")
    return value


def whole(value: Datum) -> int:
    """Take a whole number, as `range` does.

    Raises:
        UncomputableError: It is something else.
    """
    found = number(value)
    if not isinstance(found, int):
        raise UncomputableError("types")
    return found


def truth(value: Datum) -> bool:
    """Tell whether a condition holds, as Python does for numbers, texts and truth values.

    Raises:
        UncomputableError: It is a point, or not known yet.
    """
    if isinstance(value, _NOT_COMPUTABLE):
        raise UncomputableError("types")
    return bool(value)


def compute(sign: str, left: Datum, right: Datum) -> int | float:
    """Give `left sign right` for a sign of `Arithmetic`.

    Raises:
        UncomputableError: Not two numbers, a division by zero, or a result that is not a usable number.
    """
    a, b = number(left), number(right)
    try:
        return number(_ARITHMETIC[sign](a, b))
    except ZeroDivisionError:
        raise UncomputableError("division_by_zero") from None
    except OverflowError:
        raise UncomputableError("not_a_number") from None


def compare(sign: str, left: Datum, right: Datum) -> bool:
    """Give `left sign right` for a sign of `Comparison`.

    Raises:
        UncomputableError: Points, or the order of two things that have none.
    """
    if isinstance(left, _NOT_COMPUTABLE) or isinstance(right, _NOT_COMPUTABLE):
        raise UncomputableError("types")
    try:
        return _COMPARISONS[sign](left, right)
    except TypeError:
        raise UncomputableError("types") from None


def shown(value: Datum) -> str:
    """Give the text that `show` tells: a whole value without decimals, whatever its type.

    Raises:
        UncomputableError: It is a point.

    >>> shown(6 / 2), shown("fini")
    ('3', 'fini')
    """
    if isinstance(value, _NOT_COMPUTABLE):
        raise UncomputableError("types")
    if isinstance(value, float) and value.is_integer() and abs(value) <= EXACT_MAX:
        return str(int(value))
    return str(value)
