"""Parts that have not come were waited for as long as they may take."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.cell.automation import Arrival
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Read
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.story import Scene, Waiting
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a way on which a part of the task never came, nor was late; facts: part, place, limit.

    A part is late once a wait for one at its station, as long as they take at most, was in vain. On a conveyor that is
    said of one part, and the next one may still come; a feeder that brings nothing is empty. The first part that was
    not awaited is named.
    """
    if subject.task is None:
        return
    asked = {goal.part for goal in subject.task.goals}
    for arrival in subject.cell.arrivals:
        absent = [part for part in arrival.parts if part in subject.absent]
        for part in absent[_late(subject, arrival) :]:
            if part in asked or subject.task.sorting:
                yield Finding.of(
                    Code.PART_NOT_AWAITED,
                    step=subject.plan.actions[-1].step,
                    t=subject.plan.duration,
                    part=part,
                    place=arrival.station,
                    limit=arrival.last,
                )
                return


def _late(subject: Subject, arrival: Arrival) -> int:
    """Count the parts that were waited for in vain long enough; a feeder's are all late together."""
    if not arrival.conveyor:
        return len(arrival.parts) if arrival.name in subject.doings.late else 0
    count, since, came = 0, 0.0, 0
    for scene, waited in _asked(subject, arrival):
        read, doings = scene.action, scene.doings
        assert isinstance(read, Read)
        had = dict(doings.had).get(arrival.name, 0.0)
        now = sum(part in arrival.parts for part in doings.came)
        if now > came:  # another part has come, and the next one has all its time again
            came, since = now, 0.0
        missed = subject.answers.get(read.reading, read.may_see) == (False,)
        if missed and had + waited - since >= arrival.last:
            count, since = count + 1, had + waited
    return count


def _asked(subject: Subject, arrival: Arrival) -> Iterator[tuple[Scene, float]]:
    """Give the questions whether a part is there, each with the time that a no to it lasts [s]."""
    story = subject.story
    for number, scene in enumerate(story):
        if isinstance(scene.action, Read) and scene.action.sensor == arrival.sensor:
            behind = next((each.action for each in story[number:] if not isinstance(each.action, Read)), None)
            waits = isinstance(behind, Waiting) and arrival.conveyor in scene.doings.on
            yield scene, behind.limit if waits and isinstance(behind, Waiting) else 0.0


CHECK = Check("awaited_parts", Stage.END, look, after=("duration",))
