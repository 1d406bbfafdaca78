"""Two people hand in the same bundle, byte for byte: each is decided, run and told of for itself."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from cobot_lab.codes import Code
from cobot_lab.deploy.states import State
from cobot_lab.service.gateway.gateway import cell_of
from cobot_lab.service.gateway.ledger import APPROVED, HANDED_IN, SENT_BACK, SUBMISSION, Standing
from cobot_lab.service.gateway.refusal import GatewayError, Refusal

PASSPHRASE = "quatre mots sans suite"
POST = "twin:ur3e"


@pytest.fixture
def both(hands, right, digest):
    """What lou and noa handed in, by their numbers."""
    return hands.handed(right, digest, "lou"), hands.handed(right, digest, "noa")


def refusal(call, *given):
    """Ask for something that is refused, and give why."""
    with pytest.raises(GatewayError) as caught:
        call(*given)
    return caught.value.refusal


def standings(hands):
    """Say where each person's stands."""
    gateway = hands.gateway
    return {each.who: each.standing(gateway.wall()) for each in gateway.queue(hands.of("camille"))}


def played(hands, seq):
    """Run what was handed in, and give how that ended."""
    gateway, camille = hands.gateway, hands.of("camille")
    assert not gateway.prepare(camille, seq, POST).findings
    assert gateway.now(camille, POST).submission == seq
    gateway.enable(camille, POST)
    gateway.run(camille, POST)
    deadline = time.monotonic() + 60
    while gateway._stand(POST).busy:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    now = gateway.now(camille, POST)
    assert now.record
    gateway.put_back(camille, POST)
    return now.state


def test_both_are_in_the_queue_each_under_its_name(hands, both, digest):
    gateway, camille = hands.gateway, hands.of("camille")
    queue = gateway.queue(camille)
    assert [(each.seq, each.who, each.bundle) for each in queue] == [(both[0], "lou", digest), (both[1], "noa", digest)]
    for seq, own, other in ((both[0], "lou", "noa"), (both[1], "noa", "lou")):
        assert [each.who for each in gateway.own(hands.of(own))] == [own]
        assert [each.who for each in gateway.same(camille, seq)] == [other]
        assert gateway.submission(camille, seq).who == own


def test_one_s_own_twice_is_told_and_changes_nothing(hands, both, right):
    before = hands.gateway.entries(hands.of("camille"))
    for who in ("lou", "noa"):
        assert hands.gateway.hand_in(hands.of(who), right).again
    assert hands.gateway.entries(hands.of("camille")) == before


def test_an_approval_of_one_is_none_of_the_other(hands, both):
    gateway, camille = hands.gateway, hands.of("camille")
    gateway.approve(camille, both[1], POST, PASSPHRASE)
    assert standings(hands) == {"lou": Standing.WAITING, "noa": Standing.APPROVED}
    assert refusal(gateway.prepare, camille, both[0], POST) is Refusal.NOT_APPROVED
    assert played(hands, both[1]) is State.DONE
    assert standings(hands) == {"lou": Standing.WAITING, "noa": Standing.PLAYED}
    for seq in both:
        assert refusal(gateway.prepare, camille, seq, POST) is Refusal.NOT_APPROVED


def test_two_approvals_are_two_runs_and_no_third(hands, both):
    gateway, camille = hands.gateway, hands.of("camille")
    for seq in both:
        gateway.approve(camille, seq, POST, PASSPHRASE)
    for seq in both:
        assert played(hands, seq) is State.DONE
    assert standings(hands) == {"lou": Standing.PLAYED, "noa": Standing.PLAYED}
    for seq in both:
        assert refusal(gateway.prepare, camille, seq, POST) is Refusal.NOT_APPROVED
    consumed = Counter(entry.number for entry in gateway.entries(camille) if entry.kind == "consumed")
    given = {each.who: each.given[0].number for each in gateway.queue(camille)}
    assert consumed == {given["lou"]: 1, given["noa"]: 1}
    assert {each.who: [run.number for run in each.runs] for each in gateway.queue(camille)} == {
        who: [number] for who, number in given.items()
    }


