"""The ways through a plan, each with what is told of it: light enough for whoever only shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.fork import Branch, Path
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.chapter import Chapter, Decided, chapters
from cobot_lab.verify.story import Scene


@dataclass(frozen=True, slots=True, eq=False)
class ToldWay:
    """One way through a plan.

    Attributes:
        whole: The plan, with all its ways.
        path: Which way.
        decided: Sensor and answer of each reading that decided something on it, in order.
        story: Its scenes; where the arm waits for a sensor there is one for the wait too.
    """

    whole: Plan
    path: Path
    decided: Decided
    story: tuple[Scene, ...]

    @property
    def line(self) -> Plan:
        """The way as a plan without forks, its waits among its actions."""
        return replace(self.whole, actions=tuple(scene.action for scene in self.story), fork=None)

    @property
    def alone(self) -> Plan:
        """The way as a plan that has its forks, but none of the other branches."""
        branches = self.path.branches
        rest = Branch(branches[-1].actions)
        for branch, truth in zip(reversed(branches[:-1]), reversed(self.path.decisions), strict=True):
            assert branch.fork is not None  # it was decided here
            fork = replace(branch.fork, yes=rest if truth else None, no=None if truth else rest)
            rest = Branch(branch.actions, fork)
        return replace(self.whole, actions=rest.actions, fork=rest.fork)


def told_ways(plan: Plan, cell: Cell) -> tuple[ToldWay, ...]:
    """Give every way through a plan with its story, each `yes` before its `no`.

    Args:
        plan: The plan.
        cell: The cell it was made for.
    """
    ends = _ends(chapters(plan, cell), ())
    return tuple(
        ToldWay(plan, path, last.decided, story) for path, (last, story) in zip(plan.paths(), ends, strict=True)
    )


def _ends(chapter: Chapter, before: tuple[Scene, ...]) -> Iterator[tuple[Chapter, tuple[Scene, ...]]]:
    story = (*before, *chapter.scenes)
    if not chapter.children:
        yield chapter, story
    for child in chapter.children:
        yield from _ends(child, story)
