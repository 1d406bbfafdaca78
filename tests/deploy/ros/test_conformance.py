"""The driver keeps the contract that every driver keeps, on a virtual Ned2 in real time."""

from __future__ import annotations

import pytest

from cobot_lab.deploy.bench import Bench
from cobot_lab.deploy.clock import MonotonicClock
from cobot_lab.deploy.conformance import EXAMINATIONS, Examination, examine
from cobot_lab.deploy.driver import POSE_TOLERANCE, Driver, Transmitter
from cobot_lab.deploy.drivers.ros.driver import RosDriver
from cobot_lab.deploy.judge import Limits

from .rig import Bed, bed, make_plan  # isort: skip

SETTLE = Limits(settle=1.5)
"""A Ned2 takes a second to rest when its goal is cancelled."""


def _driver(arm: Bed) -> RosDriver:
    """Connect with the goals of the plan, and of the one that begins elsewhere."""
    plan = make_plan()
    elsewhere = Bench(None, plan, MonotonicClock(), Limits()).moved(5 * POSE_TOLERANCE)  # type: ignore[arg-type]
    return arm.driver(plan, elsewhere)


@pytest.mark.parametrize("examination", EXAMINATIONS, ids=lambda each: each.__name__)
def test_it_conforms(examination: Examination) -> None:
    with bed() as arm:
        (outcome,) = examine(lambda: _driver(arm), make_plan(), arm.clock(), (examination,), SETTLE)
    assert outcome.problem == ""


def test_it_is_a_driver_that_sends_what_was_signed() -> None:
    with bed() as arm:
        driver = _driver(arm)
        driver.close()
    assert isinstance(driver, Driver)
    assert isinstance(driver, Transmitter)
