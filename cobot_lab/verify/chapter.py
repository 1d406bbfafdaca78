"""The story of a plan with forks: a tree of chapters, each told from the end of the one before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.doings import Doings
from cobot_lab.motion.actions import Read
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.outlook import waited_for
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.possible import ROWS_MAX
from cobot_lab.program.evaluation import holds
from cobot_lab.program.residual import GRID, Answer, grid_of, readings_of
from cobot_lab.verify.story import IDLE, Scene, Waiting, continued, opening, passed, told

_READABLE = GRID // 100
"""Lengths that are a multiple of this are written with two decimals of a millimetre."""
Decided = tuple[tuple[str, str | int | float | bool], ...]
"""Sensor and answer of each reading that decided something, in order."""


@dataclass(frozen=True, slots=True, eq=False)
class Chapter:
    """What happens between two forks.

    Attributes:
        branch: The branch of the plan that it tells.
        before: The last scene told before it.
        scenes: Its own, in order; may be none.
        children: What may follow, `yes` before `no`.
        decided: What was read on the way to it, as far as it decided.
        decided_at: When each of these was decided [s].
        absent: Parts that are not there: never were, or have not come.
        answers: For each reading until its end, the answers that lead this way.
        arrived: Parts that have come just before it.
        numbers: Of the readings in `decided`, in the same order.
    """

    branch: Branch
    before: Scene
    scenes: tuple[Scene, ...]
    children: tuple[Chapter, ...]
    decided: Decided = ()
    decided_at: tuple[float, ...] = ()
    absent: frozenset[str] = frozenset()
    answers: Mapping[int, tuple[Answer, ...]] = field(default_factory=dict)
    arrived: frozenset[str] = frozenset()
    numbers: tuple[int, ...] = ()

    @property
    def doings(self) -> Doings:
        """What the cell does by itself at its end, as far as known."""
        return self.last.doings

    @property
    def last(self) -> Scene:
        """The last scene told at its end."""
        return self.scenes[-1] if self.scenes else self.before

    @property
    def duration(self) -> float:
        """How long it takes [s]."""
        return sum(scene.action.duration for scene in self.scenes)

    def walk(self) -> Iterator[Chapter]:
        """Give this chapter and all behind it."""
        yield self
        for child in self.children:
            yield from child.walk()


def chapters(plan: Plan, cell: Cell) -> Chapter:
    """Tell the story of a plan through all its branches."""
    presence = frozenset(sensor.name for sensor in cell.sensors if sensor.kind == "part_present")
    root = plan.root
    begin = Chapter(root, opening(plan.q_start, cell), (), (), absent=cell.arriving)
    return _chapter(root, begin, cell, {}, presence)


def ways(chapter: Chapter, before: tuple[Scene, ...] = ()) -> Iterator[tuple[Chapter, tuple[Scene, ...]]]:
    """Give the last chapter of each way through a story and the scenes of the whole way, `yes` before `no`.

    Args:
        chapter: Where the story begins.
        before: Scenes that come before it.
    """
    scenes = (*before, *chapter.scenes)
    if not chapter.children:
        yield chapter, scenes
    for child in chapter.children:
        yield from ways(child, scenes)


def _chapter(
    branch: Branch, start: Chapter, cell: Cell, reads: Mapping[int, Read], presence: frozenset[str]
) -> Chapter:
    """Tell a branch. What is known at its start stands in a chapter without scenes."""
    scenes = tuple(continued(start.before, (*branch.actions, *_waiting(branch.fork)), cell))
    new = {action.reading: action for action in branch.actions if isinstance(action, Read)}
    reads = {**reads, **new}
    answers = {**start.answers, **{number: read.may_see for number, read in new.items()}}
    last = scenes[-1] if scenes else start.before
    children = []
    for truth, child in branch.fork.children if branch.fork else ():
        assert branch.fork is not None
        left = _left(branch.fork, answers, truth=truth)
        news = left if len(branch.children) > 1 or branch.fork.asked else {}
        known = {number: (_asked(branch.fork, reads[number]), _example(seen)) for number, seen in news.items() if seen}
        at = last.t + last.action.duration
        first = {number: at for number in known if number not in start.numbers}
        before = _told(last, branch.fork, left, reads, cell, truth=truth)
        gone = start.absent | {
            reads[number].sees
            for number, seen in left.items()
            if seen == (False,) and reads[number].sensor in presence and reads[number].sees
        }
        gone -= set(before.doings.came)
        begin = Chapter(
            child,
            replace(before, standing=tuple(each for each in before.standing if each[0] not in gone)),
            (),
            (),
            tuple({**dict(zip(start.numbers, start.decided, strict=True)), **known}.values()),
            (*start.decided_at, *first.values()),
            gone,
            {**answers, **left},
            start.absent - gone,
            (*start.numbers, *first),
        )
        children.append(_chapter(child, begin, cell, reads, presence))
    return replace(start, scenes=scenes, children=tuple(children), answers=answers)


def _example(seen: tuple[Answer, ...]) -> Answer:
    """Give an answer to tell a way by: of measures, one from the middle of those that are quick to read."""
    sizes = [size for size in seen if isinstance(size, float)]
    short = [size for size in sizes if grid_of(size) % _READABLE == 0]
    sizes = short or sizes
    return sizes[len(sizes) // 2] if sizes else seen[0]


def _waiting(fork: Fork | None) -> tuple[Waiting, ...]:
    return (Waiting(fork.step, min(fork.limit, IDLE), fork.limit),) if fork is not None and fork.asked else ()


def _asked(fork: Fork, read: Read) -> str:
    return waited_for(read.sensor, fork.limit) if read.reading in fork.asked else read.sensor


def _told(
    last: Scene,
    fork: Fork,
    left: Mapping[int, tuple[Answer, ...]],
    reads: Mapping[int, Read],
    cell: Cell,
    *,
    truth: bool,
) -> Scene:
    """Give the last scene before a fork with what is known behind it."""
    known = told(last, left, cell)
    doings = known.doings
    for number in () if truth else fork.asked:
        if left.get(number) == (False,):
            doings = doings.in_vain(cell, reads[number].sensor, fork.limit)
    behind = replace(known, doings=doings)
    return passed(behind, fork.limit, cell) if fork.asked and not truth else behind


def _left(fork: Fork, answers: Mapping[int, tuple[Answer, ...]], *, truth: bool) -> dict[int, tuple[Answer, ...]]:
    """Give what is left of the answers to the readings that a condition is about; nothing when they are too many.

    Each by itself: which of them go together is forgotten.
    """
    numbers = tuple(dict.fromkeys(readings_of(fork.condition)))
    if prod(len(answers[number]) for number in numbers) > ROWS_MAX:
        return {}
    rows = (dict(zip(numbers, row, strict=True)) for row in product(*(answers[number] for number in numbers)))
    true = [row for row in rows if holds(fork.condition, row) is truth]
    return {number: tuple(dict.fromkeys(row[number] for row in true)) for number in numbers}
