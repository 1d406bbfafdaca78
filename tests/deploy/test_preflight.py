"""What is read from the arm, and what is refused for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.deploy import preflight
from cobot_lab.deploy.driver import DriverError, RobotMode, Safety
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.deploy.reading import Reading
from cobot_lab.deploy.start import Start

NAN = float("nan")
START = Start(("tapis",), still=True, opening=0.05)


def arm(clock, **changes):
    class Changed(TwinDriver):
        def state(self):
            return replace(super().state(), **changes)

    return Changed("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock)


def codes(driver, plan, clock, identity=None, start=START):
    return preflight.read(driver, plan, identity or driver.identity, start, clock)[1].codes


def test_a_ready_arm_passes_and_everything_read_is_kept(twin, plan, clock):
    readings, report = preflight.read(twin, plan, twin.identity, START, clock)
    assert (report.codes, report.run) == ((), preflight.CHECKS)
    names = {reading.name for reading in readings}
    assert names >= {"model", "serial", "arm", "software", "robot mode", "safety status", "program running", "q elbow"}
    assert all(reading.good for reading in readings)


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"safety": Safety.PROTECTIVE_STOP}, ("A01",)),
        ({"mode": RobotMode.IDLE}, ("A01",)),
        ({"running": True}, ("A01",)),
        ({"safety": Safety.FAULT, "mode": RobotMode.OFF}, ("A01", "A01")),
        ({"age": 0.2}, ("A03",)),
        ({"age": NAN}, ("A01", "A03")),
        ({"stamp": 5.0}, ("A03",)),
        ({"q": np.array([0.0, 0.0101])}, ("A02",)),
        ({"q": np.array([NAN, 0.0])}, ("A02",)),
        ({"q": np.array([0.5, 0.5])}, ("A02", "A02")),
        ({"q": np.zeros(3)}, ("A01",)),
        ({"safety": Safety.REDUCED}, ()),
        ({"q": np.array([0.0, 0.0099])}, ()),
    ],
)
def test_an_arm_that_is_not_ready_is_refused(plan, clock, changes, wanted):
    assert codes(arm(clock, **changes), plan, clock) == wanted


def test_the_facts_say_what_was_found_and_what_is_wanted(plan, clock):
    driver = arm(clock, safety=Safety.PROTECTIVE_STOP, q=np.array([0.0, 0.25]))
    _, report = preflight.read(driver, plan, driver.identity, START, clock)
    safety, pose = report.findings
    assert dict(safety.facts) == {"what": "safety status", "found": "protective_stop", "wanted": "normal"}
    assert dict(pose.facts) == {"joint": "elbow", "q": 0.25, "wanted": 0.0, "limit": 0.01}


def test_an_arm_that_was_exchanged_since_the_gate_is_refused(twin, plan, clock):
    assert codes(twin, plan, clock, replace(twin.identity, serial="TWIN-before")) == ("A01",)


@pytest.mark.parametrize(
    ("still", "wanted"),
    [(True, {"signal": "tapis", "found": "on"}), (False, None)],
)
def test_an_output_that_sets_something_moving_has_to_be_off_where_the_plan_starts(twin, plan, clock, still, wanted):
    twin.switch("tapis", 1.0)
    twin.switch("lampe", 1.0)  # moves nothing
    readings, report = preflight.read(twin, plan, twin.identity, replace(START, still=still), clock)
    assert ("output tapis", "on") in [(each.name, each.found) for each in readings]
    assert [(each.code.value, dict(each.facts)) for each in report.findings] == (
        [] if wanted is None else [("A10", wanted)]
    )
    twin.switch("tapis", 0.0)
    assert codes(twin, plan, clock) == ()


def test_the_gripper_has_to_be_as_far_open_as_where_the_plan_starts(twin, plan, clock):
    for opening, wanted in ((0.0, ("A11",)), (0.0475, ("A11",)), (0.0485, ()), (NAN, ("A11",))):
        twin.move_fingers(opening)
        assert codes(twin, plan, clock) == wanted
    twin.move_fingers(0.0)
    _, report = preflight.read(twin, plan, twin.identity, START, clock)
    assert dict(report.findings[0].facts) == {"what": "gripper opening", "found": 0.0, "wanted": 0.05}


def test_a_twin_is_touched_by_hand_only_while_it_has_nothing_to_play(twin, plan):
    twin.load(plan)
    for touch in (lambda: twin.switch("tapis", 1.0), lambda: twin.move_fingers(0.0)):
        with pytest.raises(DriverError, match="a program is loaded"):
            touch()


def test_what_is_particular_to_an_arm_is_judged_by_what_it_wants(twin, plan, clock):
    twin.preflight = lambda plan, start: (
        Reading("payload", 1.2, 1.0, 0.05),
        Reading("remote", found=False, wanted=True),
    )
    assert codes(twin, plan, clock) == ("A01", "A01")


@pytest.mark.parametrize(
    ("reading", "good"),
    [
        (Reading("a", "x", "x"), True),
        (Reading("a", "x", "y"), False),
        (Reading("a", 1.04, 1.0, 0.05), True),
        (Reading("a", 1.06, 1.0, 0.05), False),
        (Reading("a", NAN, 1.0, 0.05), False),
        (Reading("a", NAN, NAN), False),
        (Reading("a", "0xab"), True),
        (Reading("a", NAN), False),
    ],
)
def test_a_reading_is_good_or_not(reading, good):
    assert reading.good is good
