"""The whole road on a twin, and every way it ends."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from cobot_lab import stored
from cobot_lab.deploy import aftermath, gate
from cobot_lab.deploy.aftermath import Gripper
from cobot_lab.deploy.clock import PacedClock
from cobot_lab.deploy.driver import DriverError, Safety
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.states import JobStateError, State
from cobot_lab.findings import Report
from cobot_lab.motion.actions import Wait
from cobot_lab.trust.journal import Journal, JournalError

from .conftest import move  # isort: skip


def states(record):
    return [event.fact("state") for event in record.events if event.kind == "state"]


def test_an_approved_plan_is_played_to_its_last_knot(visit, twin, plan):
    job = visit.ready(twin, plan)
    record = job.play()
    assert (record.end, record.cause, job.state) == (State.DONE, None, State.DONE)
    assert np.abs(twin.state().q).max() < 1e-3
    assert record.duration == pytest.approx(plan.duration, abs=0.3)
    assert 1e-4 < record.largest_following_error < 0.02
    assert len(record.trace.t) >= 50 * plan.duration * 0.95
    assert np.diff(record.trace.t).max() < 0.021
    assert visit.kinds() == ["journal", "opened", "consumed", "running", "ended"]
    assert visit.journal.entries()[-1].body["record"] == record.digest
    assert not visit.journal.verify().findings
    assert RunRecord.from_bytes(record.to_bytes()).digest == record.digest


def test_the_record_shows_the_states_in_the_order_of_the_table(visit, twin, plan):
    record = visit.ready(twin, plan).play()
    assert states(record) == ["opened", "preflight", "enabled", "sent", "running", "done"]
    assert {reading.name for reading in record.readings} >= {"serial", "safety status", "q shoulder"}
    assert record.head.plan == stored.sha256(plan.to_bytes())


def test_two_runs_of_one_plan_measure_the_same(tmp_path, visit, plan):
    traces = []
    for _ in range(2):
        clock = PacedClock(float("inf"))
        twin = TwinDriver("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock)
        traces.append(visit.ready(twin, plan, clock=clock).play().trace.to_dict())
    assert traces[0] == traces[1]


def test_a_refused_bundle_gives_no_job_and_an_entry_with_its_codes(visit, twin, plan):
    bundle = visit.bundle(plan)
    job, report = visit.try_open(bundle, visit.approval(bundle, robot_serial="UR-1"), twin)
    assert job is None
    assert visit.kinds() == ["journal", "refused"]
    assert visit.journal.entries()[-1].body["codes"] == ["T08"] == list(report.codes)


def test_an_approval_is_good_for_one_run(visit, twin, plan):
    bundle = visit.bundle(plan)
    approval = visit.approval(bundle)
    first, second = (visit.try_open(bundle, approval, twin)[0] for _ in range(2))
    for job in (first, second):
        job.preflight()
        job.enable("Camille")
    assert first.play().end is State.DONE
    refused = second.play()
    assert (refused.end, refused.report.codes, states(refused)[-1]) == (State.REFUSED, ("T12",), "refused")
    assert visit.try_open(bundle, approval, twin)[1].codes == ("T12",)
    assert visit.kinds().count("running") == 1


def test_nothing_is_done_out_of_turn(visit, twin, plan):
    job = visit.open(twin, plan)
    with pytest.raises(JobStateError):
        job.enable("Camille")
    with pytest.raises(JobStateError):
        job.play()
    job.preflight()
    with pytest.raises(JobStateError):
        job.play()
    job.enable("Camille")
    with pytest.raises(JobStateError):
        job.enable("Camille")
    job.play()
    for late in (job.preflight, job.play, lambda: job.enable("Camille")):
        with pytest.raises(JobStateError):
            late()
    assert visit.kinds().count("consumed") == 1


def test_an_arm_that_stands_elsewhere_is_refused_before_the_approval_is_used(visit, clock, plan):
    twin = TwinDriver("arm2", ("shoulder", "elbow"), np.array([0.0, 0.02]), clock=clock)
    job = visit.open(twin, plan)
    report = job.preflight()
    assert report.codes == ("A02",)
    assert job.record.end is State.REFUSED
    assert visit.journal.entries()[-1].body["codes"] == ["A02"]


FAULTS = [
    ({"freeze": 1.0}, Cause.STALE_DATA),
    ({"late": 1.0}, Cause.STALE_DATA),
    ({"unplug": 1.0}, Cause.DRIVER_FAILED),
    ({"protective_stop": 1.0}, Cause.SAFETY_STATUS),
    ({"drift": 1.0}, Cause.FOLLOWING_ERROR),
    ({"jump_back": 1.0}, Cause.PROGRESS_BACK),
    ({"slider": 1.0, "slider_fraction": 0.0}, Cause.NO_PROGRESS),
]


@pytest.mark.parametrize(("faults", "cause"), FAULTS)
def test_each_fault_stops_the_arm_for_its_own_cause(visit, faulty, plan, faults, cause):
    twin = faulty(**faults)
    job = visit.ready(twin, plan)
    record = job.play()
    assert (record.end, record.cause) == (State.INTERRUPTED, cause)
    truth = super(type(twin), twin)
    reached = truth.state().progress
    visit.clock.sleep(3.0)
    assert not truth.state().running
    assert truth.state().progress == pytest.approx(reached, abs=0.3)
    assert truth.state().progress < plan.duration
    assert visit.journal.entries()[-1].body == {
        "state": "interrupted",
        "cause": cause.value,
        "number": job.ticket.approval.number,
        "record": record.digest,
    }
    assert RunRecord.from_bytes(record.to_bytes()).cause is cause


def test_stale_data_stop_the_arm_within_a_tenth_of_a_second_and_a_look(visit, faulty, plan):
    record = visit.ready(faulty(freeze=1.0), plan).play()
    event = next(event for event in record.events if event.kind == "interrupted")
    assert 0.1 < event.fact("age") <= 0.12


def test_a_moved_slider_is_no_fault(visit, faulty, plan):
    record = visit.ready(faulty(slider=1.0, slider_fraction=0.3), plan).play()
    assert record.end is State.DONE
    assert record.duration > 2 * plan.duration


def test_after_a_protective_stop_nothing_goes_on_by_itself(visit, faulty, plan):
    twin = faulty(protective_stop=1.0)
    job = visit.ready(twin, plan)
    job.play()
    twin._safety = Safety.NORMAL
    visit.clock.sleep(5.0)
    assert not twin.state().running
    with pytest.raises(JobStateError):
        job.play()
    bundle = visit.bundle(plan)
    assert visit.try_open(bundle, visit.approval(bundle), twin)[1].codes == ("A08",)
    aftermath.answer(visit.journal, "TWIN-arm2", "Camille", Gripper.EMPTY)
    assert "A02" in visit.open(twin, plan).preflight().codes


def test_a_person_stops_the_run_from_another_thread(visit, twin, plan):
    seen = threading.Event()

    class Slow(PacedClock):
        def sleep(self, duration):
            super().sleep(duration)
            if self.now() > 2.0 and not seen.is_set():
                stopper = threading.Thread(target=job.stop, args=("a hand was raised",))
                stopper.start()
                stopper.join()
                seen.set()

    clock = Slow(float("inf"))
    twin = TwinDriver("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock)
    job = visit.ready(twin, plan, clock=clock)
    record = job.play()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.OPERATOR)
    event = next(event for event in record.events if event.kind == "interrupted")
    assert event.fact("reason") == "a hand was raised"
    assert [event.kind for event in record.events[-3:]] == ["held", "state", "closed"]


def test_a_stop_after_the_run_has_no_effect(visit, twin, plan):
    job = visit.ready(twin, plan)
    assert job.play().end is State.DONE
    job.stop("late")
    assert job.state is State.DONE


def test_a_stop_takes_back_a_yes_but_not_the_next_one(visit, twin, plan):
    job = visit.ready(twin, plan)
    job.stop("early")
    record = job.play()
    assert (record.end, record.report.codes) == (State.REFUSED, ("A09",))
    assert "consumed" not in visit.kinds()
    waiting = visit.open(twin, plan)
    waiting.preflight()
    waiting.stop("before anybody said yes")
    waiting.enable("Camille")
    assert waiting.play().end is State.DONE


def test_a_stop_while_the_approval_is_consumed_is_not_lost(visit, twin, plan, monkeypatch):
    consume = Journal.consume
    job = visit.ready(twin, plan)
    monkeypatch.setattr(Journal, "consume", lambda *args: (job.stop("a hand was raised"), consume(*args))[1])
    record = job.play()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.OPERATOR)
    assert "consumed" in visit.kinds()
    assert "running" not in visit.kinds()
    assert np.abs(twin.state().q - plan.q_start).max() == 0.0


@pytest.mark.parametrize(("later", "codes"), [(290.0, ()), (310.0, ("A03",))])
def test_what_was_read_from_the_arm_long_ago_does_not_count(visit, twin, plan, later, codes):
    job = visit.open(twin, plan)
    job.preflight()
    visit.seconds += later
    visit.noon += timedelta(seconds=later)
    job.enable("Camille")
    assert job.play().report.codes == codes


def broken(method, problem):
    class Broken(TwinDriver):
        def _fail(self, *args):
            raise problem

    setattr(Broken, method, Broken._fail)
    return Broken


@pytest.mark.parametrize(
    ("method", "end"), [("load", "sent"), ("start", "running"), ("beat", "running"), ("stop", "running")]
)
@pytest.mark.parametrize("problem", [DriverError("x", "y", "z"), ZeroDivisionError("a bug")])
def test_a_driver_that_throws_ends_in_a_record_not_in_an_exception(visit, clock, plan, method, end, problem):
    twin = broken(method, problem)("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock)
    job = visit.ready(twin, plan)
    if method == "stop":
        twin.beat = lambda: twin.trip(Safety.FAULT)
    record = job.play()
    assert record.end is State.INTERRUPTED
    assert states(record)[-2] == end
    if method == "stop":
        assert record.cause is Cause.SAFETY_STATUS
        assert any(event.kind == "stop failed" for event in record.events)
    else:
        assert record.cause in (Cause.DRIVER_FAILED, Cause.WATCH_FAILED)
        assert not TwinDriver.state(twin).running


def test_a_driver_that_throws_in_preflight_is_refused(visit, clock, plan):
    twin = broken("preflight", DriverError("x", "y", "z"))("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock)
    job = visit.open(twin, plan)
    assert job.preflight().codes == ("A06",)
    assert job.state is State.REFUSED


def test_a_driver_that_does_not_come_back_is_stopped_without_the_watch(visit, clock, plan, monkeypatch):
    monkeypatch.setattr("cobot_lab.deploy.watch.SILENCE_LIMIT", 0.2)
    stuck, stopped = threading.Event(), []

    class Stuck(TwinDriver):
        def beat(self):
            stuck.wait(10)

        def stop(self, reason):
            stopped.append(reason)

    job = visit.ready(Stuck("arm2", ("shoulder", "elbow"), np.zeros(2), clock=clock), plan)
    record = job.play()
    stuck.set()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.WATCH_FAILED)
    assert stopped


def test_a_gate_that_takes_its_time_before_the_start_is_not_the_drivers_silence(visit, twin, plan, monkeypatch):
    """Whatever is read once more just before the start grows with the journal, over years."""
    monkeypatch.setattr("cobot_lab.deploy.watch.SILENCE_LIMIT", 0.3)

    def trust():
        if "running" in visit.kinds():
            time.sleep(0.6)
        return visit.trust

    record = visit.ready(twin, plan, trust=trust).play()
    assert (record.end, record.cause) == (State.DONE, None)


def test_observers_see_everything_and_disturb_nothing(visit, twin, plan):
    heard = []

    def failing(_news):
        raise RuntimeError("no")

    record = visit.ready(twin, plan, observers=(failing, heard.append)).play()
    assert record.end is State.DONE
    assert {type(news).__name__ for news in heard} == {"Event", "Sample"}
    assert len(heard) >= len(record.trace.t)
    assert any(event.kind == "observer failed" for event in record.events)


def test_without_a_journal_nothing_moves(visit, twin, plan):
    job = visit.ready(twin, plan)
    visit.journal.path.unlink()
    with pytest.raises(JournalError):
        job.play()
    assert not twin.state().running
    assert twin.state().progress == 0


def test_a_key_that_is_revoked_before_the_run_consumes_nothing(visit, twin, plan):
    now = [visit.trust]
    job = visit.ready(twin, plan, trust=lambda: now[0])
    now[0] = visit.trust.revoking(visit.key.key_id)
    record = job.play()
    assert (record.end, job.report.codes) == (State.REFUSED, ("T16",))
    assert "consumed" not in visit.kinds()
    assert visit.try_open(visit.bundle(plan), visit.approval(visit.bundle(plan)), twin, trust=now[0])[1].codes == (
        "T16",
    )


@pytest.mark.parametrize("meanwhile", ["load", "running"])
def test_a_key_that_is_revoked_just_before_the_start_moves_nothing(visit, twin, plan, monkeypatch, meanwhile):
    now = [visit.trust]
    job = visit.ready(twin, plan, trust=lambda: now[0])

    def revoke():
        now[0] = visit.trust.revoking(visit.key.key_id)

    load, append = twin.load, Journal.append
    if meanwhile == "load":
        monkeypatch.setattr(twin, "load", lambda plan: (revoke(), load(plan)))
    else:
        monkeypatch.setattr(
            Journal, "append", lambda self, kind, body: (kind == "running" and revoke(), append(self, kind, body))[1]
        )
    record = job.play()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.NOT_ALLOWED)
    assert "T16" in job.report.codes
    assert not twin.state().running
    assert twin.state().progress == 0


def test_what_was_not_examined_again_is_no_yes(visit, twin, plan, monkeypatch):
    job = visit.ready(twin, plan)
    monkeypatch.setattr(gate, "examine", lambda *_given, **_more: (None, Report(not_run=("key", "signature"))))
    record = job.play()
    assert (record.end, job.report.codes) == (State.REFUSED, ("T17",))
    assert "consumed" not in visit.kinds()


def test_what_is_run_is_asked_about_with_its_own_number_used_up(visit, twin, plan):
    assert visit.ready(twin, plan, trust=lambda: visit.trust).play().end is State.DONE


def test_a_journal_that_fails_before_the_start_keeps_the_arm_at_rest(visit, twin, plan, monkeypatch):
    append = Journal.append

    def failing(self, kind, body):
        if kind == "running":
            raise JournalError(self.path, "append", "the disk is full")
        return append(self, kind, body)

    monkeypatch.setattr(Journal, "append", failing)
    record = visit.ready(twin, plan).play()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.WATCH_FAILED)
    assert states(record)[-2] == "sent"
    assert twin.state().progress == 0


def test_a_plan_that_only_waits_is_played(visit, twin, replan):
    record = visit.ready(twin, replan(actions=(Wait(1, 0.5),))).play()
    assert record.end is State.DONE


def test_a_slow_approval_plays_the_same_plan_more_slowly(visit, twin, plan):
    bundle = visit.bundle(plan)
    job, _ = visit.try_open(bundle, visit.approval(bundle, speed_pct=40), twin)
    assert not job.preflight().findings
    job.enable("Camille")
    record = job.play()
    assert (record.end, record.head.bundle) == (State.DONE, job.ticket.bundle_digest)
    assert record.duration == pytest.approx(plan.duration / 0.4, abs=0.5)
    assert np.abs(np.diff(record.trace.q, axis=0)).max() < 0.45 * 0.8 * 0.021
    assert next(reading for reading in record.readings if reading.name == "pace").found == 0.4


def test_a_run_after_a_slow_one_is_as_fast_as_approved(visit, twin, plan):
    bundle = visit.bundle(plan)
    times = [
        visit.ready(twin, plan, approval=visit.approval(bundle, speed_pct=pct)).play().duration for pct in (30, 100)
    ]
    assert times[0] > 2 * times[1]
    assert times[1] < 1.2 * plan.duration + 0.5


def test_a_very_slow_run_has_the_time_it_takes(visit, twin, replan):
    long = replan(actions=(move(1, [0, 0], [0.6, -0.4], 10.0), move(2, [0.6, -0.4], [0, 0], 10.0)))
    approval = visit.approval(visit.bundle(long), speed_pct=5)
    assert visit.ready(twin, long, approval=approval).play().end is State.DONE


def test_a_slider_that_somebody_turns_up_ends_a_slow_run(visit, twin, plan):
    bundle = visit.bundle(plan)
    job, _ = visit.try_open(bundle, visit.approval(bundle, speed_pct=40), twin, observers=[_turned_up(twin)])
    job.preflight()
    job.enable("Camille")
    record = job.play()
    assert (record.end, record.cause) == (State.INTERRUPTED, Cause.OVER_SPEED)
    assert not twin.state().running


def _turned_up(twin):
    def hear(news):
        if getattr(news, "kind", "") == "state" and news.fact("state") == "running":
            twin.move_slider(1.0)

    return hear


def test_an_arm_of_unknown_pace_is_not_ready_for_a_slow_run(visit, twin, plan, monkeypatch):
    bundle = visit.bundle(plan)
    job, _ = visit.try_open(bundle, visit.approval(bundle, speed_pct=40), twin)
    known = twin.state
    monkeypatch.setattr(twin, "state", lambda: replace(known(), pace=None))
    assert job.preflight().codes == ("A01",)
    assert job.state is State.REFUSED
