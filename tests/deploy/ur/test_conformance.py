"""The driver keeps the contract that every driver keeps, on a virtual cabinet in real time."""

from __future__ import annotations

import pytest

from cobot_lab.deploy.bench import Bench
from cobot_lab.deploy.clock import MonotonicClock
from cobot_lab.deploy.conformance import EXAMINATIONS, Examination, examine
from cobot_lab.deploy.driver import POSE_TOLERANCE, Driver, Transmitter
from cobot_lab.deploy.drivers.ur.driver import URDriver
from cobot_lab.deploy.drivers.ur.signed import Library, files_of, library
from cobot_lab.deploy.judge import Limits

from .rig import SERIAL, Bed, bed, make_plan  # isort: skip


def _driver(cabinet: Bed) -> URDriver:
    """Connect with the programs of the plan, and of the one that begins elsewhere."""
    plan = make_plan()
    driver = URDriver(cabinet.served.address, cabinet.expected)
    elsewhere = Bench(driver, plan, MonotonicClock(), Limits()).moved(5 * POSE_TOLERANCE)
    both = [library(each, files_of(each, cabinet.wiring), SERIAL) for each in (plan, elsewhere)]
    driver._library = Library({**both[0].pieces, **both[1].pieces}, both[0].computer)
    return driver


@pytest.mark.parametrize("examination", EXAMINATIONS, ids=lambda each: each.__name__)
def test_it_conforms(examination: Examination) -> None:
    with bed() as cabinet:
        (outcome,) = examine(lambda: _driver(cabinet), make_plan(), cabinet.clock(), (examination,))
    assert outcome.problem == ""


def test_it_is_a_driver_that_sends_what_was_signed() -> None:
    with bed() as cabinet:
        driver = _driver(cabinet)
        driver.close()
    assert isinstance(driver, Driver)
    assert isinstance(driver, Transmitter)
