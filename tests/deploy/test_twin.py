"""The twin: honest lag, stops, silence, slider, gripper; the same motion however often it is looked at."""

from __future__ import annotations

import time

import numpy as np
import pytest

from cobot_lab.deploy.clock import MonotonicClock, PacedClock
from cobot_lab.deploy.curve import curve_of
from cobot_lab.deploy.driver import DriverError, Safety
from cobot_lab.deploy.drivers.twin import BANDWIDTH, RAMP, TwinDriver


def run(twin, clock, seconds, period=0.01):
    states = []
    for _ in range(round(seconds / period)):
        clock.sleep(period)
        twin.beat()
        states.append(twin.state())
    return states


def test_measured_joints_lag_by_acceleration_over_bandwidth_squared(twin, clock, plan):
    curve = curve_of(plan)
    twin.load(plan)
    twin.start()
    errors = [np.abs(s.q - curve.sample(np.array([s.progress]))[0][0]).max() for s in run(twin, clock, 1.2)]
    qdd = np.abs(curve.sample(np.linspace(0, 1.2, 1000))[2]).max()
    assert 0 < max(errors) < 3 * qdd / BANDWIDTH**2


def test_looking_more_often_changes_nothing(plan):
    ends = []
    for period in (0.01, 0.05, 0.4):
        clock = PacedClock(float("inf"))
        twin = TwinDriver("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock)
        twin.load(plan)
        twin.start()
        ends.append(run(twin, clock, 2.0, period)[-1].q)
    assert ends[0] == pytest.approx(ends[1], abs=1e-12)
    assert ends[0] == pytest.approx(ends[2], abs=1e-12)


def test_a_stop_slows_down_along_the_curve(twin, clock, plan):
    curve = curve_of(plan)
    twin.load(plan)
    twin.start()
    at = run(twin, clock, 0.6)[-1].progress
    twin.stop("test")
    states = run(twin, clock, 2.0)
    assert states[0].running
    assert not states[-1].running
    assert states[-1].progress - at == pytest.approx(RAMP / 2, abs=0.01)
    for s in states:
        assert np.abs(s.q - curve.sample(np.array([s.progress]))[0][0]).max() < 0.02


def test_silence_stops_the_twin(twin, clock, plan):
    twin.load(plan)
    twin.start()
    clock.sleep(3.0)
    assert twin.state().progress < 0.5 + RAMP
    assert not twin.state().running


def test_the_slider_stretches_time(twin, clock, plan):
    twin.move_slider(0.5)
    twin.load(plan)
    twin.start()
    assert run(twin, clock, 2.0)[-1].progress == pytest.approx(1.0, abs=0.01)
    with pytest.raises(DriverError):
        twin.move_slider(1.5)


def test_the_fingers_move_in_the_time_of_their_grip(clock, plan):
    twin = TwinDriver("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock, opening=0.06)
    twin.load(plan)
    twin.start()
    states = {round(s.progress, 2): s.opening for s in run(twin, clock, 4.6)}
    assert (states[1.0], states[3.0]) == (0.06, 0.0)
    assert states[1.4] == pytest.approx(0.03, abs=1e-3)
    assert twin.state().opening == pytest.approx(0.05)


def test_after_a_trip_nothing_starts(twin, plan):
    twin.trip(Safety.EMERGENCY_STOP)
    twin.load(plan)
    with pytest.raises(DriverError, match="emergency_stop"):
        twin.start()


def test_a_refusal_says_what_would_have_been_right(twin, replan):
    with pytest.raises(DriverError, match=r"'ned2' with .*; expected a plan for a 'arm2'"):
        twin.load(replan(robot="ned2"))


def test_in_real_time_it_takes_real_time(replan):
    clock = MonotonicClock()
    twin = TwinDriver("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock)
    plan = replan(actions=replan().actions[:2])
    twin.load(plan)
    begun = time.monotonic()
    twin.start()
    while twin.state().running:
        time.sleep(0.01)
        twin.beat()
    assert 1.2 <= time.monotonic() - begun < 3.0
    assert twin.state().q == pytest.approx([0.6, -0.4], abs=1e-3)
