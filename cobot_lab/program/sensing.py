"""What a value of the vocabulary asks of the cell, and what its answer is to the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cobot_lab.program.arithmetic import Datum, number
from cobot_lab.program.residual import Compound, Reading, Residual


@dataclass(frozen=True, slots=True)
class Question:
    """A question to a sensor.

    Attributes:
        reading: Number of the answer on this path.
        kind: Of the sensor.
        name: Of the station, dimension, input or button; may be empty.
        answer: What the program goes on with.
    """

    reading: int
    kind: str
    name: str
    answer: Residual


def question(op: str, arguments: Sequence[Datum | None], reading: int) -> Question:
    """Give the question that a value of the vocabulary asks.

    Args:
        op: Key of its row.
        arguments: In SI units.
        reading: Number that its answer gets.
    """
    return _QUESTIONS[op](arguments, reading)


def _named(kind: str) -> Callable[[Sequence[Datum | None], int], Question]:
    return lambda arguments, reading: Question(
        reading, kind, str(arguments[0]) if arguments else "", Reading(reading, length=kind == "dimension")
    )


def _input(arguments: Sequence[Datum | None], reading: int) -> Question:
    assert arguments[0] is not None
    return Question(reading, "input", str(int(number(arguments[0]))), Reading(reading))


def _in_tolerance(arguments: Sequence[Datum | None], reading: int) -> Question:
    name, low, high = arguments
    measured = Reading(reading, length=True)
    within = Compound("and", Compound("<=", _mm(low), measured), Compound("<=", measured, _mm(high)))
    return Question(reading, "dimension", str(name), within)


def _mm(length: Datum | None) -> float:
    """Give a length in millimetres, rounded as readings are."""
    assert isinstance(length, int | float)
    return round(length * 1000, 6)


_QUESTIONS: dict[str, Callable[[Sequence[Datum | None], int], Question]] = {
    "part_present": _named("part_present"),
    "part_colour": _named("colour"),
    "measure": _named("dimension"),
    "in_tolerance": _in_tolerance,
    "input_on": _input,
    "button": _named("button"),
    "holding": _named("holding"),
}
