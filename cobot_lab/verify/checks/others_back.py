"""A part that the task does not ask for stands at the end where it stood at the start, or where it came to rest."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.frames import angle_of
from cobot_lab.verify.kinds import lies_in
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse the steps that first gripped a part without a goal which is elsewhere at the end; facts: part, offset.

    Without a task nothing is asked of where parts end. Where parts are to be sorted, all of them are looked at there;
    where they are counted, those that lie where they are wanted. Parts that were never gripped are told by
    `part_disturbed`.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    if subject.task is None or subject.task.sorting:
        return
    criteria, final = subject.criteria, dict(subject.happened.final)
    wanted = {goal.part for goal in subject.task.goals}
    gripped = [scene for scene in subject.story if scene.closes_on]
    for part in subject.cell.parts:
        first = next((scene for scene in gripped if scene.closes_on == part.name), None)
        if part.name in wanted or first is None:
            continue
        T_WO = final[part.name]
        if any(lies_in(subject.cell, part.name, T_WO, quota.thing) for quota in subject.task.quotas):
            continue
        offset = float(np.linalg.norm(T_WO[:3, 3] - part.T_WO[:3, 3]))
        turn = angle_of(part.T_WO[:3, :3].T @ T_WO[:3, :3])
        if not (offset <= criteria.disturbed and turn <= criteria.turn):
            yield Finding.of(Code.PART_TAKEN_AWAY, step=first.action.step, t=first.t, part=part.name, offset=offset)


CHECK = Check("others_back", Stage.PHYSICS, look, after=("grasp_forms", "part_dropped"))
