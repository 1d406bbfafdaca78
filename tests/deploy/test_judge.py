"""The rules of the watch, one by one, NaN included."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.deploy.curve import curve_of
from cobot_lab.deploy.driver import ArmState, RobotMode, Safety
from cobot_lab.deploy.judge import Cause, Judge, Limits

NAN = float("nan")


@pytest.fixture
def curve(plan):
    return curve_of(plan)


@pytest.fixture
def judge(curve, plan):
    return Judge(curve, plan.joints, Limits())


def state(curve, t, **changes):
    q, qd, _, _ = curve.sample(np.array([t]))
    facts = {
        "stamp": t,
        "age": 0.0,
        "q": q[0],
        "qd": qd[0],
        "safety": Safety.NORMAL,
        "mode": RobotMode.RUNNING,
        "running": True,
        "progress": t,
    }
    return ArmState(**{**facts, **changes})


def test_a_healthy_run_is_let_go_on_to_its_end(judge, curve):
    judge.started(0.0)
    for t in np.arange(0.0, curve.duration, 0.01):
        assert judge.look(state(curve, t), t) is None
    end = state(curve, curve.duration, running=False)
    assert judge.over(end)
    assert judge.look(end, curve.duration) is None
    assert judge.final(end, curve.duration) is None


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"age": 0.101}, Cause.STALE_DATA),
        ({"age": NAN}, Cause.STALE_DATA),
        ({"safety": Safety.PROTECTIVE_STOP}, Cause.SAFETY_STATUS),
        ({"safety": Safety.EMERGENCY_STOP}, Cause.SAFETY_STATUS),
        ({"safety": Safety.FAULT}, Cause.SAFETY_STATUS),
        ({"mode": RobotMode.IDLE}, Cause.ROBOT_MODE),
        ({"q": np.array([9.0, 0.0])}, Cause.FOLLOWING_ERROR),
        ({"q": np.array([0.0, NAN])}, Cause.FOLLOWING_ERROR),
        ({"progress": 0.5}, Cause.PROGRESS_BACK),
        ({"progress": NAN}, Cause.PROGRESS_BACK),
        ({"running": False}, Cause.ENDED_EARLY),
    ],
)
def test_each_rule_has_its_cause(judge, curve, changes, cause):
    judge.started(0.0)
    assert judge.look(state(curve, 1.0), 1.0) is None
    found = judge.look(state(curve, 1.01, **changes), 1.01)
    assert found is not None
    assert found.cause is cause


def test_reduced_safety_is_fine(judge, curve):
    assert judge.look(state(curve, 0.0, safety=Safety.REDUCED), 0.0) is None


def test_a_stamp_that_stays_is_old_whatever_the_age_says(judge, curve):
    judge.started(0.0)
    frozen = state(curve, 1.0)
    assert judge.look(frozen, 1.0) is None
    assert judge.look(frozen, 1.099) is None
    assert judge.look(frozen, 1.101).cause is Cause.STALE_DATA


def test_a_late_look_at_fresh_data_is_no_fault(judge, curve):
    judge.started(0.0)
    assert judge.look(state(curve, 1.0), 1.0) is None
    assert judge.look(state(curve, 1.5), 1.5) is None


def test_an_arm_that_does_not_start_is_given_a_second(judge, curve):
    judge.look(state(curve, 0.0, running=False), 0.0)
    judge.started(0.0)
    assert judge.look(state(curve, 0.0, running=False, stamp=1.0), 1.0) is None
    assert judge.look(state(curve, 0.0, running=False, stamp=1.01), 1.01).cause is Cause.NOT_STARTED


def test_progress_may_stand_still_for_as_long_as_a_gripper_takes(judge, curve):
    judge.started(0.0)
    judge.look(state(curve, 1.0), 1.0)
    assert judge.look(state(curve, 1.0, stamp=6.0), 6.0) is None
    assert judge.look(state(curve, 1.0, stamp=6.1), 6.1).cause is Cause.NO_PROGRESS


def test_a_run_that_crawls_is_ended(judge, curve):
    judge.started(0.0)
    longest = 10 * curve.duration + 30
    found = None
    for i in range(1000):
        t = i * longest / 990
        found = judge.look(state(curve, i * 1e-3, stamp=t), t)
        if found is not None:
            break
    assert found.cause is Cause.TIME_OUT
    assert t > longest


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"q": np.array([0.0, 0.011])}, Cause.ENDED_ELSEWHERE),
        ({"q": np.array([NAN, 0.0])}, Cause.ENDED_ELSEWHERE),
        ({"qd": np.array([0.0, 0.02])}, Cause.NOT_AT_REST),
        ({"qd": np.array([0.0, NAN])}, Cause.NOT_AT_REST),
        ({"safety": Safety.PROTECTIVE_STOP}, Cause.SAFETY_STATUS),
        ({"age": 1.0}, Cause.STALE_DATA),
    ],
)
def test_the_end_is_judged_by_joints_and_safety(judge, curve, changes, cause):
    assert judge.final(state(curve, curve.duration, running=False, **changes), curve.duration).cause is cause


def test_slower_than_planned_is_what_a_slow_approval_asks_for(curve, plan):
    judge = Judge(curve, plan.joints, Limits(speed=0.3))
    judge.started(0.0)
    for stamp in np.arange(0.0, 3.0, 0.01):
        seen = state(curve, 0.3 * stamp)
        assert judge.look(replace(seen, stamp=stamp, qd=0.3 * seen.qd, pace=0.3), stamp) is None


@pytest.mark.parametrize(("pace", "qd"), [(0.32, 0.3), (NAN, 0.3), (0.3, 0.6), (None, 0.6)])
def test_an_arm_faster_than_approved_is_stopped(curve, plan, pace, qd):
    judge = Judge(curve, plan.joints, Limits(speed=0.3))
    judge.started(0.0)
    seen = state(curve, 0.6)
    found = judge.look(replace(seen, qd=qd * seen.qd, pace=pace), 2.0)
    assert found is not None
    assert found.cause is Cause.OVER_SPEED
