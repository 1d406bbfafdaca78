"""Grippers behind one contract: on digital outputs, and a Robotiq with its maker's words."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.deploy import job as jobs
from cobot_lab.deploy.drivers.ur.grippers import DigitalGripper, Gripper, RobotiqGripper
from cobot_lab.deploy.drivers.ur.script import Wiring, write_scripts
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.states import State
from cobot_lab.deploy.two_positions import UnfitGripError
from cobot_lab.deploy.virtual.ur.faults import Fault, FaultKind
from cobot_lab.deploy.virtual.ur.gripper import Gripper as Wired
from cobot_lab.deploy.virtual.ur.robotiq import PART, PORT, Robotiq
from cobot_lab.motion.actions import Grip
from cobot_lab.motion.plan_data import Plan
from cobot_lab.paths import data_room

from .rig import ACTIONS, GRIPPER, Bed, Q, bed  # isort: skip
from .test_form import GRAMMAR  # isort: skip

Open = Callable[..., jobs.Job]
Make = Callable[..., Plan]


@pytest.mark.parametrize(
    ("gripper", "grip", "right"),
    [
        (DigitalGripper(), Grip(3, False, 0.05, 0.0, 0.6), None),
        (DigitalGripper(), Grip(3, False, 0.024, 0.0, 0.6), ("A13", 0.024, 0.05)),
        (DigitalGripper(), Grip(3, True, 0.0, 30.0, 0.6), None),
        (DigitalGripper(), Grip(3, True, 0.0, 60.0, 0.6), ("A13", 60.0, 30.0)),
        (DigitalGripper(), Grip(3, True, 0.0, 10.0, 0.6), ("A13", 10.0, 30.0)),
        (RobotiqGripper(), Grip(3, False, 0.024, 0.0, 0.6), None),
        (RobotiqGripper(), Grip(3, False, 0.0851, 0.0, 0.6), ("B03", 0.0851, 0.085)),
        (RobotiqGripper(), Grip(3, True, 0.0, 240.0, 0.6), ("B03", 240.0, 235.0)),
    ],
)
def test_what_a_gripper_cannot_do_as_it_was_checked_is_not_written(
    gripper: Gripper, grip: Grip, right: tuple[str, float, float] | None
) -> None:
    wiring = Wiring("127.0.0.1", 50010, gripper)
    if right is None:
        assert write_scripts("lab", Q, (grip,), wiring)
        return
    with pytest.raises(UnfitGripError, match="step 3") as caught:
        write_scripts("lab", Q, (grip,), wiring)
    found = caught.value.finding
    limit = "wanted" if "wanted" in found.code.facts else "maximum"
    assert (found.code.value, found.fact("value"), found.fact(limit)) == right


def test_the_gripper_that_is_wired_by_default_is_the_one_that_is_described() -> None:
    tool = load_cell(data_room("robots") / "ur3e" / "cells" / "atelier.toml").tool
    assert (DigitalGripper().width, DigitalGripper().force) == (tool.width_max, tool.force)


@pytest.mark.parametrize(
    "gripper", [GRIPPER, replace(GRIPPER, close_output=2, held_input=None, open_input=None), RobotiqGripper()]
)
def test_a_program_with_any_gripper_has_the_form(ur_plan: Make, gripper: Gripper) -> None:
    with bed() as cabinet:
        cabinet.wiring = replace(cabinet.wiring, gripper=gripper)
        for data in cabinet.files(ur_plan()).values():
            GRAMMAR.parse(data.decode())


@pytest.fixture
def robotiq_plan(visit: Any, ur_plan: Make) -> Make:
    """Make plans for a cell whose gripper opens as far as a Robotiq does."""
    toml = visit.cell["gripper.toml"].replace(b"width_max_mm = 50", b"width_max_mm = 85")
    assert b"= 85" in toml
    digest = visit.stand_in({**visit.cell, "gripper.toml": toml})
    return lambda **changes: ur_plan(cell=digest, **changes)


def with_robotiq(cabinet: Bed) -> Bed:
    cabinet.wiring = replace(cabinet.wiring, gripper=RobotiqGripper())
    cabinet.expected = replace(cabinet.expected, gripper=RobotiqGripper())
    return cabinet


def test_a_robotiq_takes_and_lets_go(opened: Open, robotiq_plan: Make) -> None:
    plan = robotiq_plan()
    with bed(robotiq=True) as cabinet:
        driver = with_robotiq(cabinet).driver(plan)
        record = opened(cabinet, driver, plan).play()
        driver.close()
        told, at = cabinet.served.call(lambda c: (dict(c.robotiq.told), c.robotiq.position))
    assert record.end is State.DONE, record.cause
    assert record.largest_following_error < 1e-3
    assert (told["POS"], round(at)) == (135, 135)  # 40 of 85 mm


@pytest.mark.parametrize(
    ("kind", "at", "cause"),
    [
        (FaultKind.PART_MISSING, -1.0, Cause.NOTHING_HELD),
        (FaultKind.GRIPPER_STUCK, -1.0, Cause.NOTHING_HELD),
        (FaultKind.PART_LOST, 1.6, Cause.PART_LOST),
    ],
)
def test_what_a_robotiq_does_not_hold_ends_the_run(
    opened: Open, robotiq_plan: Make, kind: FaultKind, at: float, cause: Cause
) -> None:
    plan = robotiq_plan()
    with bed(robotiq=True) as cabinet:
        driver = with_robotiq(cabinet).driver(plan)
        job = opened(cabinet, driver, plan)
        cabinet.served.fail(Fault(kind, at))
        record = job.play()
        driver.close()
    assert record.cause is cause


def test_a_robotiq_that_is_asleep_is_noticed_before_the_arm_moves(opened: Open, robotiq_plan: Make) -> None:
    plan = robotiq_plan(actions=ACTIONS[1:2])
    with bed(robotiq=True) as cabinet:
        driver = with_robotiq(cabinet).driver(plan)
        job = opened(cabinet, driver, plan)
        cabinet.served.call(lambda c: c.robotiq.told.__setitem__("ACT", 0))
        record = job.play()
        driver.close()
        q = cabinet.served.call(lambda c: list(c.cabinet.arm.q))
    assert record.cause is Cause.NO_GRIPPER
    assert q == pytest.approx(list(plan.q_start), abs=1e-6)


def _moved(robotiq: Robotiq, gripper: Wired) -> Robotiq:
    for _ in range(200):
        robotiq.step(gripper)
    return robotiq


def test_the_virtual_one_answers_as_its_maker_says() -> None:
    robotiq, part = Robotiq(), Wired()
    assert robotiq.answer("GET STA", part) == "STA 3\n"
    assert robotiq.answer("SET GTO 1 SPE 255 FOR 20", part) == "ack"
    assert robotiq.answer("SET POS 255", part) == "ack"
    assert robotiq.answer("GET OBJ", part) == "OBJ 0\n"
    assert _moved(robotiq, part).answer("GET OBJ", part) == "OBJ 2\n"
    assert robotiq.answer("GET POS", part) == f"POS {PART}\n"
    part.lost = True
    assert _moved(robotiq, part).answer("GET OBJ", part) == "OBJ 3\n"
    for nonsense in ("", "GET", "GET XYZ", "SET POS", "SET POS 256", "SET POS -1", "SET STA 1", "SET POS ²", "FLY"):
        assert robotiq.answer(nonsense, part) == "?\n"


def test_it_speaks_on_its_port() -> None:
    with bed(robotiq=True) as cabinet, closing(socket.create_connection((cabinet.served.address, PORT))) as line:
        line.settimeout(10)
        line.sendall(b"SET POS 100\n")
        assert line.recv(64) == b"ack"
        line.sendall(b"GET PRE\n")
        assert line.recv(64) == b"PRE 100\n"


def test_widths_and_forces_become_counts() -> None:
    lines = RobotiqGripper().grip(Grip(1, True, 0.0, 117.5, 0.4), "0.4")
    assert '  if not ask("FOR", 128):' in lines
    assert '  if not ask("POS", 255):' in lines
    assert '  if not ask("POS", 0):' in RobotiqGripper().grip(Grip(1, False, 0.2, 0.0, 0.4), "0.4")
