"""A run that ends in what nobody foresaw: the arm is let go, and the cause is on the screen."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from cobot_lab.deploy import job
from cobot_lab.deploy.states import State
from cobot_lab.service.gateway.post import twin_post

POST = "twin:ur3e"


@pytest.fixture
def let_go():
    """How often the arm was let go."""
    return []


@pytest.fixture
def ready(opened, right, digest, let_go):
    """A gateway with a run that waits for nothing but the word."""
    post = twin_post("ur3e", float("inf"))

    def connect(cell):
        link = post.connect(cell)
        return replace(link, let_go=lambda: (let_go.append(POST), link.let_go()))

    hands = opened(replace(post, connect=connect))
    seq = hands.approved(right, digest)
    hands.gateway.prepare(hands.of("camille"), seq, POST)
    hands.gateway.enable(hands.of("camille"), POST)
    return hands


def ran(hands):
    """Run what is ready, and give what there is to see once nothing runs."""
    gateway, camille = hands.gateway, hands.of("camille")
    gateway.run(camille, POST)
    deadline = time.monotonic() + 60
    while gateway._stand(POST).busy:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return gateway.now(camille, POST)


@pytest.mark.parametrize(
    ("breaks", "state"), [("play", None), ("_end", State.INTERRUPTED), ("_close", State.DONE)], ids=str
)
def test_a_job_that_breaks_lets_the_arm_go_and_says_why(ready, let_go, monkeypatch, breaks, state, digest):
    def broken(*_):
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr(job.Job, breaks, broken)
    now = ran(ready)
    assert let_go == [POST]
    assert now.trouble == "ZeroDivisionError: nobody thought of this"
    assert (now.state, now.bundle, now.record) == (state, digest, "")
    monkeypatch.undo()
    ready.gateway.put_back(ready.of("camille"), POST)  # the arm is there for the next one


def test_a_connection_that_does_not_end_is_told_and_not_held(ready, monkeypatch):
    stand = ready.gateway._stand(POST)

    def broken():
        raise ConnectionResetError("gone")

    stand._link = replace(stand._link, let_go=broken)
    now = ran(ready)
    assert now.trouble == "ConnectionResetError: gone"
    assert now.state is State.DONE
    assert now.record
    assert stand._link is None
