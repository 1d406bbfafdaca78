"""Loops that turn once too often, once too few, or count from the wrong number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cobot_lab.coach.ideas.idea import Proposals, Trouble, idea
from cobot_lab.coach.ideas.numbers import OFF
from cobot_lab.coach.tree import replaced, spots, with_behind, without
from cobot_lab.codes import Code
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s

Loop = s.Repeat | s.Count


@idea("loop_bounds", *OFF, Code.PICKS_WHILE_CLOSED, Code.NEVER_REACHED, Code.STILL_HOLDING)
def loop_bounds(trouble: Trouble) -> Proposals:
    """Shift what a loop counts by one, or let it turn once more or less."""
    for loop in _loops(trouble):
        for changed in _others(loop):
            yield replaced(trouble.program, loop.number, changed)


def _loops(trouble: Trouble) -> list[Loop]:
    """Give the loops, those around the step first, from the inside out."""
    spot = trouble.spot
    around = [step for step in reversed(spot.around) if isinstance(step, Loop)] if spot else []
    known = {step.number for step in around}
    every = [spot.step for spot in spots(trouble.program) if isinstance(spot.step, Loop)]
    return [*around, *(step for step in every if step.number not in known)]


def _others(loop: Loop) -> Iterator[Loop]:
    if isinstance(loop, s.Repeat):
        if isinstance(loop.times, e.Number) and isinstance(loop.times.value, int):
            times = loop.times.value
            yield _count(loop, 1, times)
            yield replace(loop, times=e.Number(times + 1))
            if times > 1:
                yield replace(loop, times=e.Number(times - 1))
        return
    first, last = loop.first, loop.last
    if isinstance(first, e.Number) and isinstance(last, e.Number):
        low, high = first.value, last.value
        if isinstance(low, int) and isinstance(high, int):
            for begin, end in ((low - 1, high - 1), (low + 1, high + 1), (low, high + 1), (low, high - 1)):
                yield _count(loop, begin, end)
            yield _count(loop, low - 1, high)
            yield _count(loop, low + 1, high)


def _count(loop: Loop, first: int, last: int) -> Loop:
    """Give a loop from one number to another; from 0, as pupils write it: so many times."""
    kept = {"number": loop.number, "span": loop.span, "note": loop.note}
    if first == 0:
        return s.Repeat(loop.variable, e.Number(last + 1), loop.body, **kept)  # type: ignore[arg-type]
    return s.Count(loop.variable, e.Number(first), e.Number(last), loop.body, **kept)  # type: ignore[arg-type]


@idea("into_the_loop", Code.PICKS_WHILE_CLOSED, Code.PART_NOT_AT_GOAL, Code.STILL_HOLDING)
def into_the_loop(trouble: Trouble) -> Proposals:
    """Do in every turn what stands right behind the loop."""
    for spot in spots(trouble.program):
        loop = spot.before
        if isinstance(spot.step, s.Act) and isinstance(loop, Loop) and loop.body:
            rest = without(trouble.program, spot.step.number)
            last = [step for step in loop.body if not isinstance(step, s.Comment | s.Blank)]
            if rest is not None and last:
                yield with_behind(rest, last[-1].number, spot.step)
