"""Who gets the heartbeat: the program that was sent just now, once, from the arm's own address."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cobot_lab.deploy.drivers.ur import heartbeat
from cobot_lab.deploy.drivers.ur.heartbeat import Heartbeat

from .rig import free_port  # isort: skip

ARM, TOKEN = "127.0.0.1", "0123456789abcdef" * 2


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def heart(port: int) -> Iterator[Heartbeat]:
    made = Heartbeat("127.0.0.1", port, ARM)
    made.expect(TOKEN)
    yield made
    made.end()


@contextmanager
def _caller(port: int, said: str = TOKEN + "\n", host: str = ARM) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=5, source_address=(host, 0)) as line:
        line.sendall(said.encode())
        yield line


def _heard(heart: Heartbeat, line: socket.socket) -> bytes:
    """Beat until something is heard at the other end."""
    line.settimeout(0.02)
    for _ in range(100):
        heart.beat()
        try:
            return line.recv(1)
        except TimeoutError:
            continue
    return b"nothing"


def test_the_program_that_is_expected_hears_it(heart: Heartbeat, port: int) -> None:
    with _caller(port) as line:
        assert _heard(heart, line) == b"."
        assert (heart.greeted, heart.stranger) == (True, False)
        heart.end()
        line.settimeout(5)
        assert line.recv(100).strip(b".") == b"!"


@pytest.mark.parametrize(
    ("said", "host"),
    [
        ("f" * 32 + "\n", ARM),  # another program
        ("GET / HTTP/1.1\r\n" * 9, ARM),
        (TOKEN + "\n", "127.0.0.2"),  # ours, on another arm
        ("", "127.0.0.2"),
    ],
)
def test_nobody_else_does(heart: Heartbeat, port: int, said: str, host: str) -> None:
    with _caller(port, said, host) as line:
        assert _heard(heart, line) == b"!"
    assert (heart.greeted, heart.stranger) == (False, True)


def test_the_same_program_hears_it_once(heart: Heartbeat, port: int) -> None:
    with _caller(port) as first, _caller(port) as second:
        assert {_heard(heart, first), _heard(heart, second)} == {b".", b"!"}
    assert (heart.greeted, heart.stranger) == (True, True)


def test_the_one_before_does_not_hear_it_any_more(heart: Heartbeat, port: int) -> None:
    with _caller(port) as first:
        assert _heard(heart, first) == b"."
        heart.expect("f" * 32)
        assert not heart.greeted
        first.settimeout(5)
        assert first.recv(100).endswith(b"!")
        with _caller(port, "f" * 32 + "\n") as second:
            assert _heard(heart, second) == b"."
    assert not heart.stranger


def test_it_is_told_when_the_program_has_left(heart: Heartbeat, port: int) -> None:
    with _caller(port) as line:
        assert _heard(heart, line) == b"."
        assert not heart.gone
    for _ in range(1000):
        heart.beat()
        if heart.gone:
            break
        time.sleep(0.001)
    assert (heart.gone, heart.greeted, heart.stranger) == (True, True, False)


def test_who_says_nothing_is_turned_away(heart: Heartbeat, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "HEARTBEAT_LIMIT", 0.0)
    with _caller(port, "") as line:
        assert _heard(heart, line) == b"!"
    assert heart.stranger


def test_a_program_that_is_paused_is_told_nothing(heart: Heartbeat, port: int) -> None:
    with _caller(port) as line:
        assert _heard(heart, line) == b"."
        for _ in range(100):
            heart.beat(aloud=False)
        time.sleep(0.01)
        line.settimeout(5)
        heart.end()
        assert line.recv(100).strip(b".") == b"!"
