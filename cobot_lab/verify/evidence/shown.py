"""Which way through a plan with forks is shown: the one that a finding is about, else the first."""

from __future__ import annotations

from dataclasses import replace

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.findings import Finding
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.chapter import Decided, chapters, ways
from cobot_lab.verify.subject import Subject


def shown(plan: Plan, cell: Cell, task: Task | None, finding: Finding | None) -> tuple[Subject, bool]:
    """Give one way through a plan, as a plan without forks in its cell.

    Args:
        plan: The plan.
        cell: Its cell.
        task: What it has to achieve.
        finding: What is to be seen; its outcomes choose the way.

    Returns:
        The way, and whether it is the first one, which is the one that was recorded.
    """
    if plan.fork is None:
        return Subject(plan, cell, task), True
    through = tuple(ways(chapters(plan, cell)))
    wanted = () if finding is None else finding.outcomes
    number = max(range(len(through)), key=lambda k: (_agreed(through[k][0].decided, wanted), -k))
    chapter, scenes = through[number]
    way = replace(plan, actions=tuple(scene.action for scene in scenes), fork=None)
    subject = Subject(way, cell, task, told=scenes, answers=chapter.answers, absent=chapter.absent)
    subject.ended = chapter.doings
    return subject, number == 0


def _agreed(decided: Decided, wanted: Decided) -> int:
    """Tell how many of the outcomes wanted a way has, from the first on.

    What was measured is told by an example, so any value counts where the sensor is the same one.
    """
    agreed = 0
    for (sensor, answer), (asked, told) in zip(decided, wanted, strict=False):
        measured = isinstance(answer, float) and isinstance(told, float)
        if sensor != asked or not (measured or answer == told):
            break
        agreed += 1 + (answer == told)
    return agreed
