"""A Universal Robots arm whose outputs or whose gripper are not as the plan starts begins no run."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.deploy.clock import MonotonicClock
from cobot_lab.deploy.drivers.ur.grippers import DigitalGripper, RobotiqGripper
from cobot_lab.deploy.states import State
from cobot_lab.deploy.virtual.ur.faults import Fault, FaultKind
from cobot_lab.motion.plan_data import Plan
from cobot_lab.paths import data_room
from cobot_lab.trust.approval import Mode

from .rig import PATIENT, SERIAL, Bed, bed, wired  # isort: skip

F = FaultKind
Make = Callable[..., Plan]
CONVEYOR = dict(load_cell(data_room("robots") / "ur3e" / "cells" / "convoyeur.toml").files)
OUTPUTS = {"convoyeur": 1, "voyant_rouge": 2, "voyant_vert": 3}


@pytest.fixture
def found(visit: Any, ur_plan: Make, unhurried: None) -> Callable[..., tuple[list[Any], Mapping[str, Any]]]:
    """Take a cabinet through gate and preflight; give code and facts of the findings, and the readings by name."""

    def prepare(cabinet: Bed, cell: Mapping[str, bytes] = CONVEYOR) -> tuple[list[Any], Mapping[str, Any]]:
        plan = ur_plan(cell=visit.stand_in(cell))
        driver = cabinet.driver(plan)
        try:
            bundle = visit.bundle(plan, cabinet.files(plan))
            approval = visit.approval(bundle, robot_serial=SERIAL, mode=Mode.REAL)
            job, report = visit.try_open(bundle, approval, driver, clock=MonotonicClock(), limits=PATIENT)
            assert job is not None, report.findings
            report = job.preflight()
            assert (job.state is State.REFUSED) is bool(report.findings)
        finally:
            driver.close()
        facts = [(each.code.value, dict(each.facts)) for each in report.findings]
        return facts, {each.name: each.found for each in job.readings}

    return prepare


def test_what_is_as_the_plan_starts_is_read_and_let_through(found: Any) -> None:
    with bed() as cabinet:
        findings, read = found(wired(cabinet, **OUTPUTS))
    assert findings == []
    assert (read["output convoyeur"], read["gripper open"], read["gripper holding"]) == ("off", True, False)
    assert "output voyant_vert" not in read  # a lamp moves nothing


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        (Fault(F.OUTPUT_ON), [("A10", {"signal": "convoyeur", "found": "on"})]),
        (Fault(F.OUTPUT_ON, -1.0, 3), []),
        (
            Fault(F.GRIPPER_CLOSED),
            [
                ("A11", {"what": "gripper open", "found": False, "wanted": True}),
                ("A11", {"what": "gripper holding", "found": True, "wanted": False}),
            ],
        ),
    ],
)
def test_what_is_not_is_named_and_refused(found: Any, fault: Fault, wanted: list[Any]) -> None:
    with bed(faults=[fault]) as cabinet:
        assert found(wired(cabinet, **OUTPUTS))[0] == wanted


def test_an_output_that_nobody_wired_is_unknown_and_refused(found: Any) -> None:
    with bed() as cabinet:
        assert found(wired(cabinet, voyant_vert=3))[0] == [("A10", {"signal": "convoyeur", "found": "unknown"})]


def test_a_gripper_without_inputs_is_named_as_not_read(found: Any) -> None:
    blind = DigitalGripper(held_input=None, open_input=None)
    with bed(faults=[Fault(F.GRIPPER_CLOSED)]) as cabinet:
        wired(cabinet, **OUTPUTS)
        cabinet.expected = replace(cabinet.expected, gripper=blind)
        findings, read = found(cabinet)
    assert findings == []
    assert (read["gripper open"], read["gripper holding"]) == ("not read", "not read")


@pytest.mark.parametrize(
    ("there", "faults", "codes"),
    [
        (True, [], []),
        (True, [Fault(F.GRIPPER_CLOSED)], ["A11", "A11"]),
        (False, [], ["A06"]),
    ],
)
def test_a_robotiq_is_asked_where_its_fingers_are(
    found: Any, there: bool, faults: list[Fault], codes: list[str]
) -> None:
    wide = CONVEYOR["gripper.toml"].replace(b"width_max_mm = 50", b"width_max_mm = 85")
    with bed(robotiq=there, faults=faults) as cabinet:
        wired(cabinet, **OUTPUTS)
        cabinet.expected = replace(cabinet.expected, gripper=RobotiqGripper())
        findings, read = found(cabinet, {**CONVEYOR, "gripper.toml": wide})
    assert [code for code, _ in findings] == codes
    if "A11" in codes:
        assert (read["gripper opening"], read["gripper holding"]) == (pytest.approx(0.025), True)


def test_a_program_that_is_paused_is_named(found: Any) -> None:
    with bed() as cabinet:
        cabinet.served.call(lambda c: (c.take("def other():\n  sleep(60)\nend"), c.pause()))
        assert cabinet.served.wait(lambda c: c.runtime.name == "PAUSED", timeout=5)
        time.sleep(0.2)
        findings, _ = found(wired(cabinet, **OUTPUTS))
    assert ("A12", {"robot": SERIAL}) in findings
    assert {code for code, _ in findings} == {"A01", "A12"}
