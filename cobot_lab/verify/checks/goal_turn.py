"""Every part of the task lies at its place the way round that the place wants."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.story import thing_of
from cobot_lab.verify.subject import Subject
from cobot_lab.verify.symmetry import turn_at_place


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a plan after which a part at its goal is turned away from its place's x axis; facts: part, place, turn."""
    if subject.task is None:
        return
    final = dict(subject.happened.final)
    for goal in subject.task.goals:
        if goal.part in subject.absent | subject.stuck:
            continue
        place = subject.cell.place(goal.place)
        assert place is not None  # else `goal` has raised
        turn = turn_at_place(place.T_WP, final[goal.part], thing_of(subject.cell, goal.part).shapes)
        if not turn <= subject.criteria.goal_turn:
            yield Finding.of(
                Code.PART_TURNED,
                step=subject.plan.actions[-1].step,
                t=subject.plan.duration,
                part=goal.part,
                place=goal.place,
                turn=turn,
            )


CHECK = Check("goal_turn", Stage.PHYSICS, look, after=("goal",))
