"""An arm behind ROS: its outputs are read where it has a topic for them; what it cannot tell is named as not read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from cobot_lab.cell.load import load_cell, load_robot
from cobot_lab.deploy.clock import MonotonicClock
from cobot_lab.deploy.states import State
from cobot_lab.deploy.virtual.ros import topics
from cobot_lab.deploy.virtual.ros.controller import Controller
from cobot_lab.deploy.virtual.ros.faults import Fault, FaultKind
from cobot_lab.motion.plan_data import Plan
from cobot_lab.paths import data_room
from cobot_lab.trust.approval import Mode

from .rig import PATIENT, Bed, bed, generic, move  # isort: skip

Make = Callable[..., Plan]
SIGNALS = {"convoyeur": "DO1", "voyant_rouge": "DO2", "voyant_vert": "DO3"}


@pytest.fixture
def found(visit: Any, ros_plan: Make, unhurried: None) -> Callable[..., tuple[list[Any], Mapping[str, Any]]]:
    """Take an arm through gate and preflight; give code and facts of the findings, and the readings by name."""

    def prepare(arm: Bed, model: str = "ned2") -> tuple[list[Any], Mapping[str, Any]]:
        arm.signals = SIGNALS
        cell, robot = load_cell(data_room("robots") / model / "cells" / "convoyeur.toml"), load_robot(model)
        q = robot.q_rest.copy()
        actions = (move(1, q, q + 0.1, 0.5),)
        facts = {"robot": model, "joints": robot.joint_names, "q_start": q, "actions": actions}
        plan = ros_plan(cell=visit.stand_in(dict(cell.files)), **facts)
        driver = arm.driver(plan)
        try:
            bundle = visit.bundle(plan, arm.files(plan))
            approval = visit.approval(bundle, robot_serial=driver.identity.serial, mode=Mode.REAL)
            job, report = visit.try_open(bundle, approval, driver, clock=MonotonicClock(), limits=PATIENT)
            assert job is not None, report.findings
            report = job.preflight()
            assert (job.state is State.REFUSED) is bool(report.findings)
        finally:
            driver.close()
        facts = [(each.code.value, dict(each.facts)) for each in report.findings]
        return facts, {each.name: each.found for each in job.readings}

    return prepare


@pytest.mark.parametrize(
    ("faults", "wanted"),
    [
        ([], []),
        ([Fault(FaultKind.OUTPUT_ON)], [("A10", {"signal": "convoyeur", "found": "on"})]),
        ([Fault(FaultKind.OUTPUT_ON, -1.0, 3)], []),
    ],
)
def test_a_niryo_tells_its_outputs_and_not_its_gripper(found: Any, faults: list[Fault], wanted: list[Any]) -> None:
    with bed(faults=faults) as arm:
        findings, read = found(arm)
    assert findings == wanted
    assert read["output convoyeur"] == ("on" if wanted else "off")
    assert (read["gripper open"], read["gripper holding"]) == ("not read", "not read")


def test_outputs_that_are_not_told_any_more_are_unknown(found: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    due = topics.due

    def mute(controller: Controller) -> Iterator[tuple[str, Mapping[str, Any]]]:
        return ((topic, said) for topic, said in due(controller) if not topic.endswith("digital_io_state"))

    monkeypatch.setattr(topics, "due", mute)
    with bed() as arm:
        assert found(arm)[0] == [("A10", {"signal": "convoyeur", "found": "unknown"})]


def test_an_arm_without_a_topic_for_outputs_says_that_they_are_not_read(found: Any) -> None:
    with generic(load_robot("ur3e")) as arm:
        findings, read = found(arm, "ur3e")
    assert findings == []
    assert read["output convoyeur"] == "not read"
