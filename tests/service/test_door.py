"""The door: who is let in, and what becomes of those who are not."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from cobot_lab.service import client
from cobot_lab.service.client import Checker
from cobot_lab.service.protocol import NotUnderstoodError, nonce, proof, proves, said, text
from cobot_lab.service.question import Question
from cobot_lab.service.runtime import Address, read_address

from .conftest import QUESTION, passes  # isort: skip


@pytest.fixture
def address(shared: Checker) -> Address:
    """Where the checker listens."""
    passes(shared)
    assert shared.folder is not None
    found = read_address(shared.folder)
    assert found is not None
    return found


@contextmanager
def _outside(address: Address) -> Iterator[ClientConnection]:
    with connect(f"ws://127.0.0.1:{address.port}", proxy=None, close_timeout=1) as connection:
        yield connection


def _knows(connection: ClientConnection, token: str) -> None:
    connection.send(json.dumps({"nonce": nonce()}))
    theirs = text(said(connection.recv(timeout=5)), "nonce")
    connection.send(json.dumps({"proof": proof(token, "kernel", theirs, "x")}))


def test_who_does_not_know_the_token_is_turned_away(address: Address) -> None:
    with _outside(address) as connection:
        _knows(connection, "0" * 64)
        with pytest.raises(ConnectionClosed):
            connection.recv(timeout=5)


def test_the_checkers_own_proof_cannot_be_given_back_to_it(address: Address) -> None:
    with _outside(address) as connection:
        connection.send(json.dumps({"nonce": nonce()}))
        hello = said(connection.recv(timeout=5))
        connection.send(json.dumps({"proof": hello["proof"]}))
        with pytest.raises(ConnectionClosed):
            connection.recv(timeout=5)


@pytest.mark.parametrize("first", ["", "[]", "{", '{"nonce": 3}', b"\x80\x04N."])
def test_what_is_not_understood_ends_the_connection_and_nothing_else(
    shared: Checker, address: Address, first: str | bytes
) -> None:
    with _outside(address) as connection:
        connection.send(first)
        with pytest.raises(ConnectionClosed):
            connection.recv(timeout=5)
    passes(shared)


def test_a_page_in_a_browser_is_turned_away(address: Address) -> None:
    page: Any = "http://localhost:8888"
    with pytest.raises(InvalidStatus), connect(f"ws://127.0.0.1:{address.port}", proxy=None, origin=page):
        pass


@pytest.mark.parametrize(
    "head",
    [
        {"ask": "open the pod bay doors"},
        {"ask": "check"},
        {**QUESTION.head(), "face": "pickle"},
        {**QUESTION.head(), "lesson": ""},
    ],
)
def test_what_is_not_asked_well_gets_no_answer(shared: Checker, head: dict[str, object]) -> None:
    # A refusal may be here before the second half is sent.
    with pytest.raises(ConnectionClosed), shared._reached() as connection:  # noqa: PT012
        connection.send(json.dumps(head))
        connection.send(b"")
        connection.recv(timeout=10)
    passes(shared)


def test_it_listens_on_loopback_only(address: Address) -> None:
    addresses = {each[4][0] for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for host in addresses - {"127.0.0.1", "127.0.1.1"}:
        with pytest.raises(OSError, match=r".*"):
            socket.create_connection((str(host), address.port), timeout=2)


def test_a_proof_holds_for_its_side_its_numbers_and_its_token_only() -> None:
    shown = proof("t", "kernel", "1", "2")
    assert proves(shown, "t", "kernel", "1", "2")
    assert not proves(shown, "t", "checker", "1", "2")
    assert not proves(shown, "t", "kernel", "2", "1")
    assert not proves(shown, "u", "kernel", "1", "2")
    assert not proves(None, "t", "kernel", "1", "2")
    assert not proves("é", "t", "kernel", "1", "2")


def test_a_false_checker_is_not_believed() -> None:
    class Pretender:
        def send(self, _: str) -> None:
            return

        def recv(self, timeout: float) -> str:
            return json.dumps({"protocol": 1, "nonce": nonce(), "proof": "0" * 64, "build": {}})

    with pytest.raises(NotUnderstoodError):
        client._proved(Pretender(), "t")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["cobot_lab.service.client", "cobot_lab.ui.notebook.api", "cobot_lab.ui.notebook.magic"]
)
def test_a_kernel_stays_light(name: str) -> None:
    heavy = ("pybullet", "roboticstoolbox", "spatialmath", "scipy", "pebble", "matplotlib")
    code = f"import sys, {name}; sys.exit(bool(set({heavy!r}) & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_question_is_read_as_it_was_sent() -> None:
    assert Question.read(QUESTION.head(), QUESTION.source) == QUESTION
    with pytest.raises(NotUnderstoodError):
        Question.read(QUESTION.head(), "text")