def test_a_used_approval_of_one_does_not_go_with_the_other(hands, both, right, digest):
    gateway, camille = hands.gateway, hands.of("camille")
    gateway.approve(camille, both[0], POST, PASSPHRASE)
    (used,) = gateway.submission(camille, both[0]).given
    assert played(hands, both[0]) is State.DONE
    gateway.approve(camille, both[1], POST, PASSPHRASE)
    stand, cell = gateway._stand(POST), cell_of(gateway.bundle(camille, digest))
    report = stand.prepare(gateway.submission(camille, both[1]), right, used.envelope, cell)
    assert report.codes == (Code.ALREADY_USED.value,)


def test_one_sent_back_leaves_the_other_where_it_was(hands, both, right):
    gateway, sacha = hands.gateway, hands.of("sacha")
    gateway.send_back(sacha, both[0], "Trop près du bord.")
    assert standings(hands) == {"lou": Standing.SENT_BACK, "noa": Standing.WAITING}
    assert gateway.own(hands.of("noa"))[0].word == ""
    assert gateway.hand_in(hands.of("noa"), right).again
    assert standings(hands)["lou"] is Standing.SENT_BACK
    assert not gateway.hand_in(hands.of("lou"), right).again
    assert standings(hands) == {"lou": Standing.WAITING, "noa": Standing.WAITING}
    assert [each.seq for each in gateway.queue(sacha)] == list(both)


def test_the_other_s_approved_program_is_what_one_is_compared_with(hands, both, digest):
    gateway, camille = hands.gateway, hands.of("camille")
    assert gateway.approved_before(camille, both[1]) is None
    gateway.approve(camille, both[0], POST, PASSPHRASE)
    assert gateway.approved_before(camille, both[1]).digest == digest
    assert gateway.approved_before(camille, both[0]) is None


def test_both_and_what_was_decided_are_there_after_a_kill(hands, both, opened, digest):
    hands.gateway.approve(hands.of("camille"), both[0], POST, PASSPHRASE)
    hands.gateway.send_back(hands.of("camille"), both[1], "Encore une fois.")
    hands.gateway._lock.release()  # as the death of its process does
    again = opened()
    assert standings(again) == {"lou": Standing.APPROVED, "noa": Standing.SENT_BACK}
    assert played(again, both[0]) is State.DONE
    assert standings(again) == {"lou": Standing.PLAYED, "noa": Standing.SENT_BACK}


def test_a_journal_from_when_a_bundle_was_one_person_s_reads_as_it_did(hands, right, digest, ring):
    seq = hands.approved(right, digest)
    camille = hands.of("camille")
    (given,) = hands.gateway.submission(camille, seq).given
    now = next(entry for entry in hands.gateway.entries(camille) if entry.kind == APPROVED)
    without = {name: value for name, value in now.body.items() if name != SUBMISSION}
    ring.journal.append(APPROVED, {**without, "number": "another"})
    ring.journal.append(HANDED_IN, {"bundle": digest, "who": "noa", "lesson": "01"})
    ring.journal.append(SENT_BACK, {"bundle": digest, "who": "sacha", "word": "Non."})
    lou, noa = hands.gateway.queue(camille)
    assert [each.number for each in lou.given] == [given.number, "another"]
    assert (lou.word, lou.back) == ("Non.", True)
    assert (noa.given, noa.word) == ((), "")


def test_a_run_by_the_command_line_is_told_with_the_first(hands, both, digest, ring):
    ring.journal.consume("by hand", {"bundle": digest, "plan": "0" * 64, "robot": "TWIN-ur3e"})
    lou, noa = hands.gateway.queue(hands.of("camille"))
    assert ([run.number for run in lou.runs], noa.runs) == (["by hand"], ())
