"""Every part of the task lies at its place at the end."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import CobotLabError, Finding
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.subject import Subject


class GoalError(CobotLabError):
    """A task asks for what its cell does not have."""

    def __init__(self, task: str, part: str, place: str) -> None:
        super().__init__(f"task {task}: part {part!r} at place {place!r}; expected names of the cell")


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a plan after which a part is not at its goal; facts: part, place, offset.

    It lies at a place when its origin does, the goal's offset added. Without a task there is no goal.

    Raises:
        GoalError: The task names a part or a place that the cell does not have.
    """
    if subject.task is None:
        return
    final = dict(subject.happened.final)
    for goal in subject.task.goals:
        if goal.part in subject.absent | subject.stuck:
            continue
        place = subject.cell.place(goal.place)
        if place is None or goal.part not in final:
            raise GoalError(subject.task.name, goal.part, goal.place)
        offset = float(np.linalg.norm(final[goal.part][:3, 3] - place.T_WP[:3, 3] - goal.offset))
        if not offset <= subject.criteria.goal:
            step = subject.plan.actions[-1].step
            yield Finding.of(
                Code.PART_NOT_AT_GOAL,
                step=step,
                t=subject.plan.duration,
                part=goal.part,
                place=goal.place,
                offset=offset,
            )


CHECK = Check(
    "goal",
    Stage.PHYSICS,
    look,
    after=(
        "grasp_forms",
        "grasp_slips",
        "part_dropped",
        "part_disturbed",
        "empty_hand",
        "machined_parts",
        "machine_awaited",
    ),
)
