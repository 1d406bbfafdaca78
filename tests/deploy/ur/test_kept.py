"""Outputs, payload and tool stay what the program and the preflight have made them."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from cobot_lab.deploy import job as jobs
from cobot_lab.deploy.drivers.ur.arm import Wired
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.states import State
from cobot_lab.motion.actions import Output, Read, Wait
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.residual import Compound, Reading

from .rig import ACTIONS, AWAY, Bed, Q, bed, beside, move, moved, wired  # isort: skip

Open = Callable[..., jobs.Job]
Make = Callable[..., Plan]


def _say(cabinet: Bed, line: str) -> None:
    """Run one line beside the program, as any client of the secondary interface can."""
    with socket.create_connection((cabinet.served.address, 30002)) as link:
        link.recv(100)
        link.sendall(f"sec x():\n  {line}\nend\n".encode())
        time.sleep(0.3)


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("set_standard_digital_out(3, True)", Cause.OUTPUT_CHANGED),
        ("set_standard_digital_out(4, False)", Cause.OUTPUT_CHANGED),
        ("set_payload(2.0)", Cause.TOOL_CHANGED),
        ("set_tcp(p[0, 0, 0.3, 0, 0, 0])", Cause.TOOL_CHANGED),
    ],
)
def test_what_somebody_else_changes_in_a_run_ends_it(opened: Open, ur_plan: Make, line: str, cause: Cause) -> None:
    plan = ur_plan(actions=(Output(1, "lamp", 1.0, 0.0), move(2, Q, AWAY, 2.0)))
    with bed() as cabinet:
        driver = wired(cabinet, saw=3, lamp=4).driver(plan)
        job = opened(cabinet, driver, plan)

        def change() -> None:
            cabinet.served.wait(lambda c: c.cabinet.outputs.floats[24] > 0.3)
            _say(cabinet, line)

        acting = beside(change)
        record = job.play()
        acting.join()
        driver.close()
    assert record.cause is cause


@pytest.mark.parametrize("change", ["payload", "saw"])
def test_what_somebody_else_changes_before_the_start_keeps_it_from_beginning(
    opened: Open, ur_plan: Make, change: str
) -> None:
    plan = ur_plan(actions=ACTIONS[:2])
    with bed() as cabinet:
        driver = wired(cabinet, saw=3).driver(plan)
        job = opened(cabinet, driver, plan)
        name, value = ("payload", 2.9) if change == "payload" else ("digital_out", 8)
        cabinet.served.call(lambda c: setattr(c.cabinet, name, value))
        time.sleep(0.3)
        record = job.play()
        driver.close()
        assert moved(cabinet) < 0.1
    assert record.cause is (Cause.TOOL_CHANGED if change == "payload" else Cause.OUTPUT_CHANGED)


@pytest.mark.parametrize("since", ["the preflight", "loading"])
def test_a_gripper_that_somebody_closes_before_the_start_keeps_it_from_beginning(
    opened: Open, ur_plan: Make, monkeypatch: pytest.MonkeyPatch, since: str
) -> None:
    plan = ur_plan(actions=ACTIONS[:2])
    with bed() as cabinet:
        driver = cabinet.driver(plan)
        job = opened(cabinet, driver, plan)

        def close() -> None:
            cabinet.served.call(lambda c: setattr(c.cabinet, "digital_out", 1))
            time.sleep(1.0)

        if since == "loading":
            load = driver.load
            monkeypatch.setattr(driver, "load", lambda plan: (load(plan), close()))
        else:
            close()
        record = job.play()
        driver.close()
        assert moved(cabinet) < 0.1
    assert record.cause is Cause.NOT_OPEN


def test_outputs_of_the_plan_are_its_own(opened: Open, ur_plan: Make) -> None:
    """Switched before, in and after moves, in pulses, over two stretches, and once as it was already."""
    ways = Fork(6, Compound("==", Reading(0), "there"), Branch((Output(7, "saw", 0.0, 0.0), Wait(8, 0.4))), None)
    first = (Output(1, "saw", 1.0, 0.0), move(2, Q, AWAY, 0.6), Output(3, "lamp", 1.0, 0.3), Output(4, "saw", 1.0, 0.0))
    plan = ur_plan(actions=(*first, Read(5, "part", 0, ("there", "away"))), fork=ways)
    with bed() as cabinet:
        driver = wired(cabinet, saw=3, lamp=4)
        driver.expected = replace(driver.expected, sensors={"part": Wired(3, "there", "away")})
        cabinet.served.call(lambda c: setattr(c.cabinet, "digital_in", 8))
        arm = driver.driver(plan)
        record = opened(cabinet, arm, plan).play()
        arm.close()
    assert record.end is State.DONE, record.cause
