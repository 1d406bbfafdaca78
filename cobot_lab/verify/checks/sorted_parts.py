"""Every part lies where its kind belongs, whatever the sensor saw."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.cell.task import Sorting
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.program.residual import Answer
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.kinds import lies_in, seen
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a way after which a part that was seen is not where its kind belongs.

    What kind a part is follows from what the sensor saw of it on this way. The first such part is named, and of what is
    measured the value that tells. Facts: part, wanted, and answer or sensor, measured, reading.
    """
    if subject.task is None or not subject.task.sorting:
        return
    final, known = dict(subject.happened.final), seen(subject)
    for part in sorted(set(final) - subject.absent):
        for rule in subject.task.sorting:
            found = known.get((rule.sensor, part))
            if found is None or lies_in(subject.cell, part, final[part], rule.thing):
                continue
            for answer in found.about(rule)[:1]:
                yield _not_sorted(subject, part, rule, answer, found.reading)
                return


def _not_sorted(subject: Subject, part: str, rule: Sorting, answer: Answer, reading: int) -> Finding:
    step, t = subject.plan.actions[-1].step, subject.plan.duration
    if not rule.measured:
        return Finding.of(Code.PART_NOT_SORTED, step=step, t=t, part=part, answer=rule.answer, wanted=rule.thing)
    return Finding.of(
        Code.PART_MEASURED_ELSEWHERE,
        step=step,
        t=t,
        part=part,
        sensor=rule.sensor,
        measured=answer,
        wanted=rule.thing,
        reading=reading,
    )


CHECK = Check(
    "sorted_parts",
    Stage.PHYSICS,
    look,
    after=("grasp_forms", "grasp_slips", "part_dropped", "part_disturbed", "empty_hand"),
)
