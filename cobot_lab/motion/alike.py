"""Whether two plans have an arm do the same, as near as two processors compute it."""

from __future__ import annotations

import numpy as np

from cobot_lab.motion.actions import AnyAction, Corner, Move
from cobot_lab.motion.fork import Branch
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Array, Trajectory

NEAR = 1e-5
"""How far joints, lengths and instants may be apart [rad, m, s]: far more than rounding makes, and a hundredth of a
millimetre at an arm's length."""


def alike(one: Plan, other: Plan) -> bool:
    """Tell whether two plans do the same in the same order on every way, whatever their last digits."""
    heads = [(plan.program, plan.cell, plan.robot, plan.joints) for plan in (one, other)]
    return heads[0] == heads[1] and _near(one.q_start, other.q_start) and _branches(one.root, other.root, set())


def _branches(one: Branch | None, other: Branch | None, seen: set[tuple[int, int]]) -> bool:
    """Compare what follows; pairs of branches that were compared before are not compared again."""
    if one is None or other is None:
        return one is other
    if (id(one), id(other)) in seen:
        return True
    seen.add((id(one), id(other)))
    if len(one.actions) != len(other.actions) or not all(map(_actions, one.actions, other.actions)):
        return False
    here, there = one.fork, other.fork
    if here is None or there is None:
        return here is there
    asked = [(fork.step, repr(fork.condition), fork.limit, fork.asked) for fork in (here, there)]
    return asked[0] == asked[1] and _branches(here.yes, there.yes, seen) and _branches(here.no, there.no, seen)


def _actions(one: AnyAction, other: AnyAction) -> bool:
    if not (isinstance(one, Move) and isinstance(other, Move)):
        return one == other
    told = [(move.step, move.path, move.place, len(move.corners)) for move in (one, other)]
    return (
        told[0] == told[1]
        and all(map(_corners, one.corners, other.corners))
        and _trajectories(one.trajectory, other.trajectory)
    )


def _corners(one: Corner, other: Corner) -> bool:
    told = [np.array((*corner.at, corner.t, corner.radius, corner.deviation)) for corner in (one, other)]
    return one.step == other.step and _near(*told)


def _trajectories(one: Trajectory, other: Trajectory) -> bool:
    """Compare where both are at every instant.

    Between two knots of either, both are cubics, and so is their difference: it lies within its four Bézier points
    (Farin, "Curves and Surfaces for CAGD", 2002, chapter 4), which follow from where both are and how fast at the ends.
    """
    if not abs(one.duration - other.duration) <= NEAR or one.q.shape[1] != other.q.shape[1]:
        return False
    t = np.union1d(one.t, other.t)
    off, faster = (a - b for a, b in zip(one.sample(t)[:2], other.sample(t)[:2], strict=True))
    third = np.diff(t)[:, None] / 3.0
    within = (off, off[:-1] + third * faster[:-1], off[1:] - third * faster[1:])
    return all(_near(points, np.zeros_like(points)) for points in within)


def _near(a: Array, b: Array) -> bool:
    return a.shape == b.shape and bool(np.all(np.abs(a - b) <= NEAR))
