"""A run whose end cannot be written: it is closed with its cause as soon as it can be, and the page says so."""

from __future__ import annotations

import errno
import os
import resource
import time

import pytest

from cobot_lab import stored
from cobot_lab.deploy import ending, job
from cobot_lab.deploy.aftermath import Gripper, runs
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.states import State
from cobot_lab.service.gateway.ledger import Standing
from cobot_lab.service.gateway.refusal import GatewayError, Refusal
from cobot_lab.trust.journal_file import JournalError
from cobot_lab.ui.console.words import Words

POST = "twin:ur3e"


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Nothing is tried again by itself, unless a test wants it."""
    monkeypatch.setattr(ending, "RETRY", 3600.0)


@pytest.fixture
def disk():
    """A disk that can be full: the system refuses to this process whatever would make a file longer."""

    class Disk:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

        def fill(self):
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, self.hard))

        def clear(self):
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.soft, self.hard))

    one = Disk()
    yield one
    one.clear()


@pytest.fixture
def ran(hands, right, digest, disk, monkeypatch):
    """Run to an end at which nothing can be written any more."""

    def run(stopped=False, method="_end"):
        whole = getattr(job.Job, method)

        def full(self, *given):
            disk.fill()
            return whole(self, *given)

        seq = hands.approved(right, digest)
        gateway, camille = hands.gateway, hands.of("camille")
        assert not gateway.prepare(camille, seq, POST).findings
        gateway.enable(camille, POST)
        monkeypatch.setattr(job.Job, method, full)
        if stopped:
            started = job.Job._begin
            monkeypatch.setattr(job.Job, "_begin", lambda self: (started(self), gateway.stop(camille, POST)))
        gateway.run(camille, POST)
        until(lambda: not gateway._stand(POST).busy)
        monkeypatch.setattr(job.Job, method, whole)
        return seq

    return run


def until(reached):
    deadline = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def refused(call, *given):
    with pytest.raises(GatewayError) as caught:
        call(*given)
    return caught.value


def closed(hands):
    """Give end, cause and record of the one run, as the journal has them."""
    (run,) = runs(hands.gateway.entries(hands.of("camille")))
    return run.end, run.cause, run.record


def test_the_end_is_written_as_soon_as_there_is_room(hands, ran, disk):
    seq = ran()
    gateway, camille = hands.gateway, hands.of("camille")
    now = gateway.now(camille, POST)
    assert (now.state, now.trouble, now.record) == (State.DONE, "", "")
    assert now.unwritten
    for call, *given in ((gateway.put_back,), (gateway.answer, Gripper.EMPTY), (gateway.drop,)):
        problem = refused(call, camille, POST, *given)
        assert (problem.refusal, problem.detail) == (Refusal.UNWRITTEN, now.unwritten)
    assert gateway.now(camille, POST).unwritten == now.unwritten  # the page keeps saying so
    disk.clear()
    assert closed(hands) == (None, "", "")
    assert gateway.left_over(camille, POST) == ()  # whether there is something to ask is not known yet
    assert refused(gateway.prepare, camille, seq, POST).refusal is Refusal.NOT_APPROVED
    gateway.drop(camille, POST)
    end, cause, record = closed(hands)
    assert (end, cause) == (State.DONE, "")
    assert gateway.record(camille, record).end is State.DONE
    assert gateway.queue(camille)[0].standing(gateway.wall()) is Standing.PLAYED


def test_nobody_has_to_ask_for_it(hands, ran, disk, monkeypatch):
    monkeypatch.setattr(ending, "RETRY", 0.01)
    ran()
    gateway, camille = hands.gateway, hands.of("camille")
    assert gateway.now(camille, POST).unwritten
    disk.clear()
    until(lambda: gateway.now(camille, POST).record)
    now = gateway.now(camille, POST)
    assert (now.unwritten, closed(hands)) == ("", (State.DONE, "", now.record))


def test_the_cause_is_kept_until_it_can_be_written(hands, ran, disk):
    ran(stopped=True)
    gateway, camille = hands.gateway, hands.of("camille")
    assert gateway.now(camille, POST).state is State.INTERRUPTED
    disk.clear()
    assert refused(gateway.run, camille, POST).refusal is Refusal.NOT_PREPARED
    end, cause, record = closed(hands)
    assert (end, cause) == (State.INTERRUPTED, Cause.OPERATOR.value)
    assert gateway.record(camille, record).cause is Cause.OPERATOR
    assert len(gateway.left_over(camille, POST)) == 1
    gateway.answer(camille, POST, Gripper.EMPTY)


def test_a_gateway_that_closes_before_leaves_it_to_the_next_one(hands, ran, disk, opened):
    ran()
    hands.gateway.close()
    disk.clear()
    again = opened()
    (run,) = again.gateway.closed_now
    assert (run.end, run.cause) == (State.INTERRUPTED, Cause.LEFT_OPEN.value)
    assert closed(again) == (State.INTERRUPTED, Cause.LEFT_OPEN.value, "")
    assert len(again.gateway.left_over(again.of("camille"), POST)) == 1


def test_a_gateway_that_closes_with_room_writes_it(hands, ran, disk, opened):
    ran()
    disk.clear()
    hands.gateway.close()
    again = opened()
    assert again.gateway.closed_now == ()
    assert closed(again)[:2] == (State.DONE, "")


def test_who_closed_it_meanwhile_has_the_last_word(hands, ran, disk, ring):
    ran()
    disk.clear()
    number = runs(ring.journal.entries())[0].number
    facts = {"state": State.INTERRUPTED.value, "cause": Cause.LEFT_OPEN.value}
    ring.journal.append("ended", {**facts, "number": number, "record": ""})
    hands.gateway.drop(hands.of("camille"), POST)
    ends = [entry for entry in ring.journal.entries() if entry.kind == "ended"]
    assert [entry.body["cause"] for entry in ends] == [Cause.LEFT_OPEN.value]


def test_a_record_that_cannot_be_kept_is_kept_later(hands, ran, disk, monkeypatch):
    whole, full = stored.put, [True]

    def put(path, data, **more):
        if full and path.parent.name == "runs":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        whole(path, data, **more)

    monkeypatch.setattr(stored, "put", put)
    ran(method="stop")  # never called: only the record's own folder is full
    gateway, camille = hands.gateway, hands.of("camille")
    now = gateway.now(camille, POST)
    assert (now.state, now.record, now.unwritten) == (State.DONE, "", "No space left on device")
    assert closed(hands)[0] is State.DONE
    full.clear()
    gateway.drop(camille, POST)
    assert gateway.record(camille, closed(hands)[2]).end is State.DONE


def test_a_full_disk_before_anything_moved_uses_nothing_up(hands, ran, disk):
    ran(method="play")
    gateway, camille = hands.gateway, hands.of("camille")
    now = gateway.now(camille, POST)
    assert now.trouble.startswith("JournalError")
    disk.clear()
    assert runs(gateway.entries(camille)) == ()
    assert gateway.queue(camille)[0].standing(gateway.wall()) is Standing.APPROVED


def test_the_sentences_name_the_cause_in_french():
    words = Words.of("fr")
    said = words.refusal(GatewayError(Refusal.UNWRITTEN, "database or disk is full"))
    assert "n'a pas encore pu être écrite : le disque est plein" in said.replace("\N{NO-BREAK SPACE}", " ")


def test_a_journal_that_cannot_be_opened_is_not_said_to_be_broken(hands, ran, disk):
    ran()
    with pytest.raises(JournalError) as caught:
        hands.gateway.queue(hands.of("camille"))
    disk.clear()
    said = Words.of("fr").problem(caught.value)
    assert said.startswith("Le journal ne peut pas être lu en ce moment")
    assert "disk" not in said
