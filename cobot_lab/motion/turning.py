"""Where a decision turns, along all that a sensor may measure.

What is measured may come out anywhere between the least and the largest size that the cell declares, and programs
compare it rounded to the nanometre. So the values are whole numbers of nanometres, and a decision turns between two
neighbours. With both of them among the answers that are explored, every other value goes the way of those around it.

A comparison is followed by intervals: where its sides cannot meet it says the same throughout, and what is left is
halved. Rounded sums and products of larger numbers are never smaller, so their ends bound all that is between.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise

from cobot_lab.motion.possible import TooManyError
from cobot_lab.program.arithmetic import UncomputableError
from cobot_lab.program.evaluation import holds
from cobot_lab.program.residual import (
    COMPARISONS,
    GRID,
    Answer,
    Compound,
    Opposite,
    Reading,
    Term,
    grid_of,
    readings_of,
    roundest,
    size_on,
)

LOOKS_MAX = 20_000
"""Most intervals that one comparison is followed through."""
_EXACT = 2.0**50
"""Quotients are whole numbers without rounding up to here."""

Span = tuple[float, float]
"""Least and largest value."""


class TogetherError(Exception):
    """A comparison takes a measure together with something else that is read: it turns at no single value."""


def turns(condition: Term, root: Callable[[int], int], spans: dict[int, tuple[int, int]]) -> dict[int, set[int]]:
    """Find where a condition turns.

    Args:
        condition: Over readings.
        root: Gives the reading of which another is known to be the repetition, or itself.
        spans: For each reading that is a measure, by its root, its least and largest value on the grid.

    Returns:
        For each such root, the values between which and the next one on the grid a comparison says something else.

    Raises:
        TogetherError: A comparison is about a measure and about another reading.
        TooManyError: One turns too often to be followed.
    """
    found: dict[int, set[int]] = {}
    for comparison in _comparisons(condition):
        numbers = {root(number) for number in readings_of(comparison)}
        if not numbers & spans.keys():
            continue
        if len(numbers) > 1:
            raise TogetherError
        (number,) = numbers
        found.setdefault(number, set()).update(_turns(_alone(comparison), *spans[number]))
    return found


def between(declared: tuple[Answer, ...], turned: set[int]) -> tuple[Answer, ...]:
    """Give the answers to explore: those declared, and the first, last and roundest value of each way.

    Args:
        declared: Of a measure, in order.
        turned: Where decisions turn, as `turns` gives it.
    """
    sizes = [each for each in declared if isinstance(each, float)]
    low, high = grid_of(min(sizes)), grid_of(max(sizes))
    cuts = sorted(each for each in turned if low <= each < high)
    on_grid = {grid_of(each): each for each in sizes}
    for first, last in zip((low, *(cut + 1 for cut in cuts)), (*cuts, high), strict=True):
        for each in (first, last, roundest(first, last)):
            on_grid.setdefault(each, size_on(each))
    return tuple(sorted({*sizes, *on_grid.values()}))


def _comparisons(term: Term) -> Iterator[Term]:
    """Give the smallest parts of a condition that are true or not."""
    match term:
        case Opposite(operand):
            yield from _comparisons(operand)
        case Compound("and", left, right):
            yield from _comparisons(left)
            yield from _comparisons(right)
        case Compound(sign, left, right) if sign in COMPARISONS and (_is_truth(left) or _is_truth(right)):
            yield from _comparisons(left)
            yield from _comparisons(right)
        case _:
            yield term


def _is_truth(term: Term) -> bool:
    return isinstance(term, Opposite) or (isinstance(term, Compound) and term.sign in COMPARISONS | {"and"})


def _alone(term: Term) -> Term:
    """Give a term whose readings are all the same one, as over one reading."""
    match term:
        case Reading(_, length):
            return Reading(0, length)
        case Compound(sign, left, right):
            return Compound(sign, _alone(left), _alone(right))
        case Opposite(operand):
            return Opposite(_alone(operand))
        case _:
            return term


def _turns(comparison: Term, low: int, high: int) -> set[int]:
    pieces: list[tuple[int, bool | None]] = []
    left, looks = [(low, high)], 0
    while left:
        looks += 1
        if looks > LOOKS_MAX:
            raise TooManyError
        first, last = left.pop()
        if first == last:
            pieces.append((first, _said(comparison, first)))
            continue
        throughout = _throughout(comparison, (first / GRID, last / GRID))
        if throughout is not None:
            pieces.append((last, throughout))
            continue
        middle = (first + last) // 2
        left += [(middle + 1, last), (first, middle)]
    return {last for (last, says), (_, then) in pairwise(pieces) if says is not then}


def _said(comparison: Term, at: int) -> bool | None:
    try:
        return holds(comparison, {0: size_on(at)})
    except UncomputableError:
        return None


def _throughout(comparison: Term, measure: Span) -> bool | None:
    """Give what a comparison says of every value in an interval [mm], or nothing where that is not certain."""
    match comparison:
        case Compound("==" | "!=" as sign, left, right) if isinstance(left, str) or isinstance(right, str):
            return sign == "!="
        case Compound(sign, left, right) if sign in COMPARISONS:
            a, b = _span(left, measure), _span(right, measure)
            if a is not None and repr(left) == repr(right):
                a = b = (0.0, 0.0)
        case _:
            sign, a, b = "!=", _span(comparison, measure), (0.0, 0.0)
    if a is None or b is None:
        return None
    return _COMPARED[sign](a, b)


def _below(a: Span, b: Span) -> bool | None:
    return True if a[1] < b[0] else False if a[0] >= b[1] else None


def _up_to(a: Span, b: Span) -> bool | None:
    return True if a[1] <= b[0] else False if a[0] > b[1] else None


def _equal(a: Span, b: Span) -> bool | None:
    if a[1] < b[0] or b[1] < a[0]:
        return False
    return True if a[0] == a[1] == b[0] == b[1] else None


def _unequal(a: Span, b: Span) -> bool | None:
    same = _equal(a, b)
    return None if same is None else not same


_COMPARED: dict[str, Callable[[Span, Span], bool | None]] = {
    "<": _below,
    "<=": _up_to,
    ">": lambda a, b: _below(b, a),
    ">=": lambda a, b: _up_to(b, a),
    "==": _equal,
    "!=": _unequal,
}


def _span(term: Term, measure: Span) -> Span | None:
    """Give the least and the largest value of an expression, or nothing where it may have none."""
    match term:
        case Reading(_, True):
            return measure
        case Compound(sign, left, right) if sign in _COMPUTED:
            a, b = _span(left, measure), _span(right, measure)
            found = None if a is None or b is None else _COMPUTED[sign](a, b)
            return found if found is not None and all(map(math.isfinite, found)) else None
        case bool() | int() | float():
            return float(term), float(term)
        case _:
            return None


def _corners(operation: Callable[[float, float], float]) -> Callable[[Span, Span], Span]:
    def of(a: Span, b: Span) -> Span:
        values = [operation(x, y) for x in a for y in b]
        return min(values), max(values)

    return of


def _quotient(operation: Callable[[float, float], float]) -> Callable[[Span, Span], Span | None]:
    of = _corners(operation)

    def guarded(a: Span, b: Span) -> Span | None:
        if b[0] <= 0.0 <= b[1]:
            return None
        found = of(a, b)
        return found if max(map(abs, found)) < _EXACT else None

    return guarded


def _remainder(a: Span, b: Span) -> Span | None:
    whole = _COMPUTED["//"](a, b)
    if whole is None:
        return None
    if whole[0] == whole[1] and b[0] == b[1]:
        return a[0] % b[0], a[1] % b[0]
    return min(0.0, *b), max(0.0, *b)


_COMPUTED: dict[str, Callable[[Span, Span], Span | None]] = {
    "+": _corners(lambda x, y: x + y),
    "-": _corners(lambda x, y: x - y),
    "*": _corners(lambda x, y: x * y),
    "/": _quotient(lambda x, y: x / y),
    "//": _quotient(lambda x, y: x // y),
    "%": _remainder,
}
