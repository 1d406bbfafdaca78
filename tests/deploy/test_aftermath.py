"""A run that did not end as planned: closed in the journal, and asked about before the arm is run again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cobot_lab.deploy import aftermath
from cobot_lab.deploy.aftermath import Gripper, NothingToAnswerError, answer, reconcile, runs, unresolved
from cobot_lab.deploy.claim import claimed
from cobot_lab.deploy.states import State
from cobot_lab.trust.journal import Journal, JournalError

ROBOT = "TWIN-arm2"


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal.create(tmp_path / "journal.sqlite")


def begun(journal: Journal, number: str = "a", robot: str = ROBOT, *, running: bool = True) -> None:
    journal.consume(number, {"bundle": "b", "plan": "p", "robot": robot})
    if running:
        journal.append("running", {"number": number})


def ended(journal: Journal, state: State, number: str = "a", cause: str = "") -> None:
    journal.append("ended", {"state": state.value, "cause": cause, "number": number, "record": "r"})


def test_a_journal_without_runs_has_nothing_to_close(journal: Journal) -> None:
    assert reconcile(journal) == () == runs(journal.entries())
    assert [entry.kind for entry in journal.entries()] == ["journal"]


@pytest.mark.parametrize("running", [True, False])
def test_a_run_without_an_end_is_closed_once_as_interrupted(journal: Journal, running: bool) -> None:
    begun(journal, running=running)
    (run,) = reconcile(journal)
    assert (run.number, run.robot, run.begun) == ("a", ROBOT, running)
    assert (run.end, run.cause, run.record) == (State.INTERRUPTED, "left_open", "")
    assert reconcile(journal) == ()
    last = journal.entries()[-1]
    assert (last.kind, last.body["number"], last.body["cause"]) == ("ended", "a", "left_open")
    assert not journal.verify().findings


def test_runs_that_ended_are_left_as_they_are(journal: Journal) -> None:
    for number, state in (("a", State.DONE), ("b", State.INTERRUPTED)):
        begun(journal, number)
        ended(journal, state, number)
    assert reconcile(journal) == ()
    assert [run.end for run in runs(journal.entries())] == [State.DONE, State.INTERRUPTED]


def test_a_run_under_way_is_not_closed_by_another(journal: Journal) -> None:
    begun(journal)
    begun(journal, "b", "other")
    with claimed(journal, ROBOT) as held:
        assert held
        assert [run.robot for run in reconcile(journal)] == ["other"]
    assert [run.robot for run in reconcile(journal)] == [ROBOT]


def test_a_process_that_is_killed_lets_go_of_the_arm(journal: Journal) -> None:
    holder = (
        "import sys, time; from pathlib import Path\n"
        "from cobot_lab.deploy.claim import claimed; from cobot_lab.trust.journal import Journal\n"
        f"with claimed(Journal(Path(sys.argv[1])), {ROBOT!r}) as held:\n"
        "    print(held, flush=True); time.sleep(60)\n"
    )
    begun(journal)
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(journal.path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        with claimed(journal, ROBOT) as held:
            assert not held
        assert reconcile(journal) == ()
        process.kill()
    assert [run.cause for run in reconcile(journal)] == ["left_open"]


def test_a_claim_that_cannot_be_written_is_an_error_with_its_place(journal: Journal) -> None:
    (journal.path.parent / "arms").write_text("in the way")
    with pytest.raises(JournalError, match="claim TWIN-arm2"), claimed(journal, ROBOT):
        pass


@pytest.mark.parametrize(
    ("state", "running", "asked"),
    [
        (State.DONE, True, False),
        (State.INTERRUPTED, True, True),
        (State.INTERRUPTED, False, False),
        (None, True, True),
        (None, False, False),
    ],
)
def test_only_an_arm_that_may_have_stopped_on_its_way_is_asked_about(
    journal: Journal, state: State | None, running: bool, asked: bool
) -> None:
    begun(journal, running=running)
    if state is not None:
        ended(journal, state)
    assert bool(unresolved(journal, ROBOT)) is asked
    assert unresolved(journal, "other") == ()


def test_what_the_gripper_holds_is_asked_until_it_holds_nothing(journal: Journal) -> None:
    begun(journal)
    with pytest.raises(NothingToAnswerError):  # it may be under way: first it has to be closed
        answer(journal, ROBOT, "Camille", Gripper.EMPTY)
    ended(journal, State.INTERRUPTED, cause="safety_status")
    found = aftermath.objection(journal, ROBOT)
    assert found is not None
    assert dict(found.facts) == {"robot": ROBOT, "cause": "safety_status", "gripper": "unknown"}
    assert [run.number for run in answer(journal, ROBOT, "Camille", Gripper.HOLDING)] == ["a"]
    found = aftermath.objection(journal, ROBOT)
    assert found is not None
    assert dict(found.facts)["gripper"] == "holding"
    answer(journal, ROBOT, "Camille", Gripper.REMOVED)
    assert aftermath.objection(journal, ROBOT) is None
    with pytest.raises(NothingToAnswerError):
        answer(journal, ROBOT, "Camille", Gripper.EMPTY)
    said = [entry.body for entry in journal.entries() if entry.kind == aftermath.ANSWERED]
    assert [(body["who"], body["gripper"]) for body in said] == [("Camille", "holding"), ("Camille", "removed")]


def test_a_job_opened_before_the_interruption_does_not_run_after_it(visit, twin, plan):
    first, second = visit.ready(twin, plan), visit.ready(twin, plan)
    clock_sleep, stopped = visit.clock.sleep, []

    def sleep(duration):
        clock_sleep(duration)
        if visit.clock.now() > 1.0 and not stopped:
            stopped.append(True)
            first.stop("a hand was raised")

    visit.clock.sleep = sleep
    assert first.play().end is State.INTERRUPTED
    refused = second.play()
    assert (refused.end, refused.report.codes) == (State.REFUSED, ("A08",))
    assert not visit.journal.used(second.ticket.approval.number)


def test_a_second_run_on_an_arm_is_refused_and_keeps_its_approval(visit, twin, plan):
    job = visit.ready(twin, plan)
    with claimed(visit.journal, ROBOT) as held:
        assert held
        refused = job.play()
    assert (refused.end, refused.report.codes) == (State.REFUSED, ("A07",))
    assert not visit.journal.used(job.ticket.approval.number)
    assert visit.ready(twin, plan).play().end is State.DONE


@pytest.fixture
def unwritten(visit, twin, plan, monkeypatch):
    """A run that is over while its end cannot be written down; there is room again now."""
    append = Journal.append

    def failing(self, kind, body):
        if kind == "ended":
            raise JournalError(self.path, "append", "the disk is full")
        return append(self, kind, body)

    job = visit.ready(twin, plan)
    with monkeypatch.context() as full:
        full.setattr(Journal, "append", failing)
        with pytest.raises(JournalError):
            job.play()
    return job


def test_an_end_that_waits_for_room_is_closed_by_nobody_else(visit, twin, plan, unwritten):
    assert reconcile(visit.journal) == ()
    with pytest.raises(NothingToAnswerError):
        answer(visit.journal, ROBOT, "Camille", Gripper.EMPTY)
    unwritten.write_end()
    (run,) = runs(visit.journal.entries())
    assert (run.end, run.cause, run.record) == (State.DONE, "", unwritten.record.digest)
    assert visit.ready(twin, plan).play().end is State.DONE  # the arm is free again


def test_an_end_that_is_given_up_is_closed_at_the_next_start(visit, unwritten):
    unwritten.leave()
    (run,) = reconcile(visit.journal)
    assert (run.number, run.cause) == (unwritten.ticket.approval.number, "left_open")
    assert [each.number for each in unresolved(visit.journal, ROBOT)] == [run.number]
