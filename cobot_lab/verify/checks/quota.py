"""As many parts as asked for lie where they were asked for."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.cell.doings import arrival_of
from cobot_lab.cell.task import Quota
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Read
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.kinds import lies_in
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a way after which too many parts lie in a thing, or too few although there were more.

    Fewer are right where the sensor that looks at the supply said at last that nothing is left, after as much time as a
    part takes at most to arrive. Facts: thing, count, wanted.
    """
    if subject.task is None:
        return
    for quota in subject.task.quotas:
        final = dict(subject.happened.final)
        there = [part for part in final if part not in subject.absent]
        count = sum(lies_in(subject.cell, part, final[part], quota.thing) for part in there)
        if count > quota.count or (count < quota.count and not _used_up(subject, quota)):
            step, t = subject.plan.actions[-1].step, subject.plan.duration
            yield Finding.of(Code.QUOTA_MISSED, step=step, t=t, thing=quota.thing, count=count, wanted=quota.count)


def _used_up(subject: Subject, quota: Quota) -> bool:
    """Tell whether the last answer about the supply can only have been no, and a part would have come by then."""
    arrival = arrival_of(subject.cell, quota.supply)
    if arrival is not None and arrival.name not in subject.doings.out:
        return False
    reads = [scene.action for scene in subject.story if isinstance(scene.action, Read)]
    last = next((read for read in reversed(reads) if read.sensor == quota.supply), None)
    return last is not None and set(subject.answers.get(last.reading, last.may_see)) == {False}


CHECK = Check(
    "quota",
    Stage.PHYSICS,
    look,
    after=("grasp_forms", "grasp_slips", "part_dropped", "part_disturbed", "empty_hand"),
)
