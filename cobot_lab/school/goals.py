"""Which goals of a lesson a report shows to be reached. What was not checked is never ticked."""

from __future__ import annotations

from dataclasses import dataclass

from cobot_lab.cell.task import Task
from cobot_lab.codes import Code
from cobot_lab.findings import Report


@dataclass(frozen=True, slots=True)
class GoalState:
    """A goal and what is known of it.

    Attributes:
        kind: `part` (lies at its place), `rest` (the arm ends at rest), `time` (within the slot) or `blocks` (few
            enough).
        reached: Yes, no, or nothing when it was not checked.
        part: Name of the part, for a part.
        place: Name of its place, for a part.
        limit: Of the time [s] or of the blocks.
    """

    kind: str
    reached: bool | None
    part: str = ""
    place: str = ""
    limit: float = 0.0


def goals_of(task: Task, report: Report | None = None) -> tuple[GoalState, ...]:
    """Give the goals of a task, with what a report shows of each.

    Args:
        task: What is asked.
        report: Of the program as it is now; nothing when it was not checked.
    """
    seen = report or Report()
    parts = [
        GoalState("part", _lies(seen, goal.part, goal.place), part=goal.part, place=goal.place) for goal in task.goals
    ]
    rest = [GoalState("rest", _holds(seen, ("at_rest",), {Code.NOT_AT_REST}))] if task.at_rest else []
    time = [GoalState("time", _holds(seen, ("duration",), {Code.TOO_LONG}), limit=task.duration_max)]
    few = _holds(seen, ("blocks",), {Code.TOO_MANY_BLOCKS})
    blocks = [GoalState("blocks", few, limit=float(task.blocks_max))] if task.blocks_max else []
    return (*parts, *rest, *time, *blocks)


def _lies(report: Report, part: str, place: str) -> bool | None:
    missed = [
        one
        for one in report.findings
        if one.code in {Code.PART_NOT_AT_GOAL, Code.PART_TURNED}
        and (one.fact("part"), one.fact("place")) == (part, place)
    ]
    if missed:
        return False
    return True if {"goal", "goal_turn"} <= set(report.run) else None


def _holds(report: Report, checks: tuple[str, ...], against: set[Code]) -> bool | None:
    if any(one.code in against for one in report.findings):
        return False
    return True if set(checks) <= set(report.run) else None
