"""The watch and its thread: first it looks, then it starts; it beats, it stops, it ends."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.deploy.clock import PacedClock
from cobot_lab.deploy.curve import curve_of
from cobot_lab.deploy.driver import Safety
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.deploy.judge import Cause, Interruption, Limits
from cobot_lab.deploy.watch import Watch


class Notes:
    def __init__(self):
        self.samples, self.events = [], []

    def sample(self, sample):
        self.samples.append(sample)

    def event(self, t, kind, **facts):
        self.events.append(kind)


def watched(twin, plan, clock, **limits):
    notes, begun = Notes(), []
    twin.load(plan)
    watch = Watch(twin, curve_of(plan), notes, clock=clock, limits=Limits(**limits))
    watch.play(lambda: begun.append(True))
    return watch, notes, begun


def test_it_looks_at_least_fifty_times_a_second_and_leaves_no_thread(twin, plan, clock):
    watch, notes, begun = watched(twin, plan, clock)
    assert (watch.interruption, begun) == (None, [True])
    assert watch.rounds >= 50 * plan.duration
    assert watch.longest_gap <= 0.02
    assert np.diff([sample.t for sample in notes.samples]).max() <= 0.021
    assert not any(thread.name == "watch" for thread in threading.enumerate())


def test_an_arm_that_is_not_well_at_the_first_look_never_starts(twin, plan, clock):
    twin.trip(Safety.PROTECTIVE_STOP)
    watch, _, begun = watched(twin, plan, clock)
    assert (watch.interruption.cause, begun) == (Cause.SAFETY_STATUS, [])
    assert twin.state().progress == 0


def test_an_interruption_before_the_start_is_one_after_which_nothing_starts(twin, plan, clock):
    notes = Notes()
    twin.load(plan)
    watch = Watch(twin, curve_of(plan), notes, clock=clock, limits=Limits())
    watch.play(lambda: watch.interrupt(replace(stop(), facts=())))
    assert watch.interruption.cause is Cause.OPERATOR
    assert twin.state().progress == 0
    assert notes.events == ["interrupted", "held"]


def stop():

    return Interruption.of(Cause.OPERATOR, reason="test")


def test_the_first_cause_counts(twin, plan, clock):
    watch, notes, _ = watched(twin, plan, clock)
    watch.interrupt(stop())
    watch.interrupt(replace(stop(), cause=Cause.TIME_OUT))
    assert watch.interruption.cause is Cause.OPERATOR
    assert notes.events.count("interrupted") == 1


def test_an_exception_of_the_watch_itself_stops_the_arm(plan, clock, twin, monkeypatch):
    def failing(self, state, now):
        if state.progress > 1:
            raise IndexError("a bug")

    monkeypatch.setattr("cobot_lab.deploy.judge.Judge.look", failing)
    watch, notes, _ = watched(twin, plan, clock)
    assert watch.interruption.cause is Cause.WATCH_FAILED
    assert dict(watch.interruption.facts) == {"detail": "IndexError: a bug"}
    assert notes.events == ["interrupted", "held"]
    assert 1 < twin.state().progress < 1.3


def test_an_arm_that_ends_beside_the_last_knot_has_not_done_it(plan, clock):
    class Beside(TwinDriver):
        def state(self):
            state = super().state()
            return replace(state, q=state.q + (0.02 if state.progress > 4.39 else 0.0))

    watch, _, _ = watched(Beside("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock), plan, clock)
    assert watch.interruption.cause is Cause.ENDED_ELSEWHERE


def test_an_arm_that_ends_its_program_by_itself_has_not_done_it(plan, clock):
    class Short(TwinDriver):
        def beat(self):
            super().beat()
            if self._progress > 1:
                self.stop("its own reasons")

    watch, _, _ = watched(Short("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock), plan, clock)
    assert watch.interruption.cause is Cause.ENDED_EARLY


def test_an_arm_that_does_not_start_is_not_waited_for(plan, clock):
    class Idle(TwinDriver):
        def start(self):
            pass

    watch, _, begun = watched(Idle("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock), plan, clock)
    assert (watch.interruption.cause, begun) == (Cause.NOT_STARTED, [True])


def test_an_arm_that_does_not_obey_is_said_to(plan, clock):
    class Deaf(TwinDriver):
        def stop(self, reason):
            pass

    twin = Deaf("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock)
    watch, notes, _ = watched(twin, plan, clock, following=1e-5, settle=0.3)
    assert watch.interruption.cause is Cause.FOLLOWING_ERROR
    assert notes.events == ["interrupted", "not seen at rest"]


@pytest.mark.parametrize("scale", [10.0, 50.0])
def test_the_pace_does_not_change_what_is_seen(plan, scale):
    clock = PacedClock(scale)
    twin = TwinDriver("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock)
    watch, notes, _ = watched(twin, plan, clock)
    assert watch.interruption is None
    assert len(notes.samples) >= 50 * plan.duration
