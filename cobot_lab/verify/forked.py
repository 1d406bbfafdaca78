"""The judgement of a plan with forks: each stretch once for its motion, each way through for what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.findings import Finding, refusals
from cobot_lab.motion.actions import AnyAction
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.chapter import Chapter
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.checks.registry import CHECKS
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.known import Known
from cobot_lab.verify.outcome import Outcome
from cobot_lab.verify.story import Scene
from cobot_lab.verify.subject import Subject


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """Something to judge: a stretch, or a way through from start to end.

    Attributes:
        subject: With times from 0.
        t: Instant at which it begins [s].
        chapter: The chapter that it ends with.
    """

    subject: Subject
    t: float
    chapter: Chapter

    def findings(self, check: Check) -> Iterator[Finding]:
        """Ask a check; findings get their instant on the whole way, and what was read until then."""
        for found in check.look(self.subject):
            t = None if found.t is None else found.t + self.t
            late = float("inf") if t is None else t
            known = zip(self.chapter.decided, self.chapter.decided_at, strict=True)
            yield replace(found, t=t, outcomes=tuple(outcome for outcome, at in known if at <= late))


@dataclass(slots=True)
class Verdicts:
    """What the checks found: each code once for each step, on the first way that shows it.

    Attributes:
        done: For every check that was asked, whether it refused.
        skipped: Names of the checks that could not be asked on some way.
        findings: In the order in which they were found.
    """

    done: dict[str, bool] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def ask(self, stage: Stage, way: Way, *, whole: bool | None = None) -> None:
        """Ask the checks of a stage about one way."""
        here: dict[str, bool] = {}
        for check in CHECKS:
            if check.stage is not stage or (whole is not None and check.whole is not whole):
                continue
            if any(here.get(name, self.done.get(name, True)) for name in check.after):
                self.skipped.add(check.name)
                continue
            found = tuple(way.findings(check))
            here[check.name] = bool(refusals(found))
            self.take(check.name, found)

    def take(self, name: str, found: tuple[Finding, ...]) -> None:
        """Add what a check found."""
        self.done[name] = self.done.get(name, False) or bool(refusals(found))
        known = {(other.code, other.step) for other in self.findings}
        self.findings.extend(one for one in found if (one.code, one.step) not in known)


def judge_motion(plan: Plan, cell: Cell, task: Task | None, root: Chapter, verdicts: Verdicts) -> None:
    """Ask the checks of the motion about every stretch, and about how every way through ends."""
    scenes = tuple(scene for chapter in root.walk() for scene in chapter.scenes)
    with Known(cell, scenes) as known:
        for way in list(_stretches(plan, cell, task, root, (), known)):
            verdicts.ask(Stage.MOTION, way, whole=False)
        for way in _ways(plan, cell, task, root, (), known):
            verdicts.ask(Stage.MOTION, way, whole=True)
            verdicts.ask(Stage.END, way)


def judged_physics(
    plan: Plan, cell: Cell, task: Task | None, verdicts: Verdicts
) -> Callable[[Chapter, tuple[Scene, ...], Outcome], None]:
    """Give what asks the checks of the physics at the end of each way through."""

    def at_end(chapter: Chapter, scenes: tuple[Scene, ...], outcome: Outcome) -> None:
        way = replace(plan, actions=_actions(scenes), fork=None)
        verdicts.ask(
            Stage.PHYSICS,
            Way(
                Subject(way, cell, task, CRITERIA, outcome, scenes, None, chapter.answers, chapter.absent), 0.0, chapter
            ),
        )

    return at_end


def _stretches(
    plan: Plan, cell: Cell, task: Task | None, chapter: Chapter, before: tuple[Scene, ...], known: Known
) -> Iterator[Way]:
    """Give each chapter, from the closing on whose part it still carries: how a part is moved belongs to its grip."""
    carried = chapter.scenes[0].carried if chapter.scenes else None
    begun = len(before)
    if carried is not None:
        begun = max((i for i, scene in enumerate(before) if scene.closes_on), default=begun)
    scenes = (*before[begun:], *chapter.scenes)
    if chapter.scenes:
        t = scenes[0].t
        told = tuple(replace(scene, t=scene.t - t) for scene in scenes)
        way = replace(plan, actions=_actions(scenes), fork=None, q_start=scenes[0].q)
        yield Way(Subject(way, cell, task, CRITERIA, None, told, known), t, chapter)
    for child in chapter.children:
        yield from _stretches(plan, cell, task, child, (*before, *chapter.scenes), known)


def _ways(
    plan: Plan, cell: Cell, task: Task | None, chapter: Chapter, before: tuple[Scene, ...], known: Known
) -> Iterator[Way]:
    scenes = (*before, *chapter.scenes)
    if not chapter.children:
        way = replace(plan, actions=_actions(scenes), fork=None)
        yield Way(Subject(way, cell, task, CRITERIA, None, scenes, known), 0.0, chapter)
    for child in chapter.children:
        yield from _ways(plan, cell, task, child, scenes, known)


def _actions(scenes: tuple[Scene, ...]) -> tuple[AnyAction, ...]:
    return tuple(scene.action for scene in scenes)
