"""The judgement of a plan with forks: each stretch once for its motion, each way through for what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.codes import Code
from cobot_lab.findings import Coverage, Finding, refusals
from cobot_lab.motion.actions import AnyAction
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.chapter import Chapter, Decided
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.checks.registry import CHECKS
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.known import Known, Scenery
from cobot_lab.verify.mate import Mate
from cobot_lab.verify.played import Theatre
from cobot_lab.verify.recall import Recall
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.story import Scene
from cobot_lab.verify.subject import Subject

ALONE = 120.0
"""Motion that one process plays alone [s]: less than it is worth to start another one. The answer is the same."""
Remark = tuple[Code, int | None]
"""What makes two findings one: code and step."""


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """Something to judge: a stretch, or a way through from start to end.

    Attributes:
        subject: With times from 0.
        t: Instant at which it begins [s].
        chapter: The chapter that it ends with.
        through: Whether it is a way through from start to end.
    """

    subject: Subject
    t: float
    chapter: Chapter
    through: bool = False

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
        coverage: How much was played; nothing until then.
        ways: What is decided on each way through.
        shown: On which of them a finding was, by its code and step; of those that were asked of whole ways.
        numbers: Of the readings that are decided on the first of these, likewise.
        checks: What is asked.
    """

    done: dict[str, bool] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    coverage: Coverage | None = None
    ways: set[Decided] = field(default_factory=set)
    shown: dict[Remark, dict[Decided, None]] = field(default_factory=dict)
    numbers: dict[Remark, tuple[int, ...]] = field(default_factory=dict)
    checks: tuple[Check, ...] = CHECKS

    def ask(self, stage: Stage, way: Way, *, whole: bool | None = None) -> None:
        """Ask the checks of a stage about one way."""
        here: dict[str, bool] = {}
        for check in self.checks:
            if check.stage is not stage or (whole is not None and check.whole is not whole):
                continue
            if any(here.get(name, self.done.get(name, True)) for name in check.after):
                self.skipped.add(check.name)
                continue
            found = tuple(way.findings(check))
            here[check.name] = bool(refusals(found))
            for one in found if way.through else ():
                self.shown.setdefault((one.code, one.step), {})[way.chapter.decided] = None
                self.numbers.setdefault((one.code, one.step), way.chapter.numbers)
            self.take(check.name, found)

    def take(self, name: str, found: tuple[Finding, ...]) -> None:
        """Add what a check found."""
        self.done[name] = self.done.get(name, False) or bool(refusals(found))
        known = {(other.code, other.step) for other in self.findings}
        self.findings.extend(one for one in found if (one.code, one.step) not in known)

    def told(self) -> tuple[Finding, ...]:
        """Give the findings, each with the fewest first answers behind which every way shows it."""
        return tuple(replace(one, outcomes=self._measured(one, self._needed(one))) for one in self.findings)

    def _measured(self, finding: Finding, outcomes: Decided) -> Decided:
        """Put the very value that a finding is about in the place of the one that its way is told by."""
        facts, numbers = dict(finding.facts), self.numbers.get((finding.code, finding.step), ())
        if "measured" not in facts or facts["reading"] not in numbers[: len(outcomes)]:
            return outcomes
        index = numbers.index(facts["reading"])
        return (*outcomes[:index], (outcomes[index][0], facts["measured"]), *outcomes[index + 1 :])

    def _needed(self, finding: Finding) -> Decided:
        shown = self.shown.get((finding.code, finding.step), {})
        size = len(finding.outcomes)
        for n in range(size if shown else 0):
            first = finding.outcomes[:n]
            if {way for way in self.ways if way[:n] == first} <= shown.keys():
                return first
        return finding.outcomes


def judge_motion(
    plan: Plan, cell: Cell, task: Task | None, root: Chapter, verdicts: Verdicts, scenery: Scenery | None = None
) -> None:
    """Ask the checks of the motion about every stretch, and about how every way through ends.

    As for a plan without forks, its duration comes first: what is too long is not looked at any further.
    """
    ways = tuple(_ways(plan, cell, task, root, ()))
    verdicts.ways.update(way.chapter.decided for way in ways)
    for way in ways:
        verdicts.ask(Stage.SLOT, way)
    if not any(verdicts.done.values()):
        with Known(cell, (way.subject.story for way in ways), CRITERIA, scenery) as known:
            for stretch in _stretches(plan, cell, task, root, (), known):
                verdicts.ask(Stage.MOTION, stretch, whole=False)
            for way in ways:
                whole = replace(way, subject=replace(way.subject, known=known))
                verdicts.ask(Stage.MOTION, whole, whole=True)
    for way in ways:
        verdicts.ask(Stage.END, way)


def judge_physics(
    plan: Plan,
    cell: Cell,
    task: Task | None,
    root: Chapter,
    verdicts: Verdicts,
    progress: Callable[[float], None] | None = None,
    *,
    alone: bool = False,
    whole: bool = False,
    recall: Recall | None = None,
) -> Recording:
    """Play every way through and ask the checks of the physics about it.

    Args:
        plan: The plan.
        cell: The cell in which it is played.
        task: What it has to achieve, or nothing.
        root: Its story, as meant.
        verdicts: Where what is found goes.
        progress: Told the fraction played, now and then.
        alone: Whether no other process may help, however long it is.
        whole: Whether free motion is simulated too; no other process helps then.
        recall: What was played before.

    Returns:
        The recording of the first way.
    """
    theatre = Theatre(cell, root, progress, whole=whole, recall=recall)
    length = sum(chapter.duration for chapter in root.walk())
    with Mate(plan, cell) if length > ALONE and not (alone or whole) else nullcontext() as mate:
        theatre.play(mate)
    first: Recording | None = None
    count = 0
    for chapter, scenes, outcome in theatre.ways(CRITERIA):
        first, count = first or outcome.recording, count + 1
        way = replace(plan, actions=_actions(scenes), fork=None)
        subject = Subject(way, cell, task, CRITERIA, outcome, scenes, None, chapter.answers, chapter.absent)
        subject.ended = chapter.doings
        verdicts.ask(Stage.PHYSICS, Way(subject, 0.0, chapter, through=True))
    verdicts.coverage = Coverage(count, sum(1 for _ in root.walk()), len(theatre.played))
    assert first is not None, "a plan has a way through"
    return first


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
        told = tuple(known.begun_at(scene, t) for scene in scenes)
        way = replace(plan, actions=_actions(scenes), fork=None, q_start=scenes[0].q)
        yield Way(Subject(way, cell, task, CRITERIA, None, told, known), t, chapter)
    for child in chapter.children:
        yield from _stretches(plan, cell, task, child, (*before, *chapter.scenes), known)


def _ways(plan: Plan, cell: Cell, task: Task | None, chapter: Chapter, before: tuple[Scene, ...]) -> Iterator[Way]:
    scenes = (*before, *chapter.scenes)
    if not chapter.children:
        way = replace(plan, actions=_actions(scenes), fork=None)
        subject = Subject(way, cell, task, told=scenes, answers=chapter.answers, absent=chapter.absent)
        subject.ended = chapter.doings
        yield Way(subject, 0.0, chapter, through=True)
    for child in chapter.children:
        yield from _ways(plan, cell, task, child, scenes)


def _actions(scenes: tuple[Scene, ...]) -> tuple[AnyAction, ...]:
    return tuple(scene.action for scene in scenes)
