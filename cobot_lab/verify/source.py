"""The whole way from a pupil's source to a verdict, for whoever asks: terminal, lessons, checker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.findings import Report, refusals
from cobot_lab.language.faces import Face
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.program.program import Program
from cobot_lab.verify.checker import NAMES, check
from cobot_lab.verify.first_look import looked_over
from cobot_lab.verify.recall import Recall
from cobot_lab.verify.recording import Recording


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """What became of a source: each stage's value as far as it came, and one report over all of them.

    Attributes:
        report: Every finding with its span; checks that could not run are listed as not run.
        program: The program, or nothing when the source could not be read.
        plan: The plan, or nothing when the program could not be planned.
        recording: What happened in the simulation, or nothing when it did not run.
    """

    report: Report
    program: Program | None = None
    plan: Plan | None = None
    recording: Recording | None = None


def check_source(
    source: bytes,
    cell: Cell,
    task: Task | None = None,
    progress: Callable[[str, float], None] | None = None,
    face: Face = "python",
    found: Callable[[Report], None] | None = None,
    recall: Recall | None = None,
) -> Checked:
    """Read, plan and check a program.

    Args:
        source: The program as stored, text or blocks.
        cell: The cell that it is written for.
        task: What it has to achieve; without one, goals are not asked for.
        progress: Told the name of the stage and how much of it is done (0..1).
        face: In which face the program is kept.
        found: Told what was found so far, when the program was read, planned, and its motion judged; what it is told
            is never a passing report.
        recall: What was played for earlier programs: only what is new is simulated. The answer is the same.
    """
    tell = found or _ignore
    program, report, outlook = looked_over(source, cell, task, face)
    if program is None or outlook is None or refusals(report.findings):
        return Checked(_with_missing(report), program)
    tell(_with_missing(report))
    ways = None if recall is None else recall.of(cell)[0]
    planned, plan_report = plan(program, cell, outlook=outlook, ways=ways)
    report = report.joined(plan_report.placed(program.span_of))
    if planned is None or outlook.cut:  # of ways that were not followed to their end nothing can be said
        return Checked(_with_missing(report), program, planned)
    tell(_with_missing(report))
    recording, checks = check(
        planned, cell, task, progress, lambda motion: tell(report.joined(motion.placed(program.span_of))), recall
    )
    return Checked(report.joined(checks.placed(program.span_of)), program, planned, recording)


def _ignore(_report: Report) -> None:
    return


def _with_missing(report: Report) -> Report:
    return report.joined(Report(not_run=NAMES))
