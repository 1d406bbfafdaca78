"""The whole way from a pupil's source to a verdict, for whoever asks: terminal, lessons, checker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.findings import Finding, Report
from cobot_lab.language.reader import read
from cobot_lab.language.toolbox import outside_toolbox
from cobot_lab.motion.outlook import Outlook, explore
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.program.commands import Command
from cobot_lab.program.gripping import misplaced
from cobot_lab.program.program import Program
from cobot_lab.verify.checker import NAMES, check
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
) -> Checked:
    """Read, plan and check a program.

    Args:
        source: The program's text as stored.
        cell: The cell that it is written for.
        task: What it has to achieve; without one, goals are not asked for.
        progress: Told the name of the stage and how much of it is done (0..1).
    """
    program, report = read(source)
    if program is None:
        return Checked(_with_missing(report))
    if task is not None:
        report = replace(report, run=(*report.run, "toolbox"))
        report = report.joined(Report(findings=outside_toolbox(program, task.toolbox)))
    outlook = explore(program, cell)  # what stops it on the way is the planner's to say
    report = report.joined(Report(run=("gripping",), findings=_misplaced(program, outlook)))
    if report.findings:
        return Checked(_with_missing(report.placed(program.span_of)), program)
    planned, plan_report = plan(program, cell, outlook=outlook)
    report = report.joined(plan_report.placed(program.span_of))
    if planned is None:
        return Checked(_with_missing(report), program)
    recording, checks = check(planned, cell, task, progress)
    return Checked(report.joined(checks.placed(program.span_of)), program, planned, recording)


def _misplaced(program: Program, outlook: Outlook) -> tuple[Finding, ...]:
    """Look at the gripper's orders on every way through, and tell each thing once."""
    found: dict[tuple[str, int | None], Finding] = {}
    for commands in outlook.root.paths():
        for finding in misplaced(program, (command for command in commands if isinstance(command, Command))):
            found.setdefault((finding.code, finding.step), finding)
    return tuple(found.values())


def _with_missing(report: Report) -> Report:
    return report.joined(Report(not_run=NAMES))
