"""Parts that are wanted side by side in a thing do not lie on each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from cobot_lab.cell.shape import Pose
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.kinds import lies_in
from cobot_lab.verify.solids import hull, moved
from cobot_lab.verify.story import thing_of
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse the steps that let a part go which lies on another one at the end; facts: part, other, thing."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    quotas = () if subject.task is None else subject.task.quotas
    for quota in (quota for quota in quotas if quota.side_by_side):
        inside = {
            part: _extent(subject, part, T_WO)
            for part, T_WO in subject.happened.final
            if part not in subject.absent and lies_in(subject.cell, part, T_WO, quota.thing)
        }
        left = {scene.lets_go: scene for scene in subject.story if scene.lets_go}
        for part, other in permutations(inside, 2):
            if part in left and _on(inside[part], inside[other]):
                step, t = left[part].action.step, subject.plan.duration
                yield Finding.of(Code.LIES_ON_ANOTHER, step=step, t=t, part=part, other=other, thing=quota.thing)


def _extent(subject: Subject, part: str, T_WO: Pose) -> tuple[Array, Array]:
    points = moved(T_WO, hull(thing_of(subject.cell, part).shapes))
    return points.min(axis=0), points.max(axis=0)


def _on(upper: tuple[Array, Array], lower: tuple[Array, Array]) -> bool:
    """Tell whether a part lies over another one: above its middle, and not beside it."""
    over = bool((upper[1][:2] > lower[0][:2]).all() and (upper[0][:2] < lower[1][:2]).all())
    return over and not upper[0][2] <= 0.5 * (lower[0][2] + lower[1][2])


CHECK = Check(
    "side_by_side",
    Stage.PHYSICS,
    look,
    after=("grasp_forms", "grasp_slips", "part_dropped", "part_disturbed", "empty_hand"),
)
