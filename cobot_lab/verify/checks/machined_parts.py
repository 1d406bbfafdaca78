"""Every part that has to be machined was in its machine when that was started."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a way on which a part of the task was not machined, unless it has not come; fact: part."""
    if subject.task is None:
        return
    for part in sorted(set(subject.task.machined) - subject.machined - subject.absent):
        yield Finding.of(Code.PART_NOT_MACHINED, step=subject.plan.actions[-1].step, t=subject.plan.duration, part=part)
        return


CHECK = Check("machined_parts", Stage.END, look, after=("duration", "machine_fed"))
