"""The value of a residual expression once its readings are known: the same as Python's, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping

from cobot_lab.program.arithmetic import Datum, UncomputableError, compare, compute, truth
from cobot_lab.program.commands import Spot
from cobot_lab.program.residual import COMPARISONS, Answer, Compound, Opposite, Reading, Term, in_words


def evaluate(term: Term, answers: Mapping[int, Answer]) -> Datum:
    """Give the value of an expression.

    Args:
        term: The expression.
        answers: Value of each reading that it needs, in SI units.

    Raises:
        UncomputableError: It has none.
        KeyError: A reading that it needs is not there.
    """
    match term:
        case Reading():
            return in_words(term, answers)
        case Opposite(operand):
            return not truth(evaluate(operand, answers))
        case Compound("and", left, right):
            return truth(evaluate(left, answers)) and truth(evaluate(right, answers))
        case Compound(sign, left, right):
            a, b = evaluate(left, answers), evaluate(right, answers)
            return compare(sign, a, b) if sign in COMPARISONS else compute(sign, a, b)
        case _:
            return term


def holds(condition: Term, answers: Mapping[int, Answer]) -> bool:
    """Tell whether a condition holds; errors as in `evaluate`."""
    return truth(evaluate(condition, answers))


def residual(sign: str, left: Datum, right: Datum) -> Compound:
    """Give the expression `left sign right` of which one side at least is not known yet.

    Raises:
        UncomputableError: A side is a point.
    """
    if isinstance(left, Spot) or isinstance(right, Spot):
        raise UncomputableError("types")
    return Compound(sign, left, right)


def both(left: Datum, right: Datum) -> Compound:
    """Give the condition that two terms hold; errors as in `residual`."""
    return residual("and", left, right)


def either(left: Datum, right: Datum) -> Opposite:
    """Give the condition that one of two terms holds at least; errors as in `residual`."""
    return Opposite(both(_opposite(left), _opposite(right)))


def _opposite(term: Datum) -> Datum:
    if isinstance(term, Reading | Compound | Opposite):
        return Opposite(term)
    return not truth(term)
