"""A plan as one curve, and every plan that is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.deploy.curve import curve_of
from cobot_lab.motion.actions import Move, Wait
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.stored import StoredFormError


def test_the_curve_is_each_move_at_its_time_and_rest_between(plan):
    curve = curve_of(plan)
    assert curve.duration == pytest.approx(plan.duration)
    assert (np.diff(curve.t) > 0).all()
    for t, action in plan.timeline():
        s = np.linspace(0, action.duration, 20)
        q, qd, _, _ = curve.sample(t + s)
        if isinstance(action, Move):
            assert np.abs(q - action.trajectory.sample(s)[0]).max() < 1e-12
        elif action.duration:
            assert np.abs(q - q[0]).max() < 1e-12
            assert np.abs(qd).max() < 1e-12


@pytest.mark.parametrize(("actions", "duration"), [((), 1e-3), ((Wait(1, 2.0),), 2.0)])
def test_a_plan_without_moves_stands_still(replan, actions, duration):
    curve = curve_of(replan(actions=actions))
    assert curve.duration == duration
    assert not curve.q.any()


def broken_move(plan, **changes):
    move = plan.actions[1]
    knots = {name: getattr(move.trajectory, name).copy() for name in ("t", "q", "qd")}
    for name, (index, value) in changes.items():
        knots[name][index] = value
    return replace(move, trajectory=Trajectory(**knots))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"q": ((0, 0), 0.1)}, "does not start where the arm stands"),
        ({"qd": ((2, 0), 0.1)}, "from rest to rest"),
    ],
)
def test_a_broken_move_makes_no_curve(plan, replan, changes, reason):
    with pytest.raises(StoredFormError, match=reason):
        curve_of(replan(actions=(broken_move(plan, **changes),)))


@pytest.mark.parametrize("q_start", [np.zeros(3), np.array([0.0, np.nan])])
def test_a_broken_start_makes_no_curve(replan, q_start):
    with pytest.raises(StoredFormError, match="its start"):
        curve_of(replan(q_start=q_start))


@pytest.mark.parametrize("time", [-1.0, float("nan"), float("inf")])
def test_a_duration_that_is_none_makes_no_curve(replan, time):
    with pytest.raises(StoredFormError, match="duration"):
        curve_of(replan(actions=(Wait(1, time),)))


def test_a_move_of_more_joints_makes_no_curve(plan, replan):
    knots = Trajectory(np.array([0.0, 1.0]), np.zeros((2, 3)), np.zeros((2, 3)))
    with pytest.raises(StoredFormError, match="3 joints, not 2"):
        curve_of(replan(actions=(replace(plan.actions[1], trajectory=knots),)))


def test_a_move_too_short_for_its_instant_makes_no_curve(replan):
    knots = Trajectory(np.array([0.0, 1e-20]), np.zeros((2, 2)), np.zeros((2, 2)))
    move = replace(replan().actions[1], trajectory=knots)
    with pytest.raises(StoredFormError, match="do not rise"):
        curve_of(replan(actions=(Wait(1, 1.0), move)))
