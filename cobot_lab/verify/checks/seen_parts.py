"""Every part that may be of several kinds was seen by the sensor that tells them apart."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.kinds import lies_in, seen
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a way on which a part was never seen and does not lie where each kind belongs; facts: part, sensor.

    A part that was never seen may be of any kind. Where a number of parts is asked for, those that were never gripped
    may stay where they wait. The first such part is named.
    """
    if subject.task is None or not subject.task.sorting:
        return
    final, known = dict(subject.happened.final), seen(subject)
    for part in sorted(set(final) - subject.absent - _may_wait(subject)):
        for rule in subject.task.sorting:
            if (rule.sensor, part) not in known and not lies_in(subject.cell, part, final[part], rule.thing):
                step = subject.plan.actions[-1].step
                t = subject.plan.duration
                yield Finding.of(Code.PART_NEVER_SEEN, step=step, t=t, part=part, sensor=rule.sensor)
                return


def _may_wait(subject: Subject) -> set[str]:
    assert subject.task is not None
    if not subject.task.quotas:
        return set()
    return {part.name for part in subject.cell.parts} - {scene.closes_on for scene in subject.story}


CHECK = Check(
    "seen_parts",
    Stage.PHYSICS,
    look,
    after=("grasp_forms", "grasp_slips", "part_dropped", "part_disturbed", "empty_hand"),
)
