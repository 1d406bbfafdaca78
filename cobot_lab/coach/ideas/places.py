"""Points that are beside the right one: an offset too many, or none where the neighbour has one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cobot_lab.coach.ideas.idea import PLACE_OPS, Proposals, Trouble, idea, with_argument
from cobot_lab.coach.ideas.numbers import OFF
from cobot_lab.coach.tree import replaced, spots
from cobot_lab.codes import Code
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s

_NONE = e.Number(0)


@idea("without_offset", *OFF, Code.LINE_BLOCKED, Code.PART_DISTURBED)
def without_offset(trouble: Trouble) -> Proposals:
    """Go to the point itself, or take one of the shifts away."""
    for spot in list(_with_place(trouble))[:3]:
        place = spot.arguments[0]
        if isinstance(place, e.Value) and place.op == "offset":
            for changed in _nearer(place):
                yield replaced(trouble.program, spot.number, with_argument(spot, 0, changed))


def _with_place(trouble: Trouble) -> Iterator[s.Act]:
    yield from (spot.step for spot in trouble.near() if spot.step.op in PLACE_OPS)


def _nearer(place: e.Value) -> Iterator[e.Expression]:
    point, *shifts = place.arguments
    fixed = [at for at, shift in enumerate(shifts) if isinstance(shift, e.Number) and shift != _NONE]
    if point is not None and len(fixed) == len([shift for shift in shifts if shift != _NONE]):
        yield point
    for at in fixed if len(fixed) > 1 else ():
        yield replace(place, arguments=(point, *shifts[:at], _NONE, *shifts[at + 1 :]))
    for at in fixed:
        shift = shifts[at]
        assert isinstance(shift, e.Number)
        turned = e.Number(-shift.value)
        yield replace(place, arguments=(point, *shifts[:at], turned, *shifts[at + 1 :]))


@idea("place_like_neighbour", *OFF, Code.PICKS_WHILE_CLOSED, Code.PART_DISTURBED)
def place_like_neighbour(trouble: Trouble) -> Proposals:
    """Choose the point as another step of the same body does: the same shift, the same row and column."""
    for step in list(_with_place(trouble))[:2] + _behind(trouble):
        for other in _neighbours(trouble, step):
            changed = _alike(step.arguments[0], other.arguments[0])
            if changed is not None:
                yield replaced(trouble.program, step.number, with_argument(step, 0, changed))


def _behind(trouble: Trouble) -> list[s.Act]:
    return [spot.step for spot in trouble.acts(*PLACE_OPS) if spot.step.number > trouble.step]


def _neighbours(trouble: Trouble, step: s.Act) -> Iterator[s.Act]:
    here = next(spot for spot in spots(trouble.program) if spot.step.number == step.number)
    for other in here.steps:
        if isinstance(other, s.Act) and other.op in PLACE_OPS and other.number != step.number:
            yield other


def _alike(place: e.Expression | None, model: e.Expression | None) -> e.Expression | None:
    """Give the place reached from its own name as the model is from its."""
    if not isinstance(model, e.Value) or place is None:
        return None
    name = place.arguments[0] if isinstance(place, e.Value) else place
    if not isinstance(name, e.Text):
        return None
    changed = e.Value(model.op, (name, *model.arguments[1:]))
    return None if changed == place else changed
