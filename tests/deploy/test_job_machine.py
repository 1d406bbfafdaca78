"""Whatever is tried in whatever order, an arm runs only with one unused approval, a fresh yes, and its own serial.

A step is one look at the gate, preflight, yes, run, stop, death of a process, new start or word about the gripper.
`COBOT_LAB_STEPS=100000 pytest tests/deploy/test_job_machine.py -s` takes so many and prints what came of them.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle as Pool
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, multiple, rule, run_state_machine_as_test

from cobot_lab.deploy.aftermath import Gripper, NothingToAnswerError, answer, reconcile, unresolved
from cobot_lab.deploy.claim import claimed
from cobot_lab.deploy.clock import PacedClock
from cobot_lab.deploy.drivers.faulty import Faults, FaultyTwin
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.deploy.states import JobStateError, State
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.trust.approval import new_number

SERIAL = "TWIN-arm2"
STEPS = int(os.environ.get("COBOT_LAB_STEPS", "0"))
LENGTH = 15
"""Most rules of one example, each one step or several; a longer journal takes longer to read."""


class Witness(FaultyTwin):
    """A twin that has somebody look each time it is told to start, before it moves."""

    look: Any = None
    starts = 0

    def start(self):
        self.look()
        super().start()
        self.starts += 1


class Jobs(RuleBasedStateMachine):
    """Subclassed in the test, with what its fixtures give."""

    visit_type: ClassVar[Any]
    plan: ClassVar[Any]
    tally: ClassVar[Counter[str]]
    jobs = Pool("jobs")

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = PacedClock(float("inf"))
        self.visit = self.visit_type(Path(self.folder.name), self.clock)
        self.sealed = self.visit.bundle(self.plan)
        self.yes: dict[int, float] = {}
        self.ran: list[str] = []
        self.played: Any = None
        self.driver: Witness | None = None

    def teardown(self):
        self.folder.cleanup()

    def look(self):
        """Judge a start at the moment of it, by the journal and not by what the job says of itself."""
        job, entries = self.played, self.visit.journal.entries()
        number = job.ticket.approval.number
        used = [entry.number for entry in entries if entry.number]
        assert used.count(number) == 1
        assert number not in self.ran
        assert [entry.kind for entry in entries[-2:]] == ["consumed", "running"]
        assert (entries[-2].number, entries[-1].body["number"]) == (number, number)
        assert entries[-2].body["robot"] == job.ticket.approval.robot_serial == self.driver.identity.serial
        assert 0 <= self.visit.seconds - self.yes[id(job)] <= 60.0
        assert [run.number for run in unresolved(self.visit.journal, SERIAL)] == [number]
        assert job.state is State.RUNNING
        self.ran.append(number)

    @initialize(protective=st.sampled_from([None, 0.1]))
    def power_on(self, protective):
        faults = Faults(protective_stop=protective)
        self.driver = Witness("arm2", ("shoulder", "elbow"), np.zeros(2), clock=self.clock, faults=faults)
        self.driver.look = self.look

    @rule(target=jobs, serial=st.sampled_from([SERIAL, SERIAL, SERIAL, "TWIN-other"]))
    def open_twice(self, serial):
        return multiple(*self.open_twice_of(serial))

    def open_twice_of(self, serial):
        self.tally["steps"] += 1
        envelope = self.visit.approval(self.sealed, robot_serial=serial)
        opened = [self.visit.try_open(self.sealed, envelope, self.driver)[0] for _ in range(2)]
        if serial != SERIAL or unresolved(self.visit.journal, SERIAL):
            assert opened == [None, None]
        return list(filter(None, opened))

    @rule()
    def open_and_go_all_the_way(self):
        for job in self.open_twice_of(SERIAL):
            self.go_all_the_way(job)

    @rule(job=jobs)
    def go_on(self, job):
        steps = {State.OPENED: self.preflight, State.PREFLIGHT: self.enable, State.ENABLED: self.play}
        steps.get(job.state, self.play)(job)

    @rule(job=jobs)
    def go_all_the_way(self, job):
        for _ in range(3):
            self.go_on(job)
        self.tally["gone all the way"] += 1

    @rule(job=jobs)
    def preflight(self, job):
        self.tally["steps"] += 1
        try:
            job.preflight()
        except JobStateError:
            assert job.state is not State.OPENED

    @rule(job=jobs)
    def enable(self, job):
        self.tally["steps"] += 1
        before = job.state
        try:
            job.enable("Camille")
            assert before is State.PREFLIGHT
            self.yes[id(job)] = self.visit.seconds
        except JobStateError:
            assert before is not State.PREFLIGHT

    @rule(seconds=st.sampled_from([1.0, 30.0, 61.0]))
    def wait(self, seconds):
        self.tally["steps"] += 1
        self.visit.seconds += seconds

    @rule(job=jobs)
    def stop(self, job):
        self.tally["steps"] += 1
        job.stop("somebody")

    @rule(job=jobs)
    def play(self, job):
        self.tally["steps"] += 1
        before, starts, self.played = job.state, self.driver.starts, job
        left = unresolved(self.visit.journal, SERIAL)
        try:
            record = job.play()
        except JobStateError:
            assert before is not State.ENABLED
            assert self.driver.starts == starts
            return
        assert before is State.ENABLED
        self.tally[record.end.value] += 1
        if self.driver.starts > starts:
            assert record.end in (State.DONE, State.INTERRUPTED)
            assert not left
        else:
            assert record.end is not State.DONE
        assert not left or record.end is State.REFUSED

    @rule(job=jobs)
    def play_while_another_process_has_the_arm(self, job):
        self.tally["steps"] += 1
        before, starts = job.state, self.driver.starts
        with claimed(self.visit.journal, SERIAL) as held:
            assert held
            try:
                record = job.play()
            except JobStateError:
                assert before is not State.ENABLED
            else:
                assert record.report.codes == ("A07",)
                self.tally["taken"] += 1
        assert self.driver.starts == starts
        assert not self.visit.journal.used(job.ticket.approval.number) or job.ticket.approval.number in self.ran

    @rule(running=st.sampled_from([None, None, None, True, False]))
    def another_process_dies(self, running):
        self.tally["steps"] += 1
        if running is None:  # most do not
            return
        number = new_number()
        self.visit.journal.consume(number, {"robot": SERIAL, "bundle": "b", "plan": "p"})
        if running:
            self.visit.journal.append("running", {"number": number})
        self.tally["died"] += 1

    @rule()
    def start_again(self):
        self.tally["steps"] += 1
        closed = reconcile(self.visit.journal)
        assert all(run.end is State.INTERRUPTED for run in closed)
        assert reconcile(self.visit.journal) == ()
        self.tally["closed"] += len(closed)

    @rule(gripper=st.sampled_from(Gripper))
    def say_what_the_gripper_holds(self, gripper):
        self.tally["steps"] += 1
        reconcile(self.visit.journal)
        left = unresolved(self.visit.journal, SERIAL)
        try:
            about = answer(self.visit.journal, SERIAL, "Camille", gripper)
        except NothingToAnswerError:
            assert not left
        else:
            assert about == left
            assert bool(unresolved(self.visit.journal, SERIAL)) is (gripper is Gripper.HOLDING)
            self.tally["answered"] += 1

    @invariant()
    def every_run_had_its_own_approval(self):
        if self.driver is not None:
            assert self.driver.starts == len(self.ran) == len(set(self.ran))

    @invariant()
    def the_arm_rests_between_calls(self):
        assert self.driver is None or not TwinDriver.state(self.driver).running


def _short(move):
    """Make a move ten times smaller and shorter: what is looked at is when it begins."""
    t, q, qd = move.trajectory.t, move.trajectory.q, move.trajectory.qd
    return replace(move, trajectory=Trajectory(t / 10, q / 10, qd.copy()))


def test_running_implies_an_approval_a_yes_and_the_right_arm(visit, replan):
    tally: Counter[str] = Counter()
    plan = replan(actions=tuple(map(_short, (replan().actions[number] for number in (1, 3, 6)))))
    kind = type("JobsOfTheDay", (Jobs,), {"visit_type": type(visit), "plan": plan, "tally": tally})
    quick = settings(
        max_examples=max(20, STEPS // LENGTH),
        stateful_step_count=LENGTH,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    try:
        run_state_machine_as_test(kind, settings=quick)
    finally:
        print(dict(sorted(tally.items())))
    wanted = (*(end.value for end in (State.DONE, State.INTERRUPTED, State.REFUSED)), "died", "closed", "answered")
    assert min(tally[end] for end in wanted) > 0, tally
    assert tally["steps"] >= STEPS
