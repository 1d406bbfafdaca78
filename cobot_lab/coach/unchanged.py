"""Whether two plans are the same up to an instant: what then fails in one fails in the other."""

from __future__ import annotations

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import AnyAction, Grip, Move, Wait
from cobot_lab.motion.plan_data import Plan

EARLY = frozenset(
    {
        Code.COLLISION_CELL,
        Code.COLLISION_PART,
        Code.COLLISION_SELF,
        Code.COLLISION_CARRIED,
        Code.FORBIDDEN_ZONE,
        Code.TOOL_SPEED,
        Code.SURFACE_SPEED,
        Code.SINGULARITY,
        Code.NO_GRASP,
        Code.NOT_GRIPPABLE,
        Code.LET_GO_IN_AIR,
        Code.GRASP_SLIPS,
    }
)
"""Findings that depend on nothing behind their instant but the next act of the gripper: what it is about to take or to
leave may be approached."""


def fails_alike(finding: Finding, before: Plan, after: Plan) -> bool:
    """Tell whether another plan is bound to have the same finding, without looking at more than the two plans.

    Args:
        finding: Of the first plan.
        before: The first plan.
        after: The other one, in the same cell.
    """
    if finding.code not in EARLY or finding.t is None:
        return False
    t = 0.0
    for one, other in zip(_moving(before), _moving(after), strict=False):
        if not _same(one, other):
            return False
        if t > finding.t and isinstance(one, Grip):
            return True
        t += one.duration
    return False


def _moving(plan: Plan) -> list[AnyAction]:
    """Give the actions that take part in the physics."""
    return [action for action in plan.actions if isinstance(action, Move | Grip | Wait)]


def _same(one: AnyAction, other: AnyAction) -> bool:
    if isinstance(one, Move) and isinstance(other, Move):
        a, b = one.trajectory, other.trajectory
        return one.path is other.path and all(map(np.array_equal, (a.t, a.q, a.qd), (b.t, b.q, b.qd)))
    if isinstance(one, Grip) and isinstance(other, Grip):
        return (one.closing, one.width, one.force, one.time) == (other.closing, other.width, other.force, other.time)
    return isinstance(one, Wait) and isinstance(other, Wait) and one.time == other.time
