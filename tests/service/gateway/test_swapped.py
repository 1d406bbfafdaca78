"""Between looking and doing: what is enabled and run is what was looked at, and what let it through still holds."""

from __future__ import annotations

import time

import pytest

from cobot_lab.deploy.standards import Standards
from cobot_lab.deploy.states import State
from cobot_lab.service.gateway.refusal import GatewayError, Refusal

PASSPHRASE = "quatre mots sans suite"
POST = "twin:ur3e"


@pytest.fixture
def both(hands, right, digest):
    """Two people's same program, approved, by their numbers."""
    return hands.approved(right, digest, who="lou"), hands.approved(right, digest, who="noa")


def refusal(call, *given):
    """Ask for something that is refused, and give why."""
    with pytest.raises(GatewayError) as caught:
        call(*given)
    return caught.value.refusal


def refused(gateway, token):
    """Run what is ready, and give why it did not begin."""
    gateway.run(token, POST)
    deadline = time.monotonic() + 30
    while gateway._stand(POST).busy:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    now = gateway.now(token, POST)
    assert now.state is State.REFUSED
    return now.report.codes


def test_a_yes_to_one_run_is_none_to_what_another_put_in_its_place(hands, both):
    gateway, camille = hands.gateway, hands.of("camille")
    gateway.prepare(camille, both[0], POST)
    looked_at = gateway.now(camille, POST).number
    gateway.prepare(camille, both[1], POST)  # in another tab
    there = gateway.now(camille, POST).number
    assert looked_at != there
    assert refusal(gateway.enable, camille, POST, looked_at) is Refusal.ANOTHER_RUN
    gateway.enable(camille, POST, there)
    assert refusal(gateway.run, camille, POST, looked_at) is Refusal.ANOTHER_RUN
    assert "consumed" not in [entry.kind for entry in gateway.entries(camille)]
    gateway.run(camille, POST, there)
    assert [each.given[0].number for each in gateway.queue(camille)] == [looked_at, there]


def test_a_key_that_is_taken_back_meanwhile_moves_nothing(hands, both, ring):
    gateway, camille = hands.gateway, hands.of("camille")
    gateway.prepare(camille, both[0], POST)
    gateway.enable(camille, POST)
    ring.revoke(ring.named("camille").key_id, "perdue", PASSPHRASE)
    assert refused(gateway, camille) == ("T16",)
    assert refusal(gateway.run, camille, POST) is Refusal.NOT_PREPARED
    assert "T16" in gateway.prepare(camille, both[0], POST).codes
    assert "consumed" not in [entry.kind for entry in gateway.entries(camille)]


def test_a_table_that_is_measured_meanwhile_moves_nothing(hands, both):
    gateway, camille = hands.gateway, hands.of("camille")
    gateway.prepare(camille, both[0], POST)
    gateway.enable(camille, POST)
    usual = gateway._usual()
    gateway._usual = lambda: Standards(usual.verifier, usual.checks, frozenset())
    assert refused(gateway, camille) == ("T18",)
    assert "T18" in gateway.prepare(camille, both[0], POST).codes
    assert "consumed" not in [entry.kind for entry in gateway.entries(camille)]
