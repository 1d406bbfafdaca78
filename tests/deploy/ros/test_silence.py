"""What an arm does not say, or says no more, is not taken for "all is well"."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from cobot_lab.cell.load import load_robot
from cobot_lab.deploy import job as jobs
from cobot_lab.deploy.clock import MonotonicClock
from cobot_lab.deploy.driver import Safety
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.states import State
from cobot_lab.deploy.virtual.ros import topics
from cobot_lab.deploy.virtual.ros.controller import Controller
from cobot_lab.deploy.virtual.ros.session import Session
from cobot_lab.motion.plan_data import Plan
from cobot_lab.trust.approval import Mode

from .rig import AWAY, PATIENT, Q, bed, generic, move  # isort: skip

Open = Callable[..., jobs.Job]
Make = Callable[..., Plan]


@pytest.fixture
def muted(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Topics on which nothing is said: the ends of their names."""
    silent: set[str] = set()
    due = topics.due

    def quiet(controller: Controller) -> Iterator[tuple[str, Mapping[str, Any]]]:
        return ((topic, said) for topic, said in due(controller) if not any(topic.endswith(each) for each in silent))

    monkeypatch.setattr(topics, "due", quiet)
    return silent


@pytest.mark.parametrize(
    ("topic", "reading"),
    [
        ("follow_joint_trajectory/status", "other goals"),
        ("action_server/status", "other goals of the gripper"),
        ("learning_mode/state", "learning mode"),
        ("collision_detected", "collision"),
    ],
)
def test_what_was_never_said_is_not_known(
    visit: Any, ros_plan: Make, unhurried: None, muted: set[str], topic: str, reading: str
) -> None:
    muted.add(topic)
    plan = ros_plan()
    with bed() as arm:
        driver = arm.driver(plan)
        bundle = visit.bundle(plan, arm.files(plan))
        approval = visit.approval(bundle, robot_serial=driver.identity.serial, mode=Mode.REAL)
        job, _ = visit.try_open(bundle, approval, driver, clock=MonotonicClock(), limits=PATIENT)
        found = job.preflight()
        driver.close()
    assert "A01" in found.codes
    assert [each.found for each in job.readings if each.name == reading] == ["unknown"]


def test_a_plan_that_grips_nothing_asks_no_gripper(opened: Open, ros_plan: Make, muted: set[str]) -> None:
    muted.add("action_server/status")
    plan = ros_plan(actions=(move(1, Q, AWAY, 0.6),))
    with bed() as arm:
        driver = arm.driver(plan)
        record = opened(arm, driver, plan).play()
        driver.close()
    assert record.end is State.DONE, record.cause


@pytest.mark.parametrize(
    "topic",
    ["follow_joint_trajectory/status", "action_server/status", "learning_mode/state", "collision_detected"],
)
def test_what_is_not_said_any_more_ends_a_run(
    opened: Open, ros_plan: Make, muted: set[str], monkeypatch: pytest.MonkeyPatch, topic: str
) -> None:
    plan = ros_plan(actions=(move(1, Q, AWAY, 12.0),))
    with bed() as arm:
        driver = arm.driver(plan)
        job = opened(arm, driver, plan)
        until = time.monotonic() + 20
        while not driver._heard._collision_again and time.monotonic() < until:
            time.sleep(0.01)
        muted.add(topic)
        record = job.play()
        again = driver.preflight(plan, job.ticket.start)
        driver.close()
    assert record.cause is Cause.STALE_DATA
    assert [each.found for each in again].count("unknown") == 1


def test_a_collision_that_is_said_only_when_it_happens_is_no_silence(
    opened: Open, ros_plan: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The arm says it once, to whoever begins to listen; the run is longer than a silence may be."""
    due, said = topics.due, set[str]()

    def once(controller: Controller) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for topic, message in due(controller):
            if not topic.endswith("collision_detected"):
                yield topic, message

    monkeypatch.setattr(topics, "due", once)
    do = Session._do

    def latched(self: Session, message: Mapping[str, Any]) -> None:
        do(self, message)
        if message["op"] == "subscribe" and str(message["topic"]).endswith("collision_detected"):
            said.add(message["topic"])
            self.tell(message["topic"], {"data": False})

    monkeypatch.setattr(Session, "_do", latched)
    plan = ros_plan(actions=(move(1, Q, AWAY, 6.0),))
    with bed() as arm:
        driver = arm.driver(plan)
        job = opened(arm, driver, plan)
        record = job.play()
        found = {each.name: each.found for each in driver.preflight(plan, job.ticket.start)}
        driver.close()
    assert said
    assert record.end is State.DONE, record.cause
    assert found["collision"] is False


def test_an_arm_that_does_not_tell_of_its_safety_is_recorded_so(opened: Open, replan: Make) -> None:
    robot = load_robot("ur3e")
    rest = np.array(robot.q_rest)
    plan = replan(robot="ur3e", joints=robot.joint_names, q_start=rest, actions=(move(1, rest, rest + 0.1, 0.5),))
    with generic(robot) as arm:
        driver = arm.driver(plan)
        record = opened(arm, driver, plan).play()
        driver.close()
    assert record.end is State.DONE, record.cause
    assert [each.found for each in record.readings if each.name == "safety status"] == [Safety.NOT_TOLD.value]
