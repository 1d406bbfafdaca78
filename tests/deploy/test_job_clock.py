"""A job and its clocks: the wall clock of approvals, the one that does not jump of yes and run."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from cobot_lab.deploy.clock import MonotonicClock, Times
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.deploy.job import ClockError
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.states import State
from cobot_lab.deploy.watch import Sample
from cobot_lab.stored import StoredFormError
from cobot_lab.trust.approval import Mode
from cobot_lab.trust.journal import Journal
from cobot_lab.trust.store import TrustStore


def test_a_yes_is_good_for_sixty_seconds_by_a_clock_that_does_not_jump(visit, twin, plan):
    job = visit.ready(twin, plan)
    visit.seconds += 60.5
    record = job.play()
    assert (record.end, record.report.codes) == (State.REFUSED, ("A05",))
    assert "consumed" not in visit.kinds()
    assert visit.journal.entries()[-1].kind == "refused"


@pytest.mark.parametrize(
    ("jump", "code"), [(timedelta(hours=1), "T11"), (timedelta(hours=-1), "T20"), (timedelta(seconds=-90), "T10")]
)
def test_an_approval_that_does_not_hold_any_more_since_the_gate_is_refused(visit, twin, plan, jump, code):
    approval = visit.approval(visit.bundle(plan), not_before=visit.noon)
    job = visit.open(twin, plan, approval)
    job.preflight()
    job.enable("Camille")
    visit.noon += jump
    assert job.play().report.codes == (code,)
    assert "consumed" not in visit.kinds()


def test_a_clock_that_is_set_back_revives_no_approval(visit, twin, plan):
    bundle = visit.bundle(plan)
    approval = visit.approval(bundle)
    visit.noon += timedelta(hours=2)
    assert visit.try_open(bundle, approval, twin)[1].codes == ("T11",)  # it is written down when
    visit.noon -= timedelta(hours=2)
    assert visit.try_open(bundle, approval, twin)[1].codes == ("T20",)
    assert visit.try_open(bundle, approval, twin)[1].codes == ("T20",)  # a refusal does not make it right


def test_a_clock_that_is_set_back_between_the_gate_and_the_run_is_noticed(visit, twin, plan):
    job = visit.open(twin, plan)
    visit.seconds += 3 * 3600.0  # three hours later, the wall clock says that no time has passed
    assert not job.preflight().findings
    job.enable("Camille")
    assert job.play().report.codes == ("T20",)
    assert "consumed" not in visit.kinds()


def test_a_small_correction_of_the_clock_is_no_fault(visit, twin, plan):
    job = visit.ready(twin, plan)
    visit.noon -= timedelta(seconds=90)
    assert job.play().end is State.DONE


def test_a_wall_clock_that_jumps_during_the_run_changes_nothing(visit, twin, plan):
    begun = []

    def jump(news):
        begun.append(getattr(news, "kind", "") == "state" and news.fact("state") == "running")
        if any(begun) and isinstance(news, Sample) and news.state.running:
            visit.noon += timedelta(hours=5)

    assert visit.ready(twin, plan, observers=(jump,)).play().end is State.DONE


def test_a_yes_is_not_kept_by_a_computer_that_slept(visit, twin, plan):
    job = visit.ready(twin, plan)
    visit.noon += timedelta(minutes=40)  # by the wall; the other clock stood still
    visit.seconds += 3.0
    record = job.play()
    assert (record.end, record.report.codes) == (State.REFUSED, ("A05",))
    assert "consumed" not in visit.kinds()


def test_the_clock_of_a_yes_goes_on_while_the_computer_sleeps():
    if not hasattr(time, "CLOCK_BOOTTIME"):
        pytest.skip("this system has no such clock")
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    assert before <= Times().seconds() <= time.clock_gettime(time.CLOCK_BOOTTIME)


@pytest.mark.parametrize(
    ("where", "codes", "written"), [("load", ["A05"], False), ("running", ["A05"], True), ("load", ["T11"], False)]
)
def test_what_held_when_it_was_sent_is_asked_again_before_the_start(
    visit, twin, plan, monkeypatch, where, codes, written
):
    load, append = TwinDriver.load, Journal.append

    def late():
        if codes == ["A05"]:
            visit.seconds += 600.0
        visit.noon += timedelta(hours=2)

    def slow_load(self, stretch):
        if where == "load":
            late()
        load(self, stretch)

    def slow_append(self, kind, body):
        if kind == where:
            late()
        return append(self, kind, body)

    monkeypatch.setattr(TwinDriver, "load", slow_load)
    monkeypatch.setattr(Journal, "append", slow_append)
    record = visit.ready(twin, plan).play()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.NOT_ALLOWED)
    assert [event.fact("code") for event in record.events if event.kind == "interrupted"] == codes
    assert ("running" in visit.kinds()) is written
    assert visit.kinds()[-1] == "ended"
    assert twin.state().progress == 0


def test_an_arm_is_not_started_on_an_old_look(visit, faulty, plan, monkeypatch):
    """The data stop while the start is written down."""
    twin, append = faulty(), Journal.append

    def slow(self, kind, body):
        written = append(self, kind, body)
        if kind == "running":
            twin._faults = replace(twin._faults, freeze=-1.0)
            twin.state()
            visit.clock.sleep(1.5)
        return written

    monkeypatch.setattr(Journal, "append", slow)
    started = []
    monkeypatch.setattr(twin, "start", lambda: started.append(True))
    record = visit.ready(twin, plan).play()
    assert (record.cause, started) == (Cause.STALE_DATA, [])


@pytest.mark.parametrize(("what", "code"), [("trust", "T04"), ("standards", "T18")])
def test_what_counts_is_asked_again_when_a_run_is_to_begin(visit, twin, plan, what, code):
    now = {"trust": visit.trust, "standards": visit.standards}
    job = visit.ready(twin, plan, trust=lambda: now["trust"], standards=lambda: now["standards"])
    now |= {"trust": TrustStore(())} if what == "trust" else {"standards": replace(visit.standards, cells=frozenset())}
    record = job.play()
    assert record.end is State.REFUSED
    assert code in record.report.codes
    assert "consumed" not in visit.kinds()


def test_keys_that_cannot_be_read_any_more_let_nothing_through(visit, twin, plan):
    trust = [visit.trust]

    def read():
        if not trust:
            raise StoredFormError("trust.json", "nothing", "a trust store")
        return trust[0]

    job = visit.ready(twin, plan, trust=read)
    trust.clear()
    assert job.play().end is State.REFUSED
    assert "consumed" not in visit.kinds()


def test_a_real_arm_is_watched_by_the_computers_own_clock_only(visit, clock, plan, monkeypatch):
    twin = TwinDriver("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock)
    twin._identity = replace(twin._identity, mode=Mode.REAL)
    bundle = visit.bundle(plan)
    approval = visit.approval(bundle, mode=Mode.REAL)
    with pytest.raises(ClockError):
        visit.try_open(bundle, approval, twin)
    job, _ = visit.try_open(bundle, approval, twin, clock=MonotonicClock())
    assert job is not None
