"""Whatever comes on the ports: it is read, or it ends the connection with a cause, and nothing else."""

from __future__ import annotations

import random
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise

import pytest

from cobot_lab.deploy.driver import DriverError
from cobot_lab.deploy.drivers.freshness import Freshness
from cobot_lab.deploy.drivers.ur.dashboard import Dashboard
from cobot_lab.deploy.drivers.ur.primary import Kind, Message, Primary, read_message
from cobot_lab.deploy.drivers.ur.rtde import _LAYOUT, _RECIPE, Exchange, Sample
from cobot_lab.deploy.virtual.ur.rtde import PORT

from .rig import bed  # isort: skip

TYPES = ",".join(_RECIPE.values()).encode()


@contextmanager
def _saying(*said: bytes) -> Iterator[int]:
    """Say something to whoever connects, whatever they ask."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def say() -> None:
            with suppress(OSError):
                line, _ = server.accept()
                with line:
                    line.sendall(b"".join(said))
                    line.shutdown(socket.SHUT_WR)
                    while line.recv(4096):
                        pass

        thread = threading.Thread(target=say, daemon=True)
        thread.start()
        yield server.getsockname()[1]
    thread.join(timeout=5)


def _package(kind: str, body: bytes) -> bytes:
    return struct.pack(">HB", 3 + len(body), ord(kind)) + body


AGREED = (
    _package("V", b"\x01"),
    _package("v", struct.pack(">4I", 5, 12, 6, 1)),
    _package("O", b"\x01" + TYPES),
    _package("S", b"\x01"),
)


def _exchange(port: int) -> list[Sample]:
    taken: list[Sample] = []
    exchange = Exchange("127.0.0.1", port=port)
    try:
        with pytest.raises(DriverError):
            exchange.follow(taken.append)
    finally:
        exchange.close()
    return taken


@pytest.mark.parametrize(
    "answers",
    [
        (),
        (_package("V", b"\x00"),),
        (AGREED[0], _package("v", b"short")),
        (*AGREED[:2], _package("O", b"\x01" + TYPES.replace(b"INT32", b"NOT_FOUND", 1))),
        (*AGREED[:2], _package("O", b"\x00" + TYPES)),
        (*AGREED[:2], _package("O", b"")),
        (*AGREED[:3], _package("S", b"\x00")),
        (b"\x00\x00V",),
        (b"\xff\xff?" + bytes(70000),),
    ],
)
def test_an_exchange_that_is_not_as_agreed_is_refused(answers: tuple[bytes, ...]) -> None:
    with _saying(*answers) as port, pytest.raises(DriverError):
        Exchange("127.0.0.1", port=port)


def test_samples_of_another_form_end_the_exchange() -> None:
    good = _package("U", b"\x01" + bytes(_LAYOUT.size - 1))
    with _saying(*AGREED, _package("M", b"text"), good, good[:3] + b"\x02" + good[4:]) as port:
        assert [sample.stamp for sample in _exchange(port)] == [0.0]


def test_noise_never_breaks_anything_else() -> None:
    chance = random.Random(3)
    for _ in range(40):
        noise = chance.randbytes(chance.randrange(1, 4000))
        with _saying(*AGREED, noise) as port:
            _exchange(port)
        with _saying(noise) as port, pytest.raises(DriverError):
            Primary("127.0.0.1", port)
        with _saying(b"Connected: x\n", noise) as port:
            dashboard = Dashboard("127.0.0.1", port)
            with suppress(DriverError):
                dashboard.ask("running")
            dashboard.close()


def test_any_message_is_read_or_left_out() -> None:
    chance = random.Random(4)
    for kind in range(12):
        for size in range(40):
            body = bytes(9) + bytes([kind]) + chance.randbytes(size)
            found = read_message(body)
            assert found is None or isinstance(found, Message)
    started = b"\x13PROGRAM_XXX_STARTEDwave"
    assert read_message(bytes(9) + b"\x07" + bytes(8) + started) == Message(Kind.STARTED, "wave")


def test_a_greeting_that_never_ends_is_no_dashboard() -> None:
    with _saying(b"x" * 9000) as port, pytest.raises(DriverError, match="more than"):
        Dashboard("127.0.0.1", port)


def test_samples_come_at_125_hz_with_the_arms_own_time() -> None:
    with bed() as cabinet:
        stamps: list[float] = []
        exchange = Exchange(cabinet.served.address)

        def take(sample: Sample) -> None:
            stamps.append(sample.stamp)
            if len(stamps) == 60:
                exchange.close()

        with pytest.raises(DriverError):
            exchange.follow(take)
        assert cabinet.served.claimed == frozenset()
    assert PORT == 30004
    assert [round((b - a) * 125, 6) for a, b in pairwise(stamps)] == [1.0] * 59


def _aged(arrivals: Callable[[float], float], until: float) -> float:
    fresh, t = Freshness(), 0.0
    while t < until:
        fresh.arrived(t, arrivals(t))
        t += 0.008
    return fresh.age(arrivals(t - 0.008))


def test_age_is_seen_by_arrival_and_by_the_arms_clock() -> None:
    assert _aged(lambda t: t + 3.0, 2.0) == pytest.approx(0.0, abs=1e-9)
    assert _aged(lambda t: t + (0.2 if t > 1 else 0.0), 2.0) == pytest.approx(0.2, abs=1e-3)
    assert _aged(lambda t: t * 1.0001, 600.0) < 0.001  # clocks that drift apart are no delay
    assert _aged(lambda t: t * 1.05, 10.0) > 0.1
    assert _aged(lambda t: t * 1.015, 20.0) > 0.25  # a queue that fills is one, however slowly it does
