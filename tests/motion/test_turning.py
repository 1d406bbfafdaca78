"""Every value that a sensor may measure goes one of the ways that its neighbours among the explored ones go."""

from __future__ import annotations

import random

import pytest

from cobot_lab.motion.possible import TooManyError
from cobot_lab.motion.turning import TogetherError, between, turns
from cobot_lab.program.arithmetic import UncomputableError
from cobot_lab.program.evaluation import holds
from cobot_lab.program.residual import Compound, Opposite, Reading, Term, grid_of, in_words, roundest, size_on

X = Reading(0, length=True)
LOW, HIGH = 7_830_000, 8_170_000
SIZES = tuple(size_on(n) for n in (LOW, 7_850_000, 8_000_000, HIGH))


def op(left: Term, sign: str, right: Term) -> Compound:
    return Compound(sign, left, right)


def root(number: int) -> int:
    return number


def turned(condition: Term, low: int = LOW, high: int = HIGH) -> list[int]:
    return sorted(turns(condition, root, {0: (low, high)}).get(0, ()))


@pytest.mark.parametrize(
    ("condition", "where"),
    [
        (op(X, ">=", 7.9), [7_899_999]),
        (op(X, ">", 7.9), [7_900_000]),
        (op(7.9, "<=", X), [7_899_999]),
        (op(X, "==", 8), [7_999_999, 8_000_000]),
        (op(X, "!=", 8), [7_999_999, 8_000_000]),
        (Opposite(op(X, "<", 8.1)), [8_099_999]),
        (op(op(X, ">=", 7.9), "and", op(X, "<=", 8.1)), [7_899_999, 8_100_000]),
        (op(op(X, ">", 7.9), "==", True), [7_900_000]),
        (op(op(X, "*", 2), ">", 15.8), [7_900_000]),
        (op(op(8, "-", X), "<=", 0.125), [7_874_999]),
        (op(op(X, "//", 1), "==", 7), [7_999_999]),
        (op(op(X, "%", 1), ">", 0.5), [7_999_999]),
        (op(op(op(X, "-", 8), "*", op(X, "-", 8)), ">", 0.015625), [7_874_999, 8_125_000]),
        (op(op(1, "/", op(X, "-", 8)), ">", 0), [7_999_999, 8_000_000]),
        (op(X, ">", 9), []),
        (op(X, "==", "8"), []),
        (X, []),
    ],
)
def test_where_a_comparison_turns(condition: Term, where: list[int]) -> None:
    assert turned(condition) == where


def test_the_last_digit_of_the_sum_decides_as_python_does() -> None:
    """`8.1 - 8` is 0.09999999999999964 to Python: what a sum turns at is computed, not solved for."""
    (at,) = turned(op(op(X, "-", 8), "<=", 0.1))
    says = [holds(op(op(X, "-", 8), "<=", 0.1), {0: size_on(n)}) for n in (at, at + 1)]
    assert says == [True, False]
    assert at == 8_100_000


def said(condition: Term, at: int) -> bool | None:
    try:
        return holds(condition, {0: size_on(at)})
    except UncomputableError:
        return None


def some_condition(chance: random.Random) -> Term:
    value: Term = X
    for _ in range(chance.randint(0, 3)):
        number = round(chance.uniform(-9, 9), chance.randint(0, 3))
        other: Term = X if chance.random() < 0.2 else number
        pair = (value, other) if chance.random() < 0.7 else (other, value)
        value = Compound(chance.choice(["+", "-", "*", "/", "//", "%"]), *pair)
    near = chance.choice([7.9, 8, 8.1, chance.uniform(-20, 20)])
    return Compound(chance.choice(["<", "<=", ">", ">=", "==", "!="]), value, near)


@pytest.mark.parametrize("seed", range(300))
def test_between_two_turns_nothing_changes(seed: int) -> None:
    chance = random.Random(seed)
    low = chance.choice([7_999_000, 7_899_000, LOW])
    high = low + chance.choice([10, 1500])
    condition = some_condition(chance)
    try:
        found = turned(condition, low, high)
    except TooManyError:
        return
    true = [at for at in range(low, high) if said(condition, at) is not said(condition, at + 1)]
    assert found == true


def test_a_decision_that_always_turns_is_not_followed() -> None:
    with pytest.raises(TooManyError):
        turned(op(op(op(X, "*", 1e6), "%", 2), ">", 0.5))


def test_a_measure_is_compared_with_what_is_known() -> None:
    other = Reading(1, length=True)
    spans = {0: (LOW, HIGH), 1: (LOW, HIGH)}
    with pytest.raises(TogetherError):
        turns(op(X, "<", other), root, spans)
    with pytest.raises(TogetherError):
        turns(op(op(X, "+", other), "<", 16), root, spans)
    assert turns(op(X, "<", other), lambda _: 0, spans) == {0: set()}  # it is the same measure
    apart = op(op(X, "<", 8), "and", op(other, "<", 8.1))
    assert turns(apart, root, spans) == {0: {7_999_999}, 1: {8_099_999}}
    assert turns(op(Reading(2), "==", Reading(3)), root, spans) == {}


def test_what_is_explored_holds_the_ends_of_every_way_and_something_to_read() -> None:
    found = [grid_of(each) for each in between(SIZES, {7_899_999, 7_900_000, 7_960_003, 9_000_000, LOW - 1})]
    assert found == [
        LOW, 7_850_000, 7_899_999, 7_900_000, 7_900_001, 7_910_000, 7_960_003, 7_960_004, 8_000_000, HIGH
    ]  # fmt: skip


def test_the_grid_is_what_programs_compare() -> None:
    chance = random.Random(3)
    for at in [chance.randrange(0, 10**9) for _ in range(2000)]:
        assert grid_of(size_on(at)) == at
        assert in_words(X, {0: size_on(at)}) == at / 1e6
    assert roundest(7_884_999, 7_921_000) == 7_900_000
    assert roundest(0, 5) == 0
    assert roundest(-5_000, -4_100) == -5_000
