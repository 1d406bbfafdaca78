"""What one person cannot do to another through the gateway."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from cobot_lab.findings import Report
from cobot_lab.service.gateway.ledger import Standing
from cobot_lab.service.gateway.look import Look
from cobot_lab.service.gateway.looks import Looks
from cobot_lab.service.gateway.refusal import GatewayError, Refusal
from cobot_lab.service.gateway.sessions import FORGOTTEN, FREE_TRIES, LONGEST_WAIT, MOST_OF_ONE, Sessions, Throttle

PUPIL, REFERENT = "10.0.0.7", "10.0.0.8"


def refusal(call, *given):
    """Ask for something that is refused, and give why."""
    with pytest.raises(GatewayError) as caught:
        call(*given)
    return caught.value.refusal


def test_signing_in_again_and_again_ends_one_s_own_sessions_only():
    sessions = Sessions(lambda: 0.0)
    referent = sessions.open("camille")
    tokens = [sessions.open("lou") for _ in range(1500)]
    assert sessions.of(referent)
    assert [sessions.of(token) is not None for token in tokens[-MOST_OF_ONE - 1 :]] == [False] + [True] * MOST_OF_ONE


def test_guessing_at_one_computer_keeps_nobody_out_at_another(hands):
    sign_in = hands.gateway.sign_in
    for _ in range(FREE_TRIES):
        assert refusal(sign_in, "camille", "une idée", PUPIL) is Refusal.WRONG_PASSWORD
    assert refusal(sign_in, "camille", "une idée", PUPIL) is Refusal.WAIT
    assert sign_in("camille", "mot de passe 1", REFERENT)
    assert refusal(sign_in, "camille", "une idée", PUPIL) is Refusal.WAIT


def test_tries_made_at_once_are_not_more_than_tries_made_in_turn(hands, monkeypatch):
    def slow(_name, _password):
        time.sleep(0.1)  # what a hash takes

    people = type(hands.gateway._people)
    monkeypatch.setattr(people, "recognise", lambda _self, name, password: slow(name, password))
    with ThreadPoolExecutor(30) as threads:
        guesses = [f"essai {each}" for each in range(30)]
        told = threads.map(lambda guess: refusal(hands.gateway.sign_in, "camille", guess, PUPIL), guesses)
        assert Counter(told) == {Refusal.WRONG_PASSWORD: FREE_TRIES, Refusal.WAIT: 30 - FREE_TRIES}


def test_a_right_password_costs_nothing_and_clears_no_other_s_count():
    now = [0.0]
    throttle = Throttle(lambda: now[0])
    for _ in range(20):
        assert throttle.enter("lou", PUPIL) == 0
        throttle.right("lou", PUPIL)
    for _ in range(FREE_TRIES):
        assert throttle.enter("camille", PUPIL) == 0
    now[0] += 1.1
    assert throttle.enter("lou", PUPIL) == 0
    throttle.right("lou", PUPIL)
    assert throttle.enter("camille", PUPIL) == 0
    assert throttle.enter("camille", PUPIL) == pytest.approx(2.0)
    assert throttle.enter("lou", PUPIL) > 0


def test_waiting_has_an_upper_end_and_old_tries_are_forgotten():
    now = [0.0]
    throttle = Throttle(lambda: now[0])
    for _ in range(60):
        now[0] += throttle.enter("camille", PUPIL)
    throttle.enter("camille", PUPIL)
    assert 0 < throttle.enter("camille", PUPIL) <= LONGEST_WAIT
    now[0] += FORGOTTEN
    assert [throttle.enter("camille", PUPIL) for _ in range(FREE_TRIES)] == [0.0] * FREE_TRIES


def test_what_another_handed_in_stays_theirs(hands, right, digest):
    gateway, lou, noa, camille = hands.gateway, hands.of("lou"), hands.of("noa"), hands.of("camille")
    seq = hands.handed(right, digest)
    before = gateway.own(lou)
    gateway.hand_in(noa, right)
    assert gateway.own(lou) == before
    gateway.send_back(camille, seq, "Trop près du bord.")
    gateway.hand_in(noa, right)
    assert gateway.own(lou)[0].standing(gateway.wall()) is Standing.SENT_BACK
    assert gateway.own(noa)[0].standing(gateway.wall()) is Standing.WAITING


@pytest.mark.parametrize("problem", [KeyError("x"), RuntimeError("broken"), ZeroDivisionError(), TimeoutError("600 s")])
def test_a_look_that_ends_in_anything_is_over_and_says_why(problem, caplog):
    scheduled = []
    looks = scripted(scheduled)
    looks.want("d", bytes)
    scheduled.pop()(ended(problem))
    assert looks.of("d").look is None
    assert type(problem).__name__ in looks.of("d").trouble
    assert "without an answer" in caplog.text
    looks.want("d", bytes)  # and it is tried again when somebody asks
    assert (looks.of("d").trouble, len(scheduled)) == ("", 1)


def test_a_look_that_cannot_begin_is_not_under_way_for_ever():
    looks = scripted([])

    def gone():
        raise OSError("no such file")

    with pytest.raises(OSError, match="no such file"):
        looks.want("d", gone)
    assert "no such file" in looks.of("d").trouble


def test_shaking_that_ends_in_anything_or_cannot_begin_is_over():
    for problem in (None, KeyError("x")):
        scheduled = []
        looks = scripted(scheduled)
        given = iter([b"bundle"])
        looks.want("d", (lambda given=given: next(given)) if problem is None else bytes)
        done = Future()
        done.set_result(Look(Report("d", ("everything",)), ways=1))
        scheduled.pop()(done)
        if problem is not None:
            assert looks.of("d").shaking
            scheduled.pop()(ended(problem))
        assert looks.of("d").look is not None
        assert (looks.of("d").shaking, looks.of("d").robust) == (False, None)


def scripted(scheduled):
    """Looks whose process is the test."""

    class Scripted(Looks):
        def _schedule(self, done, _task, *_given):
            scheduled.append(done)

    looks = Scripted(lambda: None, None)
    looks._pool = SimpleNamespace(stop=lambda: None, join=lambda: None)
    return looks


def ended(problem):
    future = Future()
    future.set_exception(problem)
    return future
