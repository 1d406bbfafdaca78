"""What is left to compute once a sensor has answered: small expressions over the readings of one path.

A reading is a symbol while a program is planned and a value at the arm; both evaluate the same expression. Readings
are numbered from 0 along a path. Lengths are stored in metres and compared in millimetres, as pupils write them,
rounded to the nanometre so that 7.9 mm read is 7.9 written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Answer = int | float | str | bool
"""What a sensor answers, in SI units."""

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
OPERATIONS = frozenset({"+", "-", "*", "/", "//", "%"})
_DIGITS = 6
_PER_METRE = 1000.0
GRID = 1_000_000
"""How many values that comparisons can tell apart there are in a millimetre."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer to one question.

    Attributes:
        number: Which question of the path, from 0.
        length: Whether it is a length, wanted in millimetres.
    """

    number: int
    length: bool = False


@dataclass(frozen=True, slots=True)
class Compound:
    """`left sign right`, sign being an operation, a comparison, or `and` between two truths."""

    sign: str
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Opposite:
    """`not operand`."""

    operand: Term


Residual = Reading | Compound | Opposite
Term = Residual | Answer


def readings_of(term: Term) -> Iterator[int]:
    """Give the numbers of the readings that an expression needs, repeats kept."""
    match term:
        case Reading(number):
            yield number
        case Compound(_, left, right):
            yield from readings_of(left)
            yield from readings_of(right)
        case Opposite(operand):
            yield from readings_of(operand)


def texts_compared(term: Term) -> Iterator[tuple[int, str]]:
    """Give each reading that is compared for equality with a text, and the text."""
    match term:
        case Compound("==" | "!=", Reading(number), str(text)) | Compound("==" | "!=", str(text), Reading(number)):
            yield number, text
        case Compound(_, left, right):
            yield from texts_compared(left)
            yield from texts_compared(right)
        case Opposite(operand):
            yield from texts_compared(operand)


def in_words(reading: Reading, answers: Mapping[int, Answer]) -> Answer:
    """Give a reading's value in the unit that pupils write.

    >>> in_words(Reading(0, length=True), {0: 0.0079})
    7.9
    """
    value = answers[reading.number]
    return round(value * _PER_METRE, _DIGITS) if reading.length and not isinstance(value, str) else value


def grid_of(length: float) -> int:
    """Give the number that comparisons know a length [m] by: how many nanometres it is, to the nearest.

    >>> grid_of(0.0079)
    7900000
    """
    return round(round(length * _PER_METRE, _DIGITS) * GRID)


def size_on(grid: int) -> float:
    """Give a length of so many nanometres [m].

    >>> size_on(7_900_001)
    0.007900001
    """
    return grid / (_PER_METRE * GRID)


def roundest(first: int, last: int) -> int:
    """Give the value with the fewest digits in an interval of the grid, ends included: what people can read.

    >>> roundest(7_884_999, 7_921_000)
    7900000
    """
    unit: int = 10 ** len(str(max(abs(first), abs(last))))
    while True:
        least = -(-first // unit) * unit
        if least <= last:
            return least
        unit //= 10


def to_dict(term: Term) -> Any:
    """Give the JSON form."""
    match term:
        case Reading(number, length):
            return {"reading": number, "length": length}
        case Compound(sign, left, right):
            return {"sign": sign, "left": to_dict(left), "right": to_dict(right)}
        case Opposite(operand):
            return {"not": to_dict(operand)}
        case _:
            # JSON has one kind of number: a float is marked, so that it is one again.
            return {"float": term} if isinstance(term, float) else {"is": term}


def from_dict(document: Mapping[str, Any]) -> Term:
    """Read the JSON form back.

    Raises:
        KeyError, TypeError, ValueError: It is none.
    """
    if "reading" in document:
        number, length = document["reading"], document["length"]
        if type(number) is not int or number < 0 or type(length) is not bool:
            raise ValueError(f"a reading is numbered {number!r}")
        return Reading(number, length)
    if "sign" in document:
        sign = document["sign"]
        if sign not in COMPARISONS | OPERATIONS | {"and"}:
            raise ValueError(f"no sign is {sign!r}")
        return Compound(sign, from_dict(document["left"]), from_dict(document["right"]))
    if "not" in document:
        return Opposite(from_dict(document["not"]))
    if "float" in document:
        return float(document["float"])
    value = document["is"]
    if not isinstance(value, int | str | bool):
        raise TypeError(f"no value is {value!r}")
    return value
