"""Whatever is tried in whatever order, an arm runs only with one consumed approval, a fresh yes, its own serial."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle as Pool
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, multiple, rule, run_state_machine_as_test

from cobot_lab.deploy.clock import PacedClock
from cobot_lab.deploy.drivers.faulty import Faults, FaultyTwin
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.deploy.states import JobStateError, State


class Witness(FaultyTwin):
    """A twin that notes each start."""

    def __init__(self, *given, **more):
        super().__init__(*given, **more)
        self.starts = 0

    def start(self):
        super().start()
        self.starts += 1


class Jobs(RuleBasedStateMachine):
    """Subclassed in the test, with what its fixtures give."""

    visit_type: ClassVar[Any]
    plan: ClassVar[Any]
    tally: ClassVar[Counter[State]]
    jobs = Pool("jobs")

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = PacedClock(float("inf"))
        self.visit = self.visit_type(Path(self.folder.name), self.clock)
        self.sealed = self.visit.bundle(self.plan)
        self.yes: dict[int, float] = {}
        self.ran: list[tuple[str, bool]] = []
        self.driver: Witness | None = None

    def teardown(self):
        self.folder.cleanup()

    @initialize(protective=st.sampled_from([None, 1.0]))
    def power_on(self, protective):
        faults = Faults(protective_stop=protective)
        self.driver = Witness("arm2", ("shoulder", "elbow"), np.zeros(2), clock=self.clock, faults=faults)

    @rule(target=jobs, serial=st.sampled_from(["TWIN-arm2", "TWIN-arm2", "TWIN-arm2", "TWIN-other"]))
    def open_twice(self, serial):
        envelope = self.visit.approval(self.sealed, robot_serial=serial)
        opened = [self.visit.try_open(self.sealed, envelope, self.driver)[0] for _ in range(2)]
        assert serial == "TWIN-arm2" or opened == [None, None]
        return multiple(*filter(None, opened))

    @rule(job=jobs)
    def go_on(self, job):
        steps = {State.OPENED: self.preflight, State.PREFLIGHT: self.enable, State.ENABLED: self.play}
        steps.get(job.state, self.play)(job)

    @rule(job=jobs)
    def go_all_the_way(self, job):
        for _ in range(3):
            self.go_on(job)

    @rule(job=jobs)
    def preflight(self, job):
        try:
            job.preflight()
        except JobStateError:
            assert job.state is not State.OPENED

    @rule(job=jobs)
    def enable(self, job):
        before = job.state
        try:
            job.enable("Camille")
            assert before is State.PREFLIGHT
            self.yes[id(job)] = self.visit.seconds
        except JobStateError:
            assert before is not State.PREFLIGHT

    @rule(seconds=st.sampled_from([1.0, 30.0, 61.0]))
    def wait(self, seconds):
        self.visit.seconds += seconds

    @rule(job=jobs)
    def stop(self, job):
        job.stop("somebody")

    @rule(job=jobs)
    def play(self, job):
        before, starts = job.state, self.driver.starts
        fresh = self.visit.seconds - self.yes.get(id(job), -1e9) <= 60.0
        try:
            record = job.play()
        except JobStateError:
            assert before is not State.ENABLED
            assert self.driver.starts == starts
            return
        assert before is State.ENABLED
        if self.driver.starts > starts:
            assert record.end in (State.DONE, State.INTERRUPTED)
            self.ran.append((job.ticket.approval.number, fresh))
            self.tally[record.end] += 1
        else:
            assert record.end is not State.DONE
            self.tally[record.end] += 1

    @invariant()
    def every_run_had_its_own_approval_and_a_fresh_yes(self):
        if self.driver is None:
            return
        numbers = [number for number, _ in self.ran]
        assert self.driver.starts == len(numbers) == len(set(numbers))
        assert all(fresh for _, fresh in self.ran)
        assert all(self.visit.journal.used(number) for number in numbers)

    @invariant()
    def the_arm_rests_between_calls(self):
        assert self.driver is None or not TwinDriver.state(self.driver).running


def test_running_implies_an_approval_a_yes_and_the_right_arm(visit, replan):
    actions = replan().actions
    tally = Counter()
    plan = replan(actions=actions[:2] + actions[3:4] + actions[6:])
    kind = type("JobsOfTheDay", (Jobs,), {"visit_type": type(visit), "plan": plan, "tally": tally})
    quick = settings(
        max_examples=30,
        stateful_step_count=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(kind, settings=quick)
    assert min(tally[end] for end in (State.DONE, State.INTERRUPTED, State.REFUSED)) > 0, tally
