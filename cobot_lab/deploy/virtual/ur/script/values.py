"""What URScript computes with: booleans, 32-bit integers, floats, strings, lists and poses."""

from __future__ import annotations

import math
from typing import TypeAlias

from cobot_lab.findings import CobotLabError

INT_MAX = 2**31 - 1
TEXT_MAX = 1 << 16
LIST_MAX = 1024


Value: TypeAlias = "bool | int | float | str | list[Value] | None"


class Pose(list["Value"]):
    """Position [m] and rotation vector [rad], six numbers: `p[x, y, z, rx, ry, rz]`."""


class ScriptError(CobotLabError):
    """A program does what it may not: its controller stops it with a message.

    Attributes:
        reason: What clients are told.
        line: Line of the program, from 1; 0 when none is to blame.
    """

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.line = reason, line


def number(value: Value) -> int | float:
    """Take a number, or raise ScriptError."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise ScriptError(f"type_error: {to_str(value)} is not a number")


def finite(value: Value) -> float:
    """Take a finite number, or raise ScriptError."""
    given = float(number(value))
    if not math.isfinite(given):
        raise ScriptError(f"type_error: {to_str(value)} is not finite")
    return given


def integer(value: Value) -> int:
    """Take a whole number, or raise ScriptError."""
    given = number(value)
    if int(given) != given:
        raise ScriptError(f"type_error: {to_str(value)} is not an integer")
    return int(given)


def vector(value: Value, size: int) -> list[float]:
    """Take a list of finite numbers of one size, or raise ScriptError."""
    if not isinstance(value, list) or len(value) != size:
        raise ScriptError(f"type_error: {to_str(value)} is not a list of {size} numbers")
    return [finite(each) for each in value]


def text(value: Value) -> str:
    """Take a string, or raise ScriptError."""
    if not isinstance(value, str):
        raise ScriptError(f"type_error: {to_str(value)} is not a string")
    return value


def bounded(value: Value) -> Value:
    """Refuse a value that has outgrown the controller.

    Raises:
        ScriptError: An integer beyond 32 bits, a string or list longer than the controller keeps.
    """
    if isinstance(value, int) and not -INT_MAX - 1 <= value <= INT_MAX:
        raise ScriptError("integer_overflow")
    if isinstance(value, str) and len(value) > TEXT_MAX:
        raise ScriptError("string_too_long")
    if isinstance(value, list) and len(value) > LIST_MAX:
        raise ScriptError("list_too_long")
    return value


def copied(value: Value) -> Value:
    """Copy a list, since URScript hands lists over by value."""
    if isinstance(value, Pose):
        return Pose(value)
    if isinstance(value, list):
        return [list(each) if isinstance(each, list) else each for each in value]
    return value


def to_str(value: Value) -> str:
    """Write a value as `to_str` and `textmsg` do.

    >>> to_str([1, 0.5, True])
    '[1, 0.5, True]'
    >>> to_str(Pose([0, 0, 0.1, 0, 0, 0]))
    'p[0, 0, 0.1, 0, 0, 0]'
    """
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list):
        return ("p[" if isinstance(value, Pose) else "[") + ", ".join(map(to_str, value)) + "]"
    return str(value)
