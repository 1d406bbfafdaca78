"""The twin keeps the contract; each broken driver is caught, by the examination that is meant for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.deploy.clock import PacedClock
from cobot_lab.deploy.conformance import EXAMINATIONS, examine
from cobot_lab.deploy.driver import Driver
from cobot_lab.deploy.drivers.faulty import Faults, FaultyTwin
from cobot_lab.deploy.drivers.twin import TwinDriver, _Phase

MODEL, JOINTS = "arm2", ("shoulder", "elbow")


def examined(kind, plan, only=None):
    clock = PacedClock(float("inf"))
    chosen = None if only is None else tuple(e for e in EXAMINATIONS if e.__name__ == only)
    outcomes = examine(lambda: kind(MODEL, JOINTS, np.zeros(2), clock=clock), plan, clock, chosen)
    return {outcome.examination: outcome.problem for outcome in outcomes}


def test_the_twin_passes_every_examination(plan):
    outcomes = examined(TwinDriver, plan)
    assert len(outcomes) == len(EXAMINATIONS)
    assert {name: problem for name, problem in outcomes.items() if problem} == {}


def test_a_twin_without_faults_passes_too(plan):
    assert not any(examined(lambda *a, clock: FaultyTwin(*a, clock=clock, faults=Faults()), plan).values())


def test_the_twin_is_a_driver(twin):
    assert isinstance(twin, Driver)


class AnswersAnything(TwinDriver):
    def read(self, sensor):
        return 0.0


def test_a_driver_that_answers_for_sensors_it_does_not_have_does_not_conform(plan):
    name = "refuses_an_unknown_sensor"
    assert examined(AnswersAnything, plan, name)[name]


class NewSerialEachRun(TwinDriver):
    def start(self):
        super().start()
        self._identity = replace(self._identity, serial="TWIN-other")


class StartsWithoutLoad(TwinDriver):
    def start(self):
        if self._phase is _Phase.EMPTY and self._curve is None:
            return
        super().start()


class StaleAtRest(TwinDriver):
    def state(self):
        state = super().state()
        return state if state.running else replace(state, stamp=1.0)


class OldData(TwinDriver):
    def state(self):
        return replace(super().state(), age=0.3)


class NotANumber(TwinDriver):
    def state(self):
        return replace(super().state(), qd=np.full(2, np.nan))


class Writable(TwinDriver):
    def state(self):
        state = super().state()
        state.q.flags.writeable = True
        return state


class AnyModel(TwinDriver):
    def load(self, plan):
        super().load(replace(plan, robot=self.identity.model))


class AnyJoints(TwinDriver):
    def load(self, plan):
        super().load(replace(plan, joints=self.identity.joints))


class AnyStart(TwinDriver):
    def start(self):
        if self._plan is not None:
            self._q = self._plan.q_start.copy()
        super().start()


class StartsOnLoad(TwinDriver):
    def load(self, plan):
        super().load(plan)
        self.start()


class Sluggish(TwinDriver):
    """Reports where it was a while ago, with the progress of now."""

    def state(self):
        state = super().state()
        self._old = [*getattr(self, "_old", []), state.q][-40:]
        return replace(state, q=self._old[0].copy())


class EndsShort(TwinDriver):
    def state(self):
        state = super().state()
        return replace(state, q=state.q + 0.05) if state.progress > 1 else state


class ProgressFromZero(TwinDriver):
    def state(self):
        state = super().state()
        return replace(state, progress=0.0) if 1.0 < state.progress < 1.2 else state


class NeverSpent(TwinDriver):
    def start(self):
        if self._phase is _Phase.EMPTY and self._plan is not None:
            self._phase, self._progress = _Phase.LOADED, 0.0
        super().start()


class StartsAgainAnywhere(NeverSpent):
    def start(self):
        if self._plan is not None and self._progress > 0:
            self._q = self._plan.q_start.copy()
        super().start()


class LoadsWhileRunning(TwinDriver):
    def load(self, plan):
        if self._phase is _Phase.PLAYING:
            return
        super().load(plan)


class StopsOnlyOnce(TwinDriver):
    def stop(self, reason):
        if getattr(self, "_was_stopped", False):
            raise RuntimeError("already stopped")
        self._was_stopped = True
        super().stop(reason)


class IgnoresStop(TwinDriver):
    def stop(self, reason):
        pass


class Resumes(TwinDriver):
    """Goes on where it was stopped, as soon as it hears a beat long enough after."""

    def beat(self):
        super().beat()
        if self._phase is _Phase.EMPTY and 0 < self._progress < self._curve.duration - 0.1:
            self._phase = _Phase.PLAYING


class DeafToSilence(TwinDriver):
    def state(self):
        self._heard = self._clock.now()
        return super().state()


class StiffFingers(TwinDriver):
    def state(self):
        return replace(super().state(), opening=0.01)


class NeverClosed(TwinDriver):
    def close(self):
        self.stop("closed")


@pytest.mark.parametrize(
    ("kind", "examination"),
    [
        (NewSerialEachRun, "identity_is_stable"),
        (StartsWithoutLoad, "refuses_to_start_unloaded"),
        (StaleAtRest, "state_is_fresh"),
        (OldData, "state_is_fresh"),
        (NotANumber, "state_is_fresh"),
        (Writable, "state_is_a_snapshot"),
        (AnyModel, "refuses_another_model"),
        (AnyJoints, "refuses_other_joints"),
        (AnyStart, "refuses_another_start"),
        (StartsOnLoad, "loading_does_not_move"),
        (Sluggish, "plays_to_the_end"),
        (EndsShort, "plays_to_the_end"),
        (ProgressFromZero, "plays_to_the_end"),
        (StiffFingers, "plays_the_gripper"),
        (NeverSpent, "is_spent_at_the_end"),
        (StartsAgainAnywhere, "stops_in_mid_run_for_good"),
        (LoadsWhileRunning, "refuses_to_load_while_running"),
        (StopsOnlyOnce, "stop_is_harmless_at_rest"),
        (IgnoresStop, "stops_in_mid_run_for_good"),
        (Resumes, "stops_in_mid_run_for_good"),
        (DeafToSilence, "silence_stops"),
        (NeverClosed, "close_is_final"),
    ],
)
def test_a_broken_driver_is_caught_by_the_right_examination(plan, kind, examination):
    assert examined(kind, plan, only=examination)[examination]


@pytest.mark.parametrize("kind", [AnyModel, StiffFingers, LoadsWhileRunning])
def test_a_driver_broken_in_one_way_fails_that_one_examination(plan, kind):
    assert sum(bool(problem) for problem in examined(kind, plan).values()) == 1
