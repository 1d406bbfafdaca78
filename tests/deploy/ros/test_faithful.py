"""What a run behind rosbridge takes nobody's word for: arrivals, cancels, and who else sends goals."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cobot_lab.deploy import job as jobs
from cobot_lab.deploy.drivers.ros.profile import NED2, Sensed
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.states import State
from cobot_lab.deploy.virtual.ros import goals
from cobot_lab.deploy.virtual.ros.controller import SUCCEEDED, Controller
from cobot_lab.motion.actions import Grip, Output, Read, Wait
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.residual import Compound, Reading

from .rig import AWAY, NED, Bed, Q, bed, move  # isort: skip

Open = Callable[..., jobs.Job]
Make = Callable[..., Plan]


def _waiting(ros_plan: Make, *more: Any) -> Plan:
    """Go, wait 20 s for a part at most, and come back."""
    back = Branch((move(5, AWAY, Q, 0.6),))
    ways = Fork(4, Compound("==", Reading(0), "there"), back, Branch(()), asked=(0,), limit=20.0)
    return ros_plan(actions=(move(1, Q, AWAY, 0.6), *more, Read(3, "part", 0, ("there", "away"))), fork=ways)


def _stands(controller: Controller, seconds: float) -> None:
    """Send the arm, as somebody else, to where it is."""
    points = [
        {"positions": controller.arm.q.tolist(), "velocities": [0.0] * len(Q), "time_from_start": goals.stamp(seconds)}
    ]
    none: dict[str, Any] = {"path_tolerance": [], "goal_tolerance": [], "goal_time_tolerance": goals.stamp(0.0)}
    controller.take("somebody-else", {"trajectory": {"joint_names": list(NED.joint_names), "points": points}, **none})


def _played(job: jobs.Job, meddle: Callable[[], None]) -> Any:
    meddler = threading.Thread(target=meddle)
    meddler.start()
    record = job.play()
    meddler.join()
    return record


@pytest.mark.parametrize(
    "act",
    [
        lambda c: _stands(c, 1.0),
        lambda c: _stands(c, 0.02),  # over before anybody asks which goals there are
        lambda c: c.grip("somebody-else", {"cmd": {"cmd_type": 1}}),
    ],
    ids=["long", "brief", "gripper"],
)
def test_what_somebody_does_while_the_run_waits_ends_it(
    opened: Open, ros_plan: Make, act: Callable[[Controller], None]
) -> None:
    plan = _waiting(ros_plan, Grip(2, True, 0.0, 5.0, 0.4))
    with bed(sensors={"/part": "away"}) as arm:
        arm.sensors = {"part": Sensed("/part")}
        driver = arm.driver(plan)
        job = opened(arm, driver, plan)

        def meddle() -> None:
            assert arm.served.wait(lambda c: c.gripper.held, timeout=20)
            until = time.monotonic() + 20
            while not any(event.kind == "waiting" for event in job.events) and time.monotonic() < until:
                time.sleep(0.01)
            arm.served.call(act)

        record = _played(job, meddle)
        driver.close()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.OTHER_PROGRAM)
    assert not any(event.kind == "fork" for event in record.events)


def test_what_was_over_before_a_job_is_not_held_against_it(opened: Open, ros_plan: Make) -> None:
    plan = _waiting(ros_plan)
    with bed(sensors={"/part": "there"}) as arm:
        arm.sensors = {"part": Sensed("/part")}
        arm.served.call(lambda c: _stands(c, 0.02))
        assert arm.served.wait(lambda c: not c.moving)
        driver = arm.driver(plan)
        record = opened(arm, driver, plan).play()
        driver.close()
    assert record.end is State.DONE, record.cause


def test_somebody_elses_goal_for_the_gripper_ends_a_run(opened: Open, ros_plan: Make) -> None:
    plan = ros_plan(actions=(Grip(1, True, 0.0, 5.0, 0.4), move(2, Q, AWAY, 3.0)))
    with bed() as arm:
        driver = arm.driver(plan)

        def meddle() -> None:
            assert arm.served.wait(lambda c: c.moving, timeout=20)
            arm.served.call(lambda c: c.grip("somebody-else", {"cmd": {"cmd_type": 1}}))

        record = _played(opened(arm, driver, plan), meddle)
        driver.close()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.OTHER_PROGRAM)


def _stopped(arm: Bed, job: jobs.Job) -> Any:
    def meddle() -> None:
        assert arm.served.wait(lambda c: c.moving and bool(np.abs(c.arm.qd).max() > 0.05), timeout=20)
        job.stop("a hand was raised")

    return _played(job, meddle)


def test_a_stop_that_is_lost_is_said_again(opened: Open, ros_plan: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    lost: list[str] = []
    cancel = Controller.cancel

    def lossy(self: Controller, number: str) -> None:
        if lost:
            cancel(self, number)
        lost.append(number)

    monkeypatch.setattr(Controller, "cancel", lossy)
    plan = ros_plan(actions=(move(1, Q, AWAY, 8.0),))
    with bed() as arm:
        driver = arm.driver(plan)
        record = _stopped(arm, opened(arm, driver, plan))
        assert arm.served.wait(lambda c: bool(np.abs(c.arm.qd).max() < 1e-3), timeout=10)
        away = arm.served.call(lambda c: float(np.abs(c.arm.q - AWAY).max()))
        driver.close()
    assert record.cause is Cause.OPERATOR
    assert len(lost) > 1
    assert away > 0.05


def test_an_arm_that_hears_no_cancel_at_all_is_told_to_stand_still(
    opened: Open, ros_plan: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Controller, "cancel", lambda _self, _number: None)
    plan = ros_plan(actions=(move(1, Q, AWAY, 8.0),))
    with bed() as arm:
        driver = arm.driver(plan)
        _stopped(arm, opened(arm, driver, plan))
        assert arm.served.wait(lambda c: bool(np.abs(c.arm.qd).max() < 1e-3), timeout=10)
        away = arm.served.call(lambda c: float(np.abs(c.arm.q - AWAY).max()))
        driver.close()
    assert away > 0.05


def test_an_arm_that_brakes_is_not_told_to_brake_anew(
    opened: Open, ros_plan: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[float] = []
    hold = Controller.hold
    monkeypatch.setattr(Controller, "hold", lambda self: (held.append(self.now), hold(self))[1])
    plan = ros_plan(actions=(move(1, Q, AWAY, 8.0),))
    with bed() as arm:
        driver = arm.driver(plan)
        _stopped(arm, opened(arm, driver, plan))
        driver.close()
    assert len(held) == 1  # by the cancel


@pytest.mark.parametrize("left", [0.5, 0.1])
def test_the_gripper_acts_where_the_arm_has_arrived(
    opened: Open, ros_plan: Make, monkeypatch: pytest.MonkeyPatch, left: float
) -> None:
    seen: list[tuple[float, float]] = []
    step, grip = Controller.step, Controller.grip

    def early(self: Controller) -> None:
        step(self)
        if self._following is not None and self._curve is not None and self._curve.duration - self._since < left:
            self._drop(SUCCEEDED, "", 0)

    def gripped(self: Controller, number: str, goal: Mapping[str, Any]) -> None:
        seen.append((float(np.abs(self.arm.q - AWAY).max()), float(np.abs(self.arm.qd).max())))
        grip(self, number, goal)

    monkeypatch.setattr(Controller, "step", early)
    monkeypatch.setattr(Controller, "grip", gripped)
    plan = ros_plan(actions=(move(1, Q, AWAY, 1.2), Grip(2, True, 0.0, 5.0, 0.4), move(3, AWAY, Q, 1.2)))
    with bed() as arm:
        driver = arm.driver(plan)
        record = opened(arm, driver, plan).play()
        driver.close()
    assert record.end is State.DONE, record.cause
    ((away, speed),) = seen
    assert away <= 0.01
    assert speed < 0.05


def test_a_stop_holds_an_arm_whose_goal_is_said_to_be_over(
    ros_plan: Make, unhurried: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = Controller.step

    def early(self: Controller) -> None:
        step(self)
        if self._following is not None and self._since > 1.0:
            self._drop(SUCCEEDED, "", 0)

    monkeypatch.setattr(Controller, "step", early)
    monkeypatch.setattr("cobot_lab.deploy.drivers.ros.play.HEARTBEAT_LIMIT", 60.0)
    plan = ros_plan(actions=(move(1, Q, AWAY, 8.0),))
    with bed() as arm:
        arm.profile = replace(NED2, goal_time=60.0)
        driver = arm.driver(plan)
        driver.load(plan)
        driver.start()
        assert arm.served.wait(lambda c: c.moving and c._following is None, timeout=10)
        until = time.monotonic() + 10
        while driver._play._result is None and time.monotonic() < until:  # type: ignore[union-attr]
            time.sleep(0.01)
        driver.stop("a hand was raised")  # once
        assert arm.served.wait(lambda c: bool(np.abs(c.arm.qd).max() < 1e-3), timeout=10)
        away = arm.served.call(lambda c: float(np.abs(c.arm.q - AWAY).max()))
        driver.close()
    assert away > 0.05


def test_a_success_elsewhere_is_none(opened: Open, ros_plan: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    step = Controller.step

    def elsewhere(self: Controller) -> None:
        step(self)
        if self._following is not None and self._since > 0.6:
            self._drop(SUCCEEDED, "", 0)
            self.hold()

    monkeypatch.setattr(Controller, "step", elsewhere)
    grips: list[str] = []
    monkeypatch.setattr(Controller, "grip", lambda _self, number, _goal: grips.append(number))
    plan = ros_plan(actions=(move(1, Q, AWAY, 2.0), Grip(2, True, 0.0, 5.0, 0.4)))
    with bed() as arm:
        driver = arm.driver(plan)
        record = opened(arm, driver, plan).play()
        driver.close()
    assert record.end is State.INTERRUPTED
    assert record.cause in (Cause.TOLERANCE, Cause.FOLLOWING_ERROR)
    assert grips == []


def test_nothing_is_done_where_the_arm_was_pushed_to(opened: Open, ros_plan: Make) -> None:
    plan = ros_plan(actions=(Wait(1, 1.5), Output(2, "lampe", 1.0, 0.0), Wait(3, 0.1)))
    with bed() as arm:
        driver = arm.driver(plan)

        def push(controller: Controller) -> None:
            controller.arm.place(controller.arm.q + 0.05)
            controller.wanted = controller.arm.q.copy()

        def meddle() -> None:
            until = time.monotonic() + 20
            while not driver.state().running and time.monotonic() < until:
                time.sleep(0.01)
            arm.served.call(push)

        record = _played(opened(arm, driver, plan), meddle)
        lamp = arm.served.call(lambda c: c.outputs["DO1"])
        driver.close()
    assert (record.cause, lamp) == (Cause.TOLERANCE, False)


def test_a_pulse_that_was_begun_is_ended_by_a_stop(opened: Open, ros_plan: Make) -> None:
    plan = ros_plan(actions=(Output(1, "lampe", 1.0, 10.0), Wait(2, 0.5)))
    with bed() as arm:
        driver = arm.driver(plan)
        job = opened(arm, driver, plan)

        def meddle() -> None:
            assert arm.served.wait(lambda c: c.outputs["DO1"], timeout=20)
            job.stop("a hand was raised")

        record = _played(job, meddle)
        driver.close()
        assert arm.served.wait(lambda c: not c.outputs["DO1"], timeout=10)
    assert record.cause is Cause.OPERATOR
