"""Every part lies where its kind belongs, whatever the sensor saw."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.kinds import lies_in, seen
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a way after which a part that was seen is not where its kind belongs; facts: part, answer, wanted.

    What kind a part is follows from what the sensor saw of it on this way. The first such part is named.
    """
    if subject.task is None or not subject.task.sorting:
        return
    final, known = dict(subject.happened.final), dict(seen(subject))
    for part in sorted(set(final) - subject.absent):
        for rule in subject.task.sorting:
            if rule.answer in known.get((rule.sensor, part), ()) and not lies_in(subject, final[part], rule):
                step = subject.plan.actions[-1].step
                t = subject.plan.duration
                yield Finding.of(Code.PART_NOT_SORTED, step=step, t=t, part=part, answer=rule.answer, wanted=rule.thing)
                return


CHECK = Check(
    "sorted_parts",
    Stage.PHYSICS,
    look,
    after=("grasp_forms", "grasp_slips", "part_dropped", "part_disturbed", "empty_hand"),
)
