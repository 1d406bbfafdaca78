"""URScript's operators on its values."""

from __future__ import annotations

import operator
from collections.abc import Callable

from cobot_lab.deploy.virtual.ur.script.values import Pose, ScriptError, Value, bounded, number, to_str

Binary = Callable[[Value, Value], Value]
Numeric = Callable[[float, float], float]


def _divided(a: float, b: float) -> float:
    if b == 0:
        raise ScriptError("division_by_zero")
    return a / b


def _remainder(a: float, b: float) -> float:
    if b == 0:
        raise ScriptError("division_by_zero")
    return a - b * int(a / b)  # the sign of the dividend, as in C


def _elementwise(name: str, numeric: Numeric) -> Binary:
    """Make an operator of numbers work on lists too: list with list of one size, list with number."""

    def apply(a: Value, b: Value) -> Value:
        if type(a) is float and type(b) is float:
            return numeric(a, b)
        if isinstance(a, list) and isinstance(b, list):
            if len(a) != len(b):
                raise ScriptError(f"type_error: {name} of lists of {len(a)} and {len(b)}")
            return _like(a, [apply(x, y) for x, y in zip(a, b, strict=True)])
        if isinstance(a, list):
            return _like(a, [apply(x, b) for x in a])
        if isinstance(b, list):
            return _like(b, [apply(a, y) for y in b])
        return bounded(numeric(number(a), number(b)))

    return apply


def _like(model: list[Value], values: list[Value]) -> list[Value]:
    return Pose(values) if isinstance(model, Pose) else values


def _ordered(numeric: Callable[[float, float], bool]) -> Binary:
    return lambda a, b: numeric(number(a), number(b))


def truth(value: Value) -> bool:
    """Take a boolean, as conditions ask for one.

    Raises:
        ScriptError: It is something else.
    """
    if isinstance(value, bool):
        return value
    raise ScriptError(f"type_error: {to_str(value)} is not a boolean")


BINARY: dict[str, Binary] = {
    "+": _elementwise("+", operator.add),
    "-": _elementwise("-", operator.sub),
    "*": _elementwise("*", operator.mul),
    "/": _elementwise("/", _divided),
    "%": _elementwise("%", _remainder),
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": _ordered(operator.lt),
    ">": _ordered(operator.gt),
    "<=": _ordered(operator.le),
    ">=": _ordered(operator.ge),
    "xor": lambda a, b: truth(a) is not truth(b),
}


def negated(value: Value) -> Value:
    """Give `-value` of a number or list."""
    return BINARY["*"](value, -1)


def inverted(value: Value) -> Value:
    """Give `not value`."""
    return not truth(value)
