"""Numbers that are a little off, outside their range, or meant for another gap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cobot_lab.coach.ideas.idea import Proposals, Trouble, idea, with_argument
from cobot_lab.coach.raw import understood
from cobot_lab.coach.shapes import pallets_differ
from cobot_lab.coach.tree import each_step, replaced
from cobot_lab.codes import Code
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program
from cobot_lab.program.table import BY_OP
from cobot_lab.program.vocabulary import Unit

_SMALL = 20
"""A number up to this one may count something; a greater one measures."""

OFF = (
    Code.NUMBER_OUT_OF_RANGE,
    Code.CANNOT_COMPUTE,
    Code.UNREACHABLE,
    Code.COLLISION_CELL,
    Code.COLLISION_PART,
    Code.COLLISION_CARRIED,
    Code.NO_GRASP,
    Code.NOT_LANDED,
    Code.LET_GO_IN_AIR,
    Code.PART_NOT_AT_GOAL,
    Code.PART_TAKEN_AWAY,
    Code.PART_MAY_COME,
    Code.BELT_TAKES_ALONG,
)
"""Findings that a number may be to blame for."""


def plain(value: float) -> e.Number:
    """Give a number as a pupil would write it."""
    rounded = round(value, 6)
    return e.Number(int(rounded) if rounded == int(rounded) else rounded)


@idea("into_range", Code.NUMBER_OUT_OF_RANGE)
def into_range(trouble: Trouble) -> Proposals:
    """Bring a written number to the nearest that its gap takes."""
    fact = trouble.finding.fact
    unit = next(unit for unit in Unit if unit.value == fact("unit"))
    value, low, high = (_written(float(fact(name)), unit) for name in ("value", "minimum", "maximum"))
    near = plain(min(max(value, low), high))
    spot = trouble.spot
    if spot is None:
        return
    if isinstance(spot.step, s.Raw):
        text = repr(plain(value).value)
        line = re.sub(rf"(?<![\w.]){re.escape(text)}(?![\w.])", repr(near.value), spot.step.text, count=1)
        step = understood(trouble.program, line)
        if step is not None:
            yield replaced(trouble.program, trouble.step, replace(step, span=spot.step.span, note=spot.step.note))
        return
    for step in each_step(spot.step, lambda part: (near,) if part == plain(value) else ()):
        yield replaced(trouble.program, trouble.step, step)


def _written(value: float, unit: Unit) -> float:
    return value / unit.to_si(1.0)


@idea("one_more_or_less", *OFF)
def one_more_or_less(trouble: Trouble) -> Proposals:
    """Add one to a number that counts, or take one away: in the step, or where its variables get their value."""
    for number, step in _with_sources(trouble):
        for changed in each_step(step, _counted):
            yield replaced(trouble.program, number, changed)


def _counted(part: e.Expression) -> Sequence[e.Expression]:
    """Give the neighbours of a number that is added to a variable, or that says which cell of a pallet."""
    if isinstance(part, e.Arithmetic) and part.operator in "+-":
        right = [replace(part, right=number) for number in _beside(part.right)]
        return [*right, *(replace(part, left=number) for number in _beside(part.left))]
    if isinstance(part, e.Value) and part.op.startswith("pallet_cell"):
        return [
            replace(part, arguments=(*part.arguments[:at], number, *part.arguments[at + 1 :]))
            for at, argument in enumerate(part.arguments)
            for number in _beside(argument)
        ]
    return ()


def _beside(part: e.Expression | None) -> Sequence[e.Number]:
    if isinstance(part, e.Number) and isinstance(part.value, int) and 0 <= part.value <= _SMALL:
        return (e.Number(part.value + 1), e.Number(part.value - 1))
    return ()


def _with_sources(trouble: Trouble) -> list[tuple[int, Any]]:
    """Give the step at fault, or the nearest ones that name a place, and the assignments before it."""
    steps = [spot.step for spot in list(trouble.near())[:3]]
    steps += [step for step in trouble.program.walk() if isinstance(step, s.Set) and step.number < trouble.step]
    return [(step.number, step) for step in steps]


@idea("one_subtracted", Code.COLLISION_CELL, Code.NO_GRASP, Code.NUMBER_OUT_OF_RANGE, Code.PART_NOT_AT_GOAL)
def one_subtracted(trouble: Trouble) -> Proposals:
    """Count from 0 what a loop counts from 1: `n - 1` where a factor is `n`."""

    def new(part: e.Expression) -> Sequence[e.Expression]:
        if isinstance(part, e.Arithmetic) and part.operator == "*" and isinstance(part.right, e.Variable):
            return (replace(part, right=e.Arithmetic("-", part.right, e.Number(1))),)
        return ()

    for number, step in _with_sources(trouble):
        for changed in each_step(step, new):
            yield replaced(trouble.program, number, changed)


@idea("whole_division", Code.CANNOT_COMPUTE, Code.NUMBER_OUT_OF_RANGE)
def whole_division(trouble: Trouble) -> Proposals:
    """Divide without a remainder where a whole number is wanted."""

    def new(part: e.Expression) -> Sequence[e.Expression]:
        divides = isinstance(part, e.Arithmetic) and part.operator == "/"
        return (replace(part, operator="//"),) if divides and isinstance(part, e.Arithmetic) else ()

    for number, step in _with_sources(trouble):
        for changed in each_step(step, new):
            yield replaced(trouble.program, number, changed)


@idea("other_way_round", Code.PART_NOT_AT_GOAL)
def other_way_round(trouble: Trouble) -> Proposals:
    """Count a column from the other end."""
    ends = {
        step.first.value + step.last.value
        for step in trouble.program.walk()
        if isinstance(step, s.Count) and isinstance(step.first, e.Number) and isinstance(step.last, e.Number)
    }
    for spot in trouble.acts("place", "pick"):
        for end in sorted(ends):
            yield from _from_the_end(trouble.program, spot.step, plain(end))


def _from_the_end(program: Program, step: s.Act, end: e.Number) -> Proposals:
    place = step.arguments[0]
    if isinstance(place, e.Value) and place.op.startswith("pallet_cell"):
        *others, last = place.arguments
        if isinstance(last, e.Variable):
            turned = replace(place, arguments=(*others, e.Arithmetic("-", end, last)))
            yield replaced(program, step.number, with_argument(step, 0, turned))


@idea("condition_turned", Code.PART_NOT_AT_GOAL, Code.NEVER_REACHED, Code.RUNS_TOO_LONG, Code.PART_TAKEN_AWAY)
def condition_turned(trouble: Trouble) -> Proposals:
    """Ask the opposite question, or include the limit."""
    for step in trouble.program.walk():
        condition = step.condition if isinstance(step, s.While | s.Case) else None
        if condition is not None and condition != e.Truth(True):
            for changed in _questions(condition):
                yield replaced(trouble.program, step.number, replace(step, condition=changed))  # type: ignore[call-arg]


_OTHER = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"), "==": ("!=",), "!=": ("==",)}


def _questions(condition: e.Expression) -> Sequence[e.Expression]:
    if isinstance(condition, e.Comparison):
        return [replace(condition, operator=operator) for operator in _OTHER[condition.operator]]
    return (condition.operand,) if isinstance(condition, e.Not) else (e.Not(condition),)


@idea("gaps_swapped", Code.NUMBER_OUT_OF_RANGE, Code.COLLISION_CARRIED, Code.COLLISION_PART, Code.PART_NOT_AT_GOAL)
def gaps_swapped(trouble: Trouble) -> Proposals:
    """Swap two values of one step that are of the same kind: rows and columns, two corners.

    Pallets that are all made in the same order are left as they are.
    """
    single = len(list(trouble.acts("make_pallet"))) == 1
    for spot in trouble.acts("make_pallet", "pick", "place", "go_above", "descend_to"):
        step, place = spot.step, spot.step.arguments[0]
        if step.op == "make_pallet":
            pairs = ((1, 2), (4, 5), (3, 4), (3, 5)) if single or pallets_differ(trouble.program) else ()
            for first, second in pairs:
                yield replaced(trouble.program, step.number, replace(step, arguments=_swap(step, first, second)))
        elif isinstance(place, e.Value) and place.op == "pallet_cell_at":
            other = replace(place, arguments=_swap(place, 1, 2))
            yield replaced(trouble.program, step.number, with_argument(step, 0, other))


def _swap(holder: s.Act | e.Value, first: int, second: int) -> tuple[e.Expression | None, ...]:
    assert len(holder.arguments) == len(BY_OP[holder.op].parameters)
    values = list(holder.arguments)
    values[first], values[second] = values[second], values[first]
    return tuple(values)
