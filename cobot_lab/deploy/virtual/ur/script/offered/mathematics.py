"""Numbers, lists, strings and poses."""

from __future__ import annotations

import math
from collections.abc import Callable

from cobot_lab.deploy.virtual.ur.rotation import Matrix, matrix_of, pose_of
from cobot_lab.deploy.virtual.ur.script.calls import Offered
from cobot_lab.deploy.virtual.ur.script.code import Frame
from cobot_lab.deploy.virtual.ur.script.values import (
    Pose,
    ScriptError,
    Value,
    bounded,
    finite,
    integer,
    number,
    text,
    to_str,
    vector,
)


def functions() -> dict[str, Offered]:
    """Give the functions of this family by name."""
    plain: dict[str, Callable[..., Value]] = {
        "norm": _norm,
        "pow": lambda _, base, exponent: _real(lambda: float(number(base)) ** float(number(exponent))),
        "atan2": lambda _, y, x: math.atan2(number(y), number(x)),
        "to_str": lambda _, val: to_str(val),
        "to_num": _to_num,
        "str_cat": lambda _, op1, op2: bounded(_plain(op1) + _plain(op2)),
        "str_len": lambda _, str: len(text(str)),  # noqa: A006
        "str_empty": lambda _, str: not text(str),  # noqa: A006
        "str_at": _str_at,
        "str_sub": _str_sub,
        "str_find": lambda _, src, target, start_from=0: text(src).find(text(target), max(0, integer(start_from))),
        "get_list_length": lambda _, v: _length(v),
        "length": lambda _, v: _length(v),
        "pose_trans": lambda _, p_from, p_from_to: Pose(pose_of(_matrix(p_from) @ _matrix(p_from_to))),
        "pose_inv": _pose_inv,
        "pose_add": _pose_add,
    }
    for name, function in (
        ("floor", math.floor),
        ("ceil", math.ceil),
        ("sqrt", math.sqrt),
        ("sin", math.sin),
        ("cos", math.cos),
        ("tan", math.tan),
        ("asin", math.asin),
        ("acos", math.acos),
        ("atan", math.atan),
        ("d2r", math.radians),
        ("r2d", math.degrees),
    ):
        plain[name] = _of_one(function)
    return {name: Offered(run) for name, run in plain.items()}


def _of_one(function: Callable[[float], float]) -> Callable[..., Value]:
    return lambda _, f: bounded(_real(lambda: function(finite(f))))


def _real(compute: Callable[[], float]) -> float:
    """Compute, or raise ScriptError where mathematics has no real answer."""
    try:
        result = compute()
    except (ValueError, ArithmeticError) as problem:
        raise ScriptError(f"domain_error: {problem}") from problem
    if isinstance(result, complex):
        raise ScriptError("domain_error")
    return result


def _norm(_: Frame, a: Value) -> Value:
    if isinstance(a, list):
        return math.sqrt(sum(finite(each) ** 2 for each in a))
    return abs(number(a))


def _plain(value: Value) -> str:
    return value if isinstance(value, str) else to_str(value)


def _to_num(_: Frame, str: Value) -> Value:  # noqa: A002
    try:
        given = text(str)
        return bounded(int(given)) if given.strip().lstrip("+-").isdecimal() else float(given)
    except ValueError as problem:
        raise ScriptError(f"type_error: {problem}") from problem


def _str_at(_: Frame, src: Value, index: Value) -> Value:
    given, place = text(src), integer(index)
    if not 0 <= place < len(given):
        raise ScriptError(f"index_out_of_bounds:{place}:")
    return given[place]


def _str_sub(_: Frame, src: Value, index: Value, len: Value = -1) -> Value:  # noqa: A002
    given, place, count = text(src), integer(index), integer(len)
    if place < 0:
        raise ScriptError(f"index_out_of_bounds:{place}:")
    return given[place:] if count < 0 else given[place : place + count]


def _length(value: Value) -> int:
    if isinstance(value, str | list):
        return len(value)
    raise ScriptError(f"type_error: {to_str(value)} has no length")


def _matrix(pose: Value) -> Matrix:
    return matrix_of(vector(pose, 6))


def _pose_inv(_: Frame, p_from: Value) -> Value:
    T = _matrix(p_from)
    T[:3, :3] = T[:3, :3].T
    T[:3, 3] = -T[:3, :3] @ T[:3, 3]
    return Pose(pose_of(T))


def _pose_add(_: Frame, p_1: Value, p_2: Value) -> Value:
    A, B = _matrix(p_1), _matrix(p_2)
    T = A @ B
    T[:3, 3] = A[:3, 3] + B[:3, 3]
    return Pose(pose_of(T))
