"""A plan's moves and pauses as one curve over the plan's timeline."""

from __future__ import annotations

import math

import numpy as np

from cobot_lab.deploy.driver import Identity
from cobot_lab.motion.actions import Move
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Array, Trajectory
from cobot_lab.stored import StoredFormError

JOIN_TOLERANCE = 1e-6
"""How far a move may start from where the one before ended [rad], and how fast a move may end [rad/s]."""


def curve_of(plan: Plan) -> Trajectory:
    """Join a plan's moves into one trajectory; the arm stands still between them.

    Returns:
        Knots from instant 0 to `plan.duration`, in the plan's joint order.

    Raises:
        StoredFormError: The plan is not one continuous curve of finite numbers that rests between its moves.
    """
    n = len(plan.joints)
    if not (n > 0 and plan.q_start.shape == (n,) and np.isfinite(plan.q_start).all()):
        raise _broken(f"its start is not {n} finite joint positions")
    t, q, qd = [np.zeros(1)], [plan.q_start[None, :]], [np.zeros((1, n))]
    for t_start, action in plan.timeline():
        if not (math.isfinite(action.duration) and action.duration >= 0):
            raise _broken(f"the duration of an action of step {action.step} is {action.duration}")
        if isinstance(action, Move):
            _examine(action, q[-1][-1], n)
            if t_start > t[-1][-1]:
                t, q, qd = [*t, np.array([t_start])], [*q, q[-1][-1:]], [*qd, np.zeros((1, n))]
            t.append(t_start + action.trajectory.t[1:])
            q.append(action.trajectory.q[1:])
            qd.append(action.trajectory.qd[1:])
    t_end = max(plan.duration, float(t[-1][-1]))
    if len(t) == 1 or t_end > t[-1][-1]:
        t_end = t_end if t_end > 0 else 1e-3  # a curve needs two instants, even for a plan that does nothing
        t, q, qd = [*t, np.array([t_end])], [*q, q[-1][-1:]], [*qd, np.zeros((1, n))]
    try:
        return Trajectory(np.concatenate(t), np.concatenate(q), np.concatenate(qd))
    except ValueError as problem:
        raise _broken(str(problem)) from problem


def curve_for(plan: Plan, arm: Identity) -> Trajectory:
    """Join a plan's moves into one trajectory, for the arm that shall follow it.

    Raises:
        StoredFormError: It is for another arm, or not one continuous curve.
    """
    if (plan.robot, plan.joints) != (arm.model, arm.joints):
        reason = f"the plan is for a {plan.robot!r} with the joints {plan.joints}"
        raise StoredFormError("plan", reason, f"a plan for a {arm.model!r} with the joints {arm.joints}")
    return curve_of(plan)


def _examine(move: Move, q: Array, n: int) -> None:
    """Refuse a move that does not start at `q`, or does not go from rest to rest."""
    knots, where = move.trajectory, f"a move of step {move.step}"
    if knots.q.shape[1] != n:
        raise _broken(f"{where} moves {knots.q.shape[1]} joints, not {n}")
    if not np.abs(knots.q[0] - q).max() <= JOIN_TOLERANCE:
        raise _broken(f"{where} does not start where the arm stands")
    if not np.abs(knots.qd[[0, -1]]).max() <= JOIN_TOLERANCE:
        raise _broken(f"{where} does not go from rest to rest")


def _broken(reason: str) -> StoredFormError:
    return StoredFormError("plan", reason, "one continuous curve, at rest between moves")
