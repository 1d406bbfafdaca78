"""The story of a plan with forks: a tree of chapters, each told from the end of the one before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Read
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.evaluation import holds
from cobot_lab.program.residual import Answer, readings_of
from cobot_lab.verify.story import Scene, continued, opening

Decided = tuple[tuple[str, str | int | float | bool], ...]
"""Sensor and answer of each reading that decided something, in order."""


@dataclass(frozen=True, slots=True, eq=False)
class Chapter:
    """What happens between two forks.

    Attributes:
        before: The last scene told before it.
        scenes: Its own, in order; may be none.
        children: What may follow, `yes` before `no`.
        decided: What was read on the way to it, as far as it decided.
        decided_at: When each of these was decided [s].
        absent: Parts of which it is known that they were never there.
        answers: For each reading until its end, the answers that lead this way.
    """

    before: Scene
    scenes: tuple[Scene, ...]
    children: tuple[Chapter, ...]
    decided: Decided = ()
    decided_at: tuple[float, ...] = ()
    absent: frozenset[str] = frozenset()
    answers: Mapping[int, tuple[Answer, ...]] = field(default_factory=dict)

    @property
    def last(self) -> Scene:
        """The last scene told at its end."""
        return self.scenes[-1] if self.scenes else self.before

    def walk(self) -> Iterator[Chapter]:
        """Give this chapter and all behind it."""
        yield self
        for child in self.children:
            yield from child.walk()


def chapters(plan: Plan, cell: Cell) -> Chapter:
    """Tell the story of a plan through all its branches."""
    presence = frozenset(sensor.name for sensor in cell.sensors if sensor.kind == "part_present")
    return _chapter(plan.root, Chapter(opening(plan.q_start, cell), (), ()), cell, {}, presence)


def _chapter(
    branch: Branch, start: Chapter, cell: Cell, reads: Mapping[int, Read], presence: frozenset[str]
) -> Chapter:
    """Tell a branch. What is known at its start stands in a chapter without scenes."""
    scenes = tuple(continued(start.before, branch.actions, cell))
    new = {action.reading: action for action in branch.actions if isinstance(action, Read)}
    reads = {**reads, **new}
    answers = {**start.answers, **{number: read.may_see for number, read in new.items()}}
    last = scenes[-1] if scenes else start.before
    children = []
    for truth, child in branch.fork.children if branch.fork else ():
        assert branch.fork is not None
        left = _left(branch.fork, answers, truth=truth)
        known = tuple((reads[number].sensor, seen[0]) for number, seen in left.items())
        gone = start.absent | {
            reads[number].sees
            for number, seen in left.items()
            if seen == (False,) and reads[number].sensor in presence and reads[number].sees
        }
        begin = Chapter(
            replace(last, standing=tuple(each for each in last.standing if each[0] not in gone)),
            (),
            (),
            (*start.decided, *known),
            (*start.decided_at, *(last.t + last.action.duration,) * len(known)),
            gone,
            {**answers, **left},
        )
        children.append(_chapter(child, begin, cell, reads, presence))
    return replace(start, scenes=scenes, children=tuple(children), answers=answers)


def _left(fork: Fork, answers: Mapping[int, tuple[Answer, ...]], *, truth: bool) -> dict[int, tuple[Answer, ...]]:
    """Give what is left of the answers to the one reading that a condition is about; nothing when it is about more."""
    numbers = set(readings_of(fork.condition))
    if len(numbers) != 1:
        return {}
    (number,) = numbers
    return {number: tuple(seen for seen in answers[number] if holds(fork.condition, {number: seen}) is truth)}
