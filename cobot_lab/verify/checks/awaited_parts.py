"""Parts that have not come were waited for as long as they may take."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a way on which a part of the task never came, nor was late; facts: part, place, limit.

    A part is late once a wait for one at its station, as long as they take at most, was in vain. The first such part is
    named.
    """
    if subject.task is None:
        return
    asked = {goal.part for goal in subject.task.goals}
    for arrival in subject.cell.arrivals:
        if arrival.name in subject.doings.late:
            continue
        for part in arrival.parts:
            if part in subject.absent and (part in asked or subject.task.sorting):
                yield Finding.of(
                    Code.PART_NOT_AWAITED,
                    step=subject.plan.actions[-1].step,
                    t=subject.plan.duration,
                    part=part,
                    place=arrival.station,
                    limit=arrival.last,
                )
                return


CHECK = Check("awaited_parts", Stage.END, look, after=("duration",))
