"""Clocks: simulated time passes only in sleep, and is shared."""

from __future__ import annotations

import threading
import time

import pytest

from cobot_lab.deploy.clock import MonotonicClock, PacedClock, ReadClock, wall_clock


def test_paced_time_passes_only_in_sleep():
    clock = PacedClock(float("inf"))
    assert clock.now() == clock.now() == 0.0
    clock.sleep(3600.0)
    assert clock.now() == 3600.0


def test_the_scale_is_simulated_seconds_in_a_real_one():
    begun = time.monotonic()
    clock = PacedClock(10.0)
    for _ in range(10):
        clock.sleep(0.1)
        time.sleep(0.004)
    assert 0.1 <= time.monotonic() - begun < 0.6


def test_a_pause_is_not_made_up_for():
    clock = PacedClock(10.0)
    time.sleep(0.2)
    begun = time.monotonic()
    clock.sleep(1.0)
    assert time.monotonic() - begun >= 0.1


def test_sleepers_at_the_same_time_share_it():
    clock = PacedClock(10.0)
    threads = [threading.Thread(target=clock.sleep, args=(1.0,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1.0 <= clock.now() < 3.0


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan")])
def test_a_scale_that_is_none_is_refused(scale):
    with pytest.raises(ValueError, match="more than 0"):
        PacedClock(scale)


def test_the_monotonic_clock_goes_on_by_itself():
    clock = MonotonicClock()
    before = clock.now()
    clock.sleep(0.01)
    assert clock.now() - before >= 0.01


def test_the_wall_clock_says_its_zone():
    assert wall_clock().utcoffset() is not None


def test_a_clock_that_is_read_passes_as_the_other_does():
    read = iter([1.0, 1.0, 1.2, 1.4, 1.6])
    clock = ReadClock(lambda: next(read), look=0.0)
    assert clock.now() == 1.0
    clock.sleep(0.5)
    assert next(read, None) is None
