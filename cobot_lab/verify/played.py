"""The physics of every way through a plan: what cannot be told apart is played once.

Level by level, fork by fork: ways that arrive at a branch are compared with those that were played from there, and only
those that are not alike are played. A stretch is a function of the moment in which it begins, so two processes may
share a level in any way and come to the same, to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Wait
from cobot_lab.motion.fork import Branch
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.chapter import Chapter
from cobot_lab.verify.criteria import Criteria
from cobot_lab.verify.footage import Footage, Piece
from cobot_lab.verify.likeness import likeness
from cobot_lab.verify.mate import Mate, Task
from cobot_lab.verify.moment import Moment, at_rest
from cobot_lab.verify.outcome import Outcome
from cobot_lab.verify.physics import play
from cobot_lab.verify.recall import Recall
from cobot_lab.verify.rig import Rig, ready
from cobot_lab.verify.segment import Segment
from cobot_lab.verify.story import Scene, after
from cobot_lab.verify.witness import testify

Progress = Callable[[float], None]
Order = tuple[int, ...]
"""For each part of a way, the number of the part that was played for it."""


@dataclass(eq=False)
class Played:
    """A chapter that was played.

    Attributes:
        chapter: The chapter.
        begin: Where it begins.
        segment: How it went; absent until then.
    """

    chapter: Chapter
    begin: Moment
    segment: Segment | None = None

    @property
    def happened(self) -> Segment:
        """How it went.

        Raises:
            RuntimeError: It was not played yet.
        """
        if self.segment is None:
            raise RuntimeError("a chapter was asked for before it was played")
        return self.segment


class Theatre:
    """Plays all chapters of a story.

    Attributes:
        played: What was played, in the order in which it was found.
    """

    def __init__(
        self,
        cell: Cell,
        root: Chapter,
        progress: Progress | None = None,
        *,
        whole: bool = False,
        recall: Recall | None = None,
    ) -> None:
        """Take a story.

        Args:
            cell: The cell.
            root: The story.
            progress: Told the fraction done, now and then.
            whole: Whether free motion is simulated too; a second process never does.
            recall: What was played before.
        """
        self.played: list[Played] = []
        self._cell, self._root, self._whole, self._recall = cell, root, whole, recall
        self._numbers = {part.name: number for number, part in enumerate(cell.parts)}
        self._by_chapter: dict[int, Played] = {}
        self._alike: dict[int, tuple[Chapter, Order]] = {}
        self._meter = _Meter(root, progress)
        self._links: tuple[str, ...] = ()

    def play(self, mate: Mate | None = None) -> None:
        """Play the story, with a second process when there is one."""
        numbers = {id(chapter): number for number, chapter in enumerate(self._root.walk())}
        with ready(self._cell, self._root.before.q) as opened, ThreadPoolExecutor(1) as aside:
            rig = opened.rig
            self._links = rig.links
            level = [(self._root, opened.begin)]
            while level:
                new = [played for chapter, begin in level for played in self._cast(chapter, begin)]
                mine, its = (new, []) if mate is None else _parted(new)
                tasks: list[Task] = [(numbers[id(played.chapter)], played.begin) for played in its]
                asked = None if mate is None else aside.submit(mate.play, tasks, self._recall)
                for played in mine:
                    played.segment = self._perform(rig, played)
                for played, segment in zip(its, () if asked is None else asked.result(), strict=True):
                    played.segment = segment
                    self._meter.done(played.chapter)
                level = [(child, played.happened.end) for played in new for child in played.chapter.children]

    def ways(self, criteria: Criteria) -> Iterator[tuple[Chapter, tuple[Scene, ...], Outcome]]:
        """Give the last chapter of each way, its scenes and what became of it, `yes` before `no`."""
        yield from self._ways(self._root, self._root, tuple(range(len(self._numbers))), (), criteria)

    def _ways(
        self, chapter: Chapter, twin: Chapter, order: Order, before: tuple[Piece, ...], criteria: Criteria
    ) -> Iterator[tuple[Chapter, tuple[Scene, ...], Outcome]]:
        """Follow a chapter; its twin was played for it, maybe itself."""
        segment = self._by_chapter[id(twin)].happened
        scenes = scenes_of(chapter, self._cell)
        t = scenes[0].t if scenes else chapter.before.t
        pieces = (*before, Piece(scenes, t, segment, order))
        if not chapter.children:
            footage = Footage(self._cell, pieces)
            yield chapter, footage.scenes, testify(footage, self._links, chapter.absent, criteria)
        for child, its in zip(chapter.children, twin.children, strict=True):
            like, names = self._alike.get(id(its), (its, range(len(order))))
            yield from self._ways(child, like, tuple(names[number] for number in order), pieces, criteria)

    def _cast(self, chapter: Chapter, begin: Moment) -> Iterator[Played]:
        """Give a chapter to be played, unless one that was begins alike."""
        begin = begin.without(frozenset(self._numbers[name] for name in chapter.absent))
        begin = begin.joined_by(self._arrived(chapter))
        for other in self.played:
            order = likeness(self._cell, chapter, begin, other.chapter, other.begin)
            if order is not None:
                self._alike[id(chapter)] = other.chapter, order
                self._meter.skip(chapter)
                return
        played = Played(chapter, begin)
        self.played.append(played)
        self._by_chapter[id(chapter)] = played
        yield played

    def _arrived(self, chapter: Chapter) -> dict[int, Array]:
        """Give the parts that have come just before a chapter: they stand where the cell has them."""
        return {
            self._numbers[part.name]: at_rest(part, part.T_WO)
            for part in self._cell.parts
            if part.name in chapter.arrived
        }

    def _perform(self, rig: Rig, played: Played) -> Segment:
        chapter = played.chapter

        def told(t: float) -> None:
            self._meter.under_way(chapter, t)

        scenes = scenes_of(chapter, self._cell)
        last, whole, recall = not chapter.children, self._whole, self._recall
        segment = play(rig, played.begin, scenes, last=last, progress=told, whole=whole, recall=recall)
        self._meter.done(chapter)
        return segment


def simulate(
    cell: Cell,
    story: tuple[Scene, ...],
    criteria: Criteria,
    progress: Progress | None = None,
    *,
    whole: bool = False,
    recall: Recall | None = None,
) -> Outcome:
    """Play a plan without forks and tell what became of it.

    Args:
        cell: The cell.
        story: From `story.tell`, not empty.
        criteria: Tolerances of judging.
        progress: Told the fraction done, now and then.
        whole: Whether free motion is simulated too.
        recall: What was played before.
    """
    branch = Branch(tuple(scene.action for scene in story))
    before = replace(story[0], action=Wait(0, 0.0))
    theatre = Theatre(
        cell, Chapter(branch, before, story, (), absent=cell.arriving), progress, whole=whole, recall=recall
    )
    theatre.play()
    ((_, _, outcome),) = theatre.ways(criteria)
    return outcome


def scenes_of(chapter: Chapter, cell: Cell) -> tuple[Scene, ...]:
    """Give what is played in a chapter: at the end of a plan the parts are watched, even when nothing is done there."""
    if chapter.scenes or chapter.children:
        return chapter.scenes
    now, t, q = after(chapter.before, cell)
    return (replace(now, t=t, action=Wait(now.action.step, 0.0), q=q, width=now.width_after),)


def _parted(level: list[Played]) -> tuple[list[Played], list[Played]]:
    """Part a level in two that take about as long, the longest first; what this process plays comes first."""
    shares: tuple[list[Played], list[Played]] = ([], [])
    length = [0.0, 0.0]
    for played in sorted(level, key=lambda played: -played.chapter.duration):
        less = 0 if length[0] <= length[1] else 1
        shares[less].append(played)
        length[less] += played.chapter.duration
    return shares


class _Meter:
    """Tells how much of a story is known."""

    def __init__(self, root: Chapter, progress: Progress | None) -> None:
        self._whole = max(sum(chapter.duration for chapter in root.walk()), 1e-3)
        self._known, self._progress = 0.0, progress

    def under_way(self, chapter: Chapter, t: float) -> None:
        if self._progress is not None:
            self._progress(min((self._known + min(t, chapter.duration)) / self._whole, 1.0))

    def done(self, chapter: Chapter) -> None:
        self._known += chapter.duration
        if self._progress is not None:
            self._progress(min(self._known / self._whole, 1.0))

    def skip(self, chapter: Chapter) -> None:
        self._known += sum(each.duration for each in chapter.walk())
