"""What people can ask of the gateway, and who may."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

from cobot_lab import stored
from cobot_lab.codes import Code
from cobot_lab.deploy.aftermath import Gripper
from cobot_lab.deploy.judge import Cause
from cobot_lab.deploy.standards import Standards
from cobot_lab.deploy.states import State
from cobot_lab.findings import Finding, Report
from cobot_lab.service.gateway.gateway import Gateway, cell_of
from cobot_lab.service.gateway.ledger import Standing
from cobot_lab.service.gateway.look import Look, look
from cobot_lab.service.gateway.people import People
from cobot_lab.service.gateway.post import twin_post
from cobot_lab.service.gateway.refusal import GatewayError, Refusal
from cobot_lab.service.gateway.roles import Role
from cobot_lab.service.gateway.sessions import FREE_TRIES, IDLE, LONGEST
from cobot_lab.trust import bundle as bundles
from cobot_lab.trust.bundle import Bundle
from cobot_lab.ui.terminal.programs import review_programs
from cobot_lab.ui.terminal.standards import standards as standards_here

PASSPHRASE = "quatre mots sans suite"
POST = "twin:ur3e"
DEPLOY_CALLS = {
    "approve": lambda seq: (seq, POST, PASSPHRASE),
    "prepare": lambda seq: (seq, POST),
    "enable": lambda _: (POST,),
    "run": lambda _: (POST,),
    "drop": lambda _: (POST,),
    "put_back": lambda _: (POST,),
    "answer": lambda _: (POST, Gripper.EMPTY),
    "end_visit": lambda _: (),
    "export": lambda _: (),
}


def refusal(call, *given):
    """Ask for something that is refused, and give why."""
    with pytest.raises(GatewayError) as caught:
        call(*given)
    return caught.value.refusal


def settled(gateway, token, reached=lambda now: bool(now.record or now.trouble)):
    """Wait until an arm has come so far."""
    deadline = time.monotonic() + 60
    while not reached(gateway.now(token, POST)):
        assert time.monotonic() < deadline, gateway.now(token, POST)
        time.sleep(0.01)
    return gateway.now(token, POST)


def test_a_program_goes_from_a_pupil_to_the_arm_and_leaves_its_record(hands, right, digest):
    gateway, lou, camille = hands.gateway, hands.of("lou"), hands.of("camille")
    seq = hands.handed(right, digest)
    (waiting,) = gateway.queue(camille)
    assert (waiting.seq, waiting.bundle, waiting.who, waiting.lesson) == (seq, digest, "lou", "01")
    assert waiting.standing(gateway.wall()) is Standing.WAITING
    gateway.approve(camille, seq, POST, PASSPHRASE)
    assert gateway.own(lou)[0].standing(gateway.wall()) is Standing.APPROVED
    assert not gateway.prepare(camille, seq, POST).findings
    assert all(reading.good for reading in gateway.now(camille, POST).readings)
    gateway.enable(camille, POST)
    assert gateway.now(camille, POST).left == 60.0
    gateway.run(camille, POST)
    now = settled(gateway, camille)
    assert (now.state, now.trouble) == (State.DONE, "")
    record = gateway.record(camille, now.record)
    assert record.end is State.DONE
    assert len(gateway.trail(camille, POST)[0]) == 2 + 2 * 6
    (played,) = gateway.queue(camille)
    assert played.standing(gateway.wall()) is Standing.PLAYED
    assert played.runs[0].record == record.digest
    kinds = [entry.kind for entry in gateway.entries(camille)]
    assert kinds[3:] == ["handed_in", "approved", "opened", "consumed", "running", "ended"]


def test_an_approval_is_used_once(hands, right, digest):
    seq = hands.approved(right, digest)
    gateway, camille = hands.gateway, hands.of("camille")
    gateway.prepare(camille, seq, POST)
    gateway.enable(camille, POST)
    gateway.run(camille, POST)
    settled(gateway, camille)
    assert refusal(gateway.prepare, camille, seq, POST) is Refusal.NOT_APPROVED
    assert refusal(gateway.run, camille, POST) is Refusal.NOT_PREPARED


def test_a_yes_is_good_for_a_minute_and_for_one_run(hands, right, digest):
    seq = hands.approved(right, digest)
    gateway, camille = hands.gateway, hands.of("camille")
    assert refusal(gateway.enable, camille, POST) is Refusal.NOT_PREPARED
    gateway.prepare(camille, seq, POST)
    assert refusal(gateway.run, camille, POST) is Refusal.NOT_PREPARED
    gateway.enable(camille, POST)
    assert refusal(gateway.enable, camille, POST) is Refusal.NOT_PREPARED
    hands.seconds += 60.5
    gateway.run(camille, POST)
    now = settled(gateway, camille)
    assert (now.state, now.report.codes) == (State.REFUSED, ("A05",))
    assert gateway.queue(camille)[0].standing(gateway.wall()) is Standing.APPROVED  # nothing was consumed


def test_a_slow_approval_is_the_same_bundle_and_a_slower_arm(hands, right, digest):
    seq = hands.approved(right, digest, speed_pct=30)
    gateway, camille = hands.gateway, hands.of("camille")
    assert not gateway.prepare(camille, seq, POST).findings
    now = gateway.now(camille, POST)
    assert now.speed == 0.3
    assert next(reading for reading in now.readings if reading.name == "pace").found == 0.3
    gateway.enable(camille, POST)
    gateway.run(camille, POST)
    done = settled(gateway, camille)
    assert done.state is State.DONE
    assert gateway.record(camille, done.record).duration == pytest.approx(now.duration / 0.3, rel=0.05)


def test_whoever_stands_there_stops_the_arm_and_says_what_it_holds(opened, right, digest):
    hands = opened(scale=1.0)
    seq = hands.approved(right, digest)
    gateway, camille, sacha = hands.gateway, hands.of("camille"), hands.of("sacha")
    gateway.prepare(camille, seq, POST)
    gateway.enable(camille, POST)
    gateway.run(camille, POST)
    settled(gateway, camille, lambda now: now.sample is not None and now.sample.state.progress > 0.3)
    gateway.approve(camille, seq, POST, PASSPHRASE)
    assert refusal(gateway.prepare, camille, seq, POST) is Refusal.BUSY
    gateway.stop(sacha, POST)
    now = settled(gateway, camille)
    record = gateway.record(camille, now.record)
    assert (now.state, record.cause) == (State.INTERRUPTED, Cause.OPERATOR)
    assert gateway.queue(camille)[0].runs[0].cause == "operator"
    assert "A08" in gateway.prepare(camille, seq, POST).codes  # the gripper first
    assert len(gateway.left_over(camille, POST)) == 1
    arm = gateway.posts[0].connect(cell_of(gateway.bundle(camille, digest))).driver
    arm.move_fingers(0.0)
    stand = gateway._stand(POST)
    usual, stand.post = stand.post, replace(stand.post, paused=lambda: True)
    assert refusal(gateway.answer, camille, POST, Gripper.EMPTY) is Refusal.PAUSED
    stand.post = usual
    gateway.answer(camille, POST, Gripper.EMPTY)  # whoever empties a gripper opens it
    assert set(gateway.prepare(camille, seq, POST).codes) == {"A02"}  # the arm stands where it was stopped
    arm.move_fingers(0.0)
    assert "A11" in gateway.prepare(camille, seq, POST).codes
    gateway.put_back(camille, POST)
    assert not gateway.prepare(camille, seq, POST).findings


def test_what_is_acknowledged_is_there_after_a_kill(opened, right, digest, ring):
    hands = opened()
    seq = hands.approved(right, digest)
    hands.gateway._lock.release()  # as the death of its process does
    again = opened()
    assert refusal(again.gateway.known, hands.of("camille")) is Refusal.NOT_SIGNED_IN
    (kept,) = again.gateway.queue(again.of("camille"))
    assert kept.standing(again.gateway.wall()) is Standing.APPROVED
    assert again.gateway.bundle(again.of("camille"), digest).digest == digest
    assert not again.gateway.prepare(again.of("camille"), seq, POST).findings


def test_a_run_that_died_with_its_process_is_closed_and_not_run_again(opened, right, digest, ring):
    hands = opened()
    seq = hands.approved(right, digest)
    (given,) = hands.gateway.queue(hands.of("camille"))[0].given
    ring.journal.consume(given.number, {"bundle": digest, "plan": "0" * 64, "robot": "TWIN-ur3e"})
    ring.journal.append("running", {"number": given.number})
    hands.gateway._lock.release()
    again = opened()
    (closed,) = again.gateway.closed_now
    assert (closed.number, closed.end, closed.cause) == (given.number, State.INTERRUPTED, Cause.LEFT_OPEN.value)
    assert again.gateway.queue(again.of("camille"))[0].standing(again.gateway.wall()) is Standing.INTERRUPTED
    assert refusal(again.gateway.prepare, again.of("camille"), seq, POST) is Refusal.NOT_APPROVED


def test_there_is_one_gateway_on_a_folder(opened):
    opened()
    with pytest.raises(GatewayError) as caught:
        opened()
    assert caught.value.refusal is Refusal.ANOTHER_GATEWAY


def test_a_bundle_that_is_not_whole_or_not_for_this_place_stays_outside(hands, right, digest):
    gateway, lou = hands.gateway, hands.of("lou")
    bitten = bytearray(right)
    bitten[len(right) // 2] ^= 1
    assert gateway.hand_in(lou, bytes(bitten)).report.findings
    gateway._usual = lambda: Standards("another", frozenset(), frozenset())
    assert set(gateway.hand_in(lou, right).report.codes) == {"T14", "T18"}
    assert gateway.own(lou) == ()


def test_the_same_bundle_twice_is_one(hands, right, digest):
    hands.handed(right, digest)
    before = hands.gateway.entries(hands.of("camille"))
    assert hands.gateway.hand_in(hands.of("lou"), right).again
    assert hands.gateway.entries(hands.of("camille")) == before
    assert len(hands.gateway.queue(hands.of("camille"))) == 1


def test_one_pupil_cannot_fill_the_queue(hands, right, digest, monkeypatch):
    monkeypatch.setattr("cobot_lab.service.gateway.desk.MOST_WAITING", 0)
    assert refusal(hands.gateway.hand_in, hands.of("lou"), right) is Refusal.TOO_MANY_WAITING


def test_sent_back_with_a_word_and_handed_in_again(hands, right, digest):
    seq = hands.handed(right, digest)
    gateway, lou, sacha = hands.gateway, hands.of("lou"), hands.of("sacha")
    for word in ("", "  ", "x" * 501, "a\x00b"):
        assert refusal(gateway.send_back, sacha, seq, word) is Refusal.NO_WORD
    gateway.send_back(sacha, seq, "Trop près du bord.")
    (back,) = gateway.own(lou)
    assert (back.standing(gateway.wall()), back.word) == (Standing.SENT_BACK, "Trop près du bord.")
    assert not gateway.hand_in(lou, right).again
    assert gateway.own(lou)[0].standing(gateway.wall()) is Standing.WAITING


def test_nothing_is_approved_before_the_second_look_or_against_it(hands, right, digest):
    gateway, camille = hands.gateway, hands.of("camille")
    seq = hands.handed(right, digest)
    gateway._looks.forget()
    assert refusal(gateway.approve, camille, seq, POST, PASSPHRASE) is Refusal.NOT_LOOKED_AT
    differing = Finding.of(Code.REVIEW_DIFFERS, what="plan")
    hands.looked(digest, Look(Report(digest, ("everything",), (), (differing,))))
    assert refusal(gateway.approve, camille, seq, POST, PASSPHRASE) is Refusal.LOOK_REFUSED
    hands.looked(digest, Look(Report(digest, ("one",), ("another",))))
    assert refusal(gateway.approve, camille, seq, POST, PASSPHRASE) is Refusal.LOOK_REFUSED
    hands.looked(digest)
    assert refusal(gateway.approve, camille, seq, POST, "another phrase") is Refusal.KEY_CLOSED
    assert refusal(gateway.approve, camille, seq, POST, PASSPHRASE, 0) is Refusal.SPEED
    assert refusal(gateway.approve, camille, seq, "ur:1", PASSPHRASE) is Refusal.NO_SUCH_ARM
    assert refusal(gateway.approve, camille, seq + 1, POST, PASSPHRASE) is Refusal.NO_SUCH_PROGRAM
    assert gateway.queue(camille)[0].given == ()


def test_a_key_that_was_taken_back_approves_nothing(hands, right, digest, ring):
    seq = hands.handed(right, digest)
    people = People(ring.folder / "people.json")
    people.remove("camille")
    people.add("camille", Role.REFERENT, "mot de passe 1", "sacha")  # a teacher's key
    assert refusal(hands.gateway.approve, hands.of("camille"), seq, POST, PASSPHRASE) is Refusal.NO_KEY


def test_an_approval_lapses(hands, right, digest):
    seq = hands.approved(right, digest)
    hands.hours = 2.01
    gateway, camille = hands.gateway, hands.of("camille")
    assert gateway.queue(camille)[0].standing(gateway.wall()) is Standing.LAPSED
    assert refusal(gateway.prepare, camille, seq, POST) is Refusal.NOT_APPROVED


def test_an_approval_is_for_one_arm(opened, right, digest):
    hands = opened(twin_post("ur3e", float("inf")), twin_post("ned2", float("inf")))
    seq = hands.approved(right, digest)
    assert refusal(hands.gateway.prepare, hands.of("camille"), seq, "twin:ned2") is Refusal.NOT_APPROVED


def test_only_a_referent_deploys(hands, right, digest):
    seq = hands.approved(right, digest)
    before = hands.gateway.entries(hands.of("camille"))
    for who in ("lou", "sacha", ""):
        token = hands.of(who) if who else "no token at all"
        for name, given in DEPLOY_CALLS.items():
            found = refusal(getattr(hands.gateway, name), token, *given(seq))
            assert found is (Refusal.NOT_ALLOWED if who else Refusal.NOT_SIGNED_IN), (who, name)
    assert refusal(hands.gateway.stop, hands.of("lou"), POST) is Refusal.NOT_ALLOWED
    assert hands.gateway.entries(hands.of("camille")) == before


def test_a_pupil_sees_nothing_but_their_own(hands, right, digest):
    seq = hands.approved(right, digest)
    calls = {
        **dict.fromkeys(("queue", "entries", "verify", "head_words"), ()),
        **dict.fromkeys(("submission", "same", "approved_before"), (seq,)),
        **dict.fromkeys(("seen", "glanced", "bundle", "record"), (digest,)),
        **dict.fromkeys(("now", "trail", "left_over"), (POST,)),
        "send_back": (seq, "non"),
    }
    for name, given in calls.items():
        assert refusal(getattr(hands.gateway, name), hands.of("noa"), *given) is Refusal.NOT_ALLOWED, name
    assert hands.gateway.own(hands.of("noa")) == ()


def test_every_call_of_the_gateway_asks_who_calls(hands):
    """Whatever is public and takes a token refuses a token that nobody has."""
    calls = [name for name in vars(Gateway) if not name.startswith("_") and callable(getattr(Gateway, name))]
    free = {"sign_in", "sign_out", "halt", "close"}
    for name in set(calls) - free:
        count = getattr(Gateway, name).__code__.co_argcount - 2 - len(getattr(Gateway, name).__defaults__ or ())
        assert refusal(getattr(hands.gateway, name), "nobody", *["x"] * count) is Refusal.NOT_SIGNED_IN, name


def test_guessing_gets_slower_for_the_address_whatever_the_name(hands):
    sign_in = hands.gateway.sign_in
    for _ in range(FREE_TRIES):
        assert refusal(sign_in, "camille", "une idée", "10.0.0.7") is Refusal.WRONG_PASSWORD
    assert refusal(sign_in, "camille", "mot de passe 1", "10.0.0.7") is Refusal.WAIT
    assert refusal(sign_in, "lou", "mot de passe 3", "10.0.0.7") is Refusal.WAIT
    hands.seconds += 1.1
    assert sign_in("camille", "mot de passe 1", "10.0.0.7")


def test_a_session_ends_by_itself_by_signing_out_and_with_its_person(hands, ring):
    gateway = hands.gateway
    token = hands.of("camille")
    hands.seconds += IDLE - 1
    assert gateway.known(token).person.name == "camille"
    hands.seconds += IDLE + 1
    assert refusal(gateway.known, token) is Refusal.NOT_SIGNED_IN
    token = gateway.sign_in("lou", "mot de passe 3", "a")
    for _ in range(int(LONGEST / IDLE) + 1):
        hands.seconds += IDLE - 60
        gateway._sessions.of(token)
    hands.seconds += IDLE - 60
    assert refusal(gateway.known, token) is Refusal.NOT_SIGNED_IN
    token = gateway.sign_in("noa", "mot de passe 4", "a")
    People(ring.folder / "people.json").remove("noa")
    assert refusal(gateway.known, token) is Refusal.NOT_SIGNED_IN
    token = gateway.sign_in("sacha", "mot de passe 2", "a")
    gateway.sign_out(token)
    assert refusal(gateway.known, token) is Refusal.NOT_SIGNED_IN


def test_the_journal_can_be_taken_away_and_checked_by_anybody(hands, right, digest):
    seq = hands.approved(right, digest)
    camille = hands.of("camille")
    words = hands.gateway.end_visit(camille)
    lines = [json.loads(line) for line in hands.gateway.export(camille).splitlines()]
    prev = "0" * 64
    for seq, line in enumerate(lines, start=1):
        assert line["sha256"] == stored.sha256(f"{seq}\n{prev}\n{line['text']}".encode())
        prev = line["sha256"]
    assert not hands.gateway.verify(camille, words).findings
    assert len(words.split()) == 12
    assert json.loads(lines[-1]["text"])["kind"] == "visit_ended"


def test_the_second_look_is_made_by_another_process(opened, right, digest):
    hands = opened()
    gateway, camille = hands.gateway, hands.of("camille")
    gateway._looks.worlds = 2
    gateway.hand_in(hands.of("lou"), right)
    deadline = time.monotonic() + 180
    while (seen := gateway.seen(camille, digest)).robust is None:
        assert time.monotonic() < deadline, seen
        assert not seen.trouble
        time.sleep(0.1)
    look = seen.look
    assert look is not None
    assert look.passed, look.report.findings
    assert {"clearance", "tool_speed", "grip"} <= {margin.name for margin in look.margins}
    assert look.parts == ("ebauche",)
    assert seen.robust[1] == 2
    assert look.recording


def test_a_bundle_with_another_plan_than_its_report_says_does_not_pass_the_second_look(hands, right):
    whole, _ = Bundle.open(right)
    files = {name: data for name, data in whole.files.items() if name != "report.json"}
    files["source.py"] = files["source.py"] + b"pause(1)\n"
    forged, _ = bundles.seal(files, whole.report, whole.versions, **whole.facts)
    found = look(forged, standards_here(), review_programs)
    assert "T19" in found.report.codes
    assert not found.passed
