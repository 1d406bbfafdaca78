"""What somebody else sends to an arm, or a bridge says that none says, while a run is under way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cobot_lab.deploy import job as jobs
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.states import State
from cobot_lab.deploy.virtual.ros import goals
from cobot_lab.deploy.virtual.ros.controller import Controller
from cobot_lab.motion.actions import Wait
from cobot_lab.motion.plan_data import Plan

from .rig import AWAY, NED, Q, bed, move  # isort: skip

Open = Callable[..., jobs.Job]
Make = Callable[..., Plan]
WAITS = (move(1, Q, AWAY, 0.9), Wait(2, 0.6), move(3, AWAY, Q, 0.9))


def _brief_goal(controller: Controller) -> None:
    """Send the arm where it stands: it is over before anybody asks which goals there are."""
    point = {"positions": controller.arm.q.tolist(), "velocities": [0.0] * len(Q)}
    points = [{**point, "time_from_start": goals.stamp(0.02)}]
    none: dict[str, Any] = {"path_tolerance": [], "goal_tolerance": [], "goal_time_tolerance": goals.stamp(0.0)}
    controller.take("somebody-else", {"trajectory": {"joint_names": list(NED.joint_names), "points": points}, **none})


def _pushed(controller: Controller) -> None:
    controller.arm.place(controller.arm.q + 0.05)
    controller.wanted = controller.arm.q.copy()


@pytest.mark.parametrize(("act", "causes"), [(_brief_goal, {Cause.OTHER_PROGRAM}), (_pushed, {Cause.TOLERANCE})])
def test_what_somebody_does_between_two_moves_ends_the_run(
    opened: Open, ros_plan: Make, act: Callable[[Controller], None], causes: set[Cause]
) -> None:
    plan = ros_plan(actions=WAITS)
    with bed() as arm:
        driver = arm.driver(plan)

        def meddle() -> None:
            arm.served.wait(lambda c: c.moving, timeout=10)
            arm.served.wait(lambda c: not c.moving, timeout=10)
            arm.served.call(act)

        meddler = threading.Thread(target=meddle)
        job = opened(arm, driver, plan)
        meddler.start()
        record = job.play()
        meddler.join()
        driver.close()
    assert record.end is State.INTERRUPTED
    assert record.cause in causes
    assert record.trace.progress[-1] <= plan.duration - 0.9  # the second move was not begun


@pytest.mark.parametrize(
    "word",
    [
        '{"op": "status", "level": "error", "msg": "no such thing"}',
        '{"op": "publish", "topic": "/joint_states", "msg": {"name": 3}}',
        '{"op": "status", "level": "info", "msg": "\\ud83d"}',
        "[",
    ],
)
def test_a_stop_goes_out_whatever_came_in(ros_plan: Make, word: str) -> None:
    plan = ros_plan(actions=(move(1, Q, AWAY, 4.0),))
    with bed() as arm:
        driver = arm.driver(plan)
        driver.load(plan)
        driver.start()
        arm.served.wait(lambda c: c.moving and bool(np.abs(c.arm.qd).max() > 0.02), timeout=10)
        bridge, take = driver._bridge, driver._bridge._take
        bridge._take = lambda _data: take(word)  # type: ignore[method-assign]
        until = time.monotonic() + 5
        while not bridge.problem and time.monotonic() < until:
            time.sleep(0.01)
        assert bridge.problem
        driver.stop("a hand was raised")
        assert arm.served.wait(lambda c: float(np.abs(c.arm.qd).max()) < 1e-3, timeout=5)
        assert arm.served.call(lambda c: float(np.abs(c.arm.q - AWAY).max())) > 0.05
        driver.close()
