"""Whole runs on a virtual Ned2: as planned, forked, and every way they end otherwise."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from cobot_lab.cell.load import load_robot
from cobot_lab.deploy import job as jobs
from cobot_lab.deploy.clock import MonotonicClock
from cobot_lab.deploy.drivers.ros.profile import Sensed
from cobot_lab.deploy.judge import Cause, Limits
from cobot_lab.deploy.states import State
from cobot_lab.deploy.virtual.ros.controller import Controller
from cobot_lab.deploy.virtual.ros.faults import Fault
from cobot_lab.deploy.virtual.ros.faults import FaultKind as F
from cobot_lab.motion.actions import Grip, Read, Wait
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.residual import Compound, Reading
from cobot_lab.trust.approval import Mode

from .rig import ACTIONS, AWAY, PACE, PATIENT, Q, bed, generic, move  # isort: skip

Open = Callable[..., jobs.Job]
Make = Callable[..., Plan]


def test_joints_are_where_the_plan_has_them(opened: Open, ros_plan: Make) -> None:
    plan = ros_plan()
    with bed() as arm:
        driver = arm.driver(plan)
        record = opened(arm, driver, plan).play()
        driver.close()
        q, lamp = arm.served.call(lambda c: (c.arm.q.copy(), c.outputs["DO1"]))
    assert record.end is State.DONE, record.cause
    assert record.largest_following_error < 0.02
    assert np.abs(q - Q).max() < 1e-3
    assert lamp is True
    assert all(after >= before for before, after in pairwise(record.trace.progress))
    assert [event.fact("name") for event in record.events if event.kind == "output"] == ["lampe", "lampe"]
    assert {"controller", "learning mode", "collision", "hardware errors"} <= {each.name for each in record.readings}


def test_each_goal_is_one_move_and_is_sent_once_as_it_was_signed(
    opened: Open, ros_plan: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = ros_plan()
    taken: list[dict] = []
    take = Controller.take
    monkeypatch.setattr(
        Controller, "take", lambda self, number, goal: (taken.append(goal), take(self, number, goal))[1]
    )
    with bed() as arm:
        driver = arm.driver(plan)
        signed = [each.said["goal"] for each in driver._library[plan.digest] if each.said["do"] == "move"]
        opened(arm, driver, plan).play()
        driver.close()
    assert taken == signed
    assert len(taken) == 2
    assert all(goal["path_tolerance"][0]["position"] == 0.1 for goal in taken)


def _forked(ros_plan: Make) -> Plan:
    back = Branch((move(4, AWAY, Q, 0.6),))
    beside = Branch((Wait(5, 0.1), move(6, AWAY, AWAY + 0.1, 0.4)))
    ways = Fork(3, Compound("==", Reading(0), "rouge"), back, beside)
    return ros_plan(actions=(move(1, Q, AWAY, 0.6), Read(2, "camera", 0, ("rouge", "bleu"))), fork=ways)


@pytest.mark.parametrize("red", [True, False])
def test_a_fork_is_taken_at_rest_by_what_the_arm_reads(opened: Open, ros_plan: Make, red: bool) -> None:
    plan = _forked(ros_plan)
    with bed(sensors={"/camera": "red" if red else "blue"}) as arm:
        arm.sensors = {"camera": Sensed("/camera", words={"red": "rouge", "blue": "bleu"})}
        driver = arm.driver(plan)
        record = opened(arm, driver, plan).play()
        driver.close()
        q = arm.served.call(lambda c: c.arm.q.copy())
    assert record.end is State.DONE, record.cause
    assert record.answers == (("camera", "rouge" if red else "bleu"),)
    assert np.abs(q - (Q if red else AWAY + 0.1)).max() < 1e-3


def test_a_sensor_that_says_nothing_ends_the_run(opened: Open, ros_plan: Make) -> None:
    plan = _forked(ros_plan)
    with bed() as arm:
        arm.sensors = {"camera": Sensed("/camera")}
        driver = arm.driver(plan)
        record = opened(arm, driver, plan).play()
        driver.close()
    assert record.cause is Cause.DRIVER_FAILED
    assert "says nothing" in str(next(e for e in record.events if e.kind == "interrupted").fact("detail"))


ENDS = [
    (Fault(F.FREEZE, 0.3), {Cause.STALE_DATA}),
    (Fault(F.REPEAT, 0.3), {Cause.STALE_DATA}),
    (Fault(F.DROP, 0.3), {Cause.DRIVER_FAILED}),
    (Fault(F.GARBAGE, 0.3), {Cause.DRIVER_FAILED}),
    (Fault(F.HALF, 0.3), {Cause.DRIVER_FAILED}),
    (Fault(F.ZEROES, 0.3), {Cause.FOLLOWING_ERROR}),
    (Fault(F.NOT_NUMBERS, 0.3), {Cause.FOLLOWING_ERROR}),
    (Fault(F.LEARNING, 0.3), {Cause.ROBOT_MODE, Cause.PROGRAM_FAULT}),
    (Fault(F.COLLISION, 0.3), {Cause.SAFETY_STATUS, Cause.PROGRAM_FAULT}),
    (Fault(F.HARDWARE, 0.3), {Cause.SAFETY_STATUS, Cause.PROGRAM_FAULT}),
    (Fault(F.CONTROLLER_OFF, 0.3), {Cause.PROGRAM_FAULT}),
    (Fault(F.REJECT, 0.3), {Cause.PROGRAM_FAULT}),
    (Fault(F.PUSHED, 0.1), {Cause.TOLERANCE, Cause.FOLLOWING_ERROR}),
    (Fault(F.OTHER_GOAL, 0.3), {Cause.OTHER_PROGRAM}),
    (Fault(F.DEAF), {Cause.NO_PROGRESS, Cause.PROGRAM_FAULT}),
    (Fault(F.RESULT_LOST), {Cause.NO_PROGRESS, Cause.PROGRAM_FAULT}),
]


@pytest.mark.parametrize(("fault", "causes"), ENDS, ids=[fault.kind.value for fault, _ in ENDS])
def test_whatever_goes_wrong_ends_at_rest_with_its_cause(
    opened: Open, ros_plan: Make, fault: Fault, causes: set[Cause]
) -> None:
    plan = ros_plan()
    with bed() as arm:
        driver = arm.driver(plan)
        stale = fault.kind in (F.FREEZE, F.REPEAT)
        limits = Limits(age=0.4 if stale else 3.0, stall=1.5, start=3.0, settle=2.0)
        job = opened(arm, driver, plan, limits=limits)
        arm.served.fail(fault)
        record = job.play()
        rested = arm.served.wait(lambda c: not c.moving and np.abs(c.arm.qd).max() < 0.01, timeout=10)
        before = arm.served.call(lambda c: (c.faults.clear(), c.arm.q.copy())[1])
        time.sleep(0.2)
        driver.close()
        after = arm.served.call(lambda c: c.arm.q.copy())
    assert record.end is State.INTERRUPTED
    assert record.cause in causes
    assert rested
    assert np.abs(after - before).max() < 1e-3


def test_a_gripper_that_is_stuck_is_noticed(opened: Open, ros_plan: Make) -> None:
    plan = ros_plan(actions=(*ACTIONS[2:3], *ACTIONS[:1]))
    with bed(faults=[Fault(F.GRIPPER_STUCK)]) as arm:
        driver = arm.driver(plan)
        record = opened(arm, driver, plan).play()
        driver.close()
    assert record.cause is Cause.NOTHING_HELD


def test_a_part_that_is_not_there_is_noticed_by_a_gripper_that_tells(opened: Open, replan: Make) -> None:
    robot = load_robot("ur3e")
    rest = np.array(robot.q_rest)
    actions = (move(1, rest, rest + 0.1, 0.5), Grip(2, True, 0.0, 5.0, 0.5), move(3, rest + 0.1, rest, 0.5))
    plan = replan(robot="ur3e", joints=robot.joint_names, q_start=rest, actions=actions)
    ends = []
    for faults in ([], [Fault(F.PART_MISSING)]):
        with generic(robot, faults=faults) as arm:
            driver = arm.driver(plan)
            record = opened(arm, driver, plan).play()
            driver.close()
        ends.append((record.end, record.cause))
    assert ends == [(State.DONE, None), (State.INTERRUPTED, Cause.NOTHING_HELD)]


def test_a_stop_of_a_person_cancels_the_goal_and_sends_no_other(opened: Open, ros_plan: Make) -> None:
    plan = ros_plan()
    with bed() as arm:
        driver = arm.driver(plan)
        job = opened(arm, driver, plan)
        threading.Timer(0.6, lambda: job.stop("a hand was raised")).start()
        record = job.play()
        statuses = arm.served.call(lambda c: [each["status"] for each in c.status()])
        driver.close()
    assert record.cause is Cause.OPERATOR
    assert statuses == [2]


@pytest.mark.parametrize(
    "fault",
    [Fault(F.SERIAL), Fault(F.START_POSE), Fault(F.LEARNING), Fault(F.COLLISION), Fault(F.HARDWARE),
     Fault(F.UNCALIBRATED), Fault(F.CONTROLLER_OFF), Fault(F.OTHER_GOAL)],
    ids=lambda each: each.kind.value,
)  # fmt: skip
def test_an_arm_that_is_not_ready_is_refused(visit, ros_plan: Make, fault: Fault) -> None:
    plan = ros_plan()
    with bed() as arm:
        driver = arm.driver(plan)
        bundle = visit.bundle(plan, arm.files(plan))
        approval = visit.approval(bundle, robot_serial=driver.identity.serial, mode=Mode.REAL)
        job, report = visit.try_open(bundle, approval, driver, clock=MonotonicClock(), limits=PATIENT)
        assert job is not None, report.findings
        arm.served.fail(fault)
        arm.served.wait(lambda c: c.faults.has(fault.kind))
        time.sleep(0.5)
        found = job.preflight()
        driver.close()
    assert ("A02" if fault.kind is F.START_POSE else "A01") in found.codes
    assert job.state is State.REFUSED
    assert "running" not in visit.kinds()


def test_no_word_about_the_hardware_is_a_fault(opened: Open, ros_plan: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cobot_lab.deploy.drivers.ros.heard.STATUS_LIMIT", 0.6)
    plan = ros_plan()
    with bed() as arm:
        driver = arm.driver(plan)
        job = opened(arm, driver, plan)
        arm.served.fail(Fault(F.STATUS_SILENT, 0.1))
        record = job.play()
        driver.close()
    assert record.cause is Cause.SAFETY_STATUS


def test_an_arm_that_goes_slower_raises_no_alarm(opened: Open, ros_plan: Make) -> None:
    plan = ros_plan()
    with bed(faults=[Fault(F.SLOW, -1.0, 0.7)]) as arm:
        driver = arm.driver(plan)
        record = opened(arm, driver, plan).play()
        driver.close()
    assert record.end is State.DONE, record.cause
    assert record.largest_following_error < 0.03
    assert record.duration * PACE > plan.duration
