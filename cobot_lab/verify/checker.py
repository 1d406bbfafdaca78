"""The judgement of a plan: every check in its order, in stages, as one report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from cobot_lab import stored
from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.findings import Finding, Report, Verdict, refusals
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.chapter import chapters
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.checks.registry import CHECKS
from cobot_lab.verify.forked import Verdicts, judge_motion, judge_physics
from cobot_lab.verify.known import Known
from cobot_lab.verify.played import simulate
from cobot_lab.verify.recall import Recall
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.robustness.trials import robustness, shortfall
from cobot_lab.verify.soundness import require_sound
from cobot_lab.verify.subject import Subject

NAMES = tuple(one.name for one in CHECKS)
"""Names of all checks, in the order in which they run."""

ROBUSTNESS = "robustness"
"""Name of what is looked at last, and only when the task asks for it: how many slightly different cells it passes."""

Progress = Callable[[str, float], None]
"""Told what is being done and the fraction of it done."""


def check(
    plan: Plan,
    cell: Cell,
    task: Task | None = None,
    progress: Progress | None = None,
    found: Callable[[Report], None] | None = None,
    recall: Recall | None = None,
) -> tuple[Recording | None, Report]:
    """Judge a plan.

    First its duration, since the longest plans take longest to judge, then its motion, how it ends, and when nothing
    of it was refused, what the physics makes of it. Checks that became meaningless because of an earlier refusal are
    listed as not run. Where the task asks for it and all was passed, the plan is then played in cells a little
    different from this one.

    Args:
        plan: The plan.
        cell: The cell it was made for.
        task: What it has to achieve; without one it is judged for safety and soundness alone.
        progress: Told the name of each check, `physics` or `robustness`, and a fraction.
        found: Told what was found so far, once, before the physics.
        recall: What was played for earlier plans: only what is new is simulated. The answer is the same.

    Returns:
        The recording of the physics, or nothing when it did not run, and the report; its subject is the digest of the
        plan's bytes.

    Raises:
        PlanError: The plan is not one for this cell, or not sound in form.
    """
    require_sound(plan, cell)
    tell = progress or _silent
    judge = _check if plan.fork is None else _check_forked
    recording, report = judge(plan, cell, task, tell, found or _unheard, recall)
    if task is None or task.robust is None:
        return recording, report
    if report.verdict is not Verdict.PASSED:
        return recording, replace(report, not_run=(*report.not_run, ROBUSTNESS))
    wanted = task.robust
    shown = robustness(
        plan,
        cell,
        task,
        worlds=wanted.worlds,
        seed=wanted.seed,
        wanted=wanted.passed,
        progress=lambda fraction: tell(ROBUSTNESS, fraction),
    )
    return recording, replace(
        report, run=(*report.run, ROBUSTNESS), findings=(*report.findings, *shortfall(wanted, shown))
    )


def _check(
    plan: Plan,
    cell: Cell,
    task: Task | None,
    progress: Progress,
    found: Callable[[Report], None],
    recall: Recall | None,
) -> tuple[Recording | None, Report]:
    subject = Subject(plan, cell, task, absent=cell.arriving)
    session = _Session(subject, progress)
    session.run(Stage.SLOT)
    if not refusals(session.findings):
        scenery = None if recall is None else recall.of(cell)[1]
        with Known(cell, (subject.story,), subject.criteria, scenery) as subject.known:
            session.run(Stage.MOTION)
    refused = bool(refusals(session.findings))
    session.run(Stage.END)
    if not refused:
        found(session.report(""))
        subject.outcome = simulate(
            cell,
            subject.story,
            subject.criteria,
            lambda fraction: session.progress("physics", fraction),
            recall=recall,
        )
        session.run(Stage.PHYSICS)
    recording = None if subject.outcome is None else subject.outcome.recording
    return recording, session.report(stored.sha256(plan.to_bytes()))


def _check_forked(
    plan: Plan,
    cell: Cell,
    task: Task | None,
    progress: Progress,
    found: Callable[[Report], None],
    recall: Recall | None,
) -> tuple[Recording | None, Report]:
    root, verdicts = chapters(plan, cell), Verdicts()
    progress("motion", 0.0)
    judge_motion(plan, cell, task, root, verdicts, None if recall is None else recall.of(cell)[1])
    recording = None
    early = [verdicts.done.get(one.name) for one in CHECKS if one.stage in (Stage.SLOT, Stage.MOTION)]
    if all(refused is False for refused in early):
        found(_report_of(verdicts, ""))
        recording = judge_physics(
            plan, cell, task, root, verdicts, lambda fraction: progress("physics", fraction), recall=recall
        )
    return recording, _report_of(verdicts, stored.sha256(plan.to_bytes()))


def _report_of(verdicts: Verdicts, subject: str) -> Report:
    done = {name for name in verdicts.done if name not in verdicts.skipped}
    run = tuple(one.name for one in CHECKS if one.name in done)
    not_run = tuple(one.name for one in CHECKS if one.name not in done)
    return Report(subject, run, not_run, tuple(sorted(verdicts.told(), key=_place)), verdicts.coverage)


def _silent(_name: str, _fraction: float) -> None:
    return


def _unheard(_so_far: Report) -> None:
    return


@dataclass(eq=False)
class _Session:
    subject: Subject
    progress: Progress
    done: dict[str, bool] = field(default_factory=dict)
    """Whether each check that ran refused something."""
    findings: list[Finding] = field(default_factory=list)

    def run(self, stage: Stage) -> None:
        for one in CHECKS:
            if one.stage is stage and not any(self._refused(name) for name in one.after):
                self.progress(one.name, 0.0)
                self._look(one)
                self.progress(one.name, 1.0)

    def _look(self, one: Check) -> None:
        found = tuple(one.look(self.subject))
        self.findings.extend(found)
        self.done[one.name] = bool(refusals(found))

    def _refused(self, name: str) -> bool:
        """Tell whether a check refused; one that did not run at all is as good as that."""
        return self.done.get(name, True)

    def report(self, subject: str) -> Report:
        run = tuple(one.name for one in CHECKS if one.name in self.done)
        not_run = tuple(one.name for one in CHECKS if one.name not in self.done)
        return Report(subject, run, not_run, tuple(sorted(self.findings, key=_place)))


def _place(finding: Finding) -> tuple[float, float]:
    """Order of the program, then of time; what belongs to no step or instant comes last."""
    step = float("inf") if finding.step is None else float(finding.step)
    return step, float("inf") if finding.t is None else finding.t
