"""Pallets that are used before they are made, or not made at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cobot_lab.coach.ideas.idea import Proposals, Trouble, idea
from cobot_lab.coach.tree import each_step, spot_of, with_before, without
from cobot_lab.codes import Code
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s


@idea("pallet_made_first", Code.UNKNOWN_PALLET)
def pallet_made_first(trouble: Trouble) -> Proposals:
    """Make the pallet before the part of the program that uses it."""
    name = e.Text(str(trouble.finding.fact("name")))
    for spot in trouble.acts("make_pallet"):
        if spot.step.arguments[0] == name and spot.step.number > trouble.step:
            rest = without(trouble.program, spot.step.number)
            top = _top(trouble)
            yield None if rest is None or top is None else with_before(rest, top, spot.step)


def _top(trouble: Trouble) -> int | None:
    """Give the number of the step of the top level that the step stands in."""
    spot = trouble.spot
    if spot is None:
        return None
    number: int = (spot.around[0] if spot.around else spot.step).number
    return number


@idea("pallet_made_like_another", Code.UNKNOWN_PALLET)
def pallet_made_like_another(trouble: Trouble) -> Proposals:
    """Make the pallet as another is made, where the cell has points named in the same way."""
    name = str(trouble.finding.fact("name"))
    for spot in trouble.acts("make_pallet"):
        known = spot.step.arguments[0]
        if isinstance(known, e.Text) and known.value != name:
            made = _like(spot.step, known.value, name)
            points = [value.value for value in made.arguments[3:] if isinstance(value, e.Text)]
            if len(points) == 3 and all(trouble.cell.place(point) is not None for point in points):
                around = spot_of(trouble.program, spot.step.number)
                assert around is not None
                yield with_before(trouble.program, _behind(around.steps, around.at), made)


def _behind(steps: Sequence[s.Act], at: int) -> int:
    return steps[min(at + 1, len(steps) - 1)].number


def _like(step: s.Act, known: str, name: str) -> s.Act:
    def new(part: e.Expression) -> Sequence[e.Expression]:
        return (e.Text(part.value.replace(known, name)),) if isinstance(part, e.Text) and known in part.value else ()

    made = step
    for _ in step.arguments:
        made = next(each_step(made, new), made)
    return replace(made, span=None, number=0, note="")
