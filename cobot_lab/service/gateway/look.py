"""One second look, made in a process of its own: figures, pictures and findings for whoever has to decide."""

from __future__ import annotations

from dataclasses import dataclass

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.deploy.standards import Standards
from cobot_lab.findings import Report, Verdict
from cobot_lab.motion.plan_data import Plan
from cobot_lab.service.gateway.second_look import Programs, contents, judged
from cobot_lab.trust.bundle import Bundle
from cobot_lab.verify.chapter import chapters
from cobot_lab.verify.margins import Margin, margins, merged
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.robustness.trials import robustness
from cobot_lab.verify.subject import Subject

MEASURED = 8
"""How many ways through a plan with forks are measured."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a second look gave.

    Attributes:
        report: Of the checks run now, with everything that differs from what the bundle announces.
        ways: Number of ways through the plan.
        measured: On how many of them the margins were measured.
        margins: The worst of each measure; none when nothing could be measured.
        parts: Names of the parts that the arm takes, in the order of that.
        duration: Of the longest way [s].
        recording: What the physics showed now, as stored; empty when it did not run.
    """

    report: Report
    ways: int = 0
    measured: int = 0
    margins: tuple[Margin, ...] = ()
    parts: tuple[str, ...] = ()
    duration: float = 0.0
    recording: bytes = b""

    @property
    def passed(self) -> bool:
        """Whether nothing stands in the way of an approval."""
        return self.report.verdict is Verdict.PASSED


def look(data: bytes, standards: Standards, programs: Programs) -> Look:
    """Look at a bundle.

    Args:
        data: Its bytes.
        standards: What it has to come up to here.
        programs: See `second_look.Programs`.
    """
    opened, report = Bundle.open(data)
    if opened is None:
        return Look(report)
    about, found = contents(opened, standards, programs)
    if about is None or about.plan is None:
        return Look(report.joined(found))
    kept: list[Recording | None] = []
    report = report.joined(judged(opened, about, shown=kept.append))
    recording = kept[0].to_bytes() if kept and kept[0] is not None else b""
    plan, cell = about.plan, about.cell
    ways = plan.paths()
    duration = max(plan.along(way).duration for way in ways)
    measured = ways[:MEASURED] if report.verdict is Verdict.PASSED else ()
    worst = merged(tuple(_margins(plan.along(way), cell, about.task) for way in measured))
    return Look(report, len(ways), len(measured), worst, _parts(plan, cell), duration, recording)


def shaken(data: bytes, standards: Standards, programs: Programs, worlds: int) -> tuple[int, int] | None:
    """Play a bundle's plan in slightly different cells.

    Returns:
        In how many it passes, of how many; nothing for a plan with forks, which is not played so.
    """
    opened, _ = Bundle.open(data)
    about = None if opened is None else contents(opened, standards, programs)[0]
    if about is None or about.plan is None or about.plan.fork is not None:
        return None
    found = robustness(about.plan, about.cell, about.task, worlds=worlds, processes=1)
    return found.passed, found.total


def _margins(plan: Plan, cell: Cell, task: Task | None) -> tuple[Margin, ...]:
    return margins(Subject(plan, cell, task, absent=cell.arriving))


def _parts(plan: Plan, cell: Cell) -> tuple[str, ...]:
    taken = (scene.closes_on for chapter in chapters(plan, cell).walk() for scene in chapter.scenes)
    return tuple(dict.fromkeys(filter(None, taken)))
