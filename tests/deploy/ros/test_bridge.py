"""The rosbridge client against whatever may be at the other end."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from websockets.sync.server import ServerConnection, serve

from cobot_lab.deploy.driver import DriverError
from cobot_lab.deploy.drivers.ros.bridge import SIZE_MAX, Bridge

from .rig import bed  # isort: skip


@contextmanager
def spoken(talk: Callable[[ServerConnection], None]) -> Iterator[Bridge]:
    """Serve one client with `talk`."""
    with serve(talk, "127.0.0.1", 0) as server:
        running = threading.Thread(target=server.serve_forever)
        running.start()
        try:
            with closing(Bridge("127.0.0.1", server.socket.getsockname()[1])) as bridge:
                yield bridge
        finally:
            server.shutdown()
            running.join()


def _says(*messages: object) -> Callable[[ServerConnection], None]:
    def talk(link: ServerConnection) -> None:
        for message in messages:
            link.send(message if isinstance(message, str | bytes) else json.dumps(message))
        for _ in link:
            pass

    return talk


def _problem(bridge: Bridge) -> str:
    until = time.monotonic() + 10
    while not bridge.problem and time.monotonic() < until:
        time.sleep(0.01)
    return bridge.problem


HOSTILE = [
    "{",
    "",
    "[]",
    "null",
    b"\xff\xfe",
    "[" * 5000,
    {"op": "publish"},
    {"op": "publish", "topic": "/t", "msg": {"data": "no number"}},
    {"op": "publish", "topic": "/t", "msg": None},
    {"op": "publish", "topic": ["/t"], "msg": {}},
    {"no": "op"},
    {"op": "status", "level": "error", "msg": "unknown topic"},
]


@pytest.mark.parametrize("said", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_word_of_a_bridge_breaks_the_connection_and_is_told(said: object) -> None:
    def talk(link: ServerConnection) -> None:
        next(iter(link))  # the subscription
        _says(said)(link)

    with spoken(talk) as bridge:
        bridge.subscribe("/t", "std_msgs/Float64", lambda message: float(message["data"]))
        assert "it says what no bridge says" in _problem(bridge)
        with pytest.raises(DriverError, match="what no bridge says"):
            bridge.publish("/t", {})


def test_a_message_that_is_too_long_breaks_it() -> None:
    with spoken(_says("x" * (SIZE_MAX + 1))) as bridge:
        assert "closed" in _problem(bridge)


def test_a_service_that_says_no_nothing_or_something_else() -> None:
    def talk(link: ServerConnection) -> None:
        answers = iter([{"result": False, "values": "no such service"}, {"result": True, "values": [1]}])
        for data in link:
            asked = json.loads(data)
            answer = next(answers, None)
            if answer is not None:
                link.send(json.dumps({"op": "service_response", "id": asked["id"], **answer}))

    with spoken(talk) as bridge:
        with pytest.raises(DriverError, match="no such service"):
            bridge.call("/s", {})
        with pytest.raises(DriverError, match="it answers"):
            bridge.call("/s", {})
        with pytest.raises(DriverError, match="no answer within 1 s"):
            bridge.call("/s", {})


def test_an_answer_to_nobody_and_words_about_itself_are_passed_over() -> None:
    said = ({"op": "service_response", "id": "other", "values": {}, "result": True}, {"op": "status", "level": "info"})
    heard = threading.Event()

    def talk(link: ServerConnection) -> None:
        next(iter(link))  # the subscription
        _says(*said, {"op": "publish", "topic": "/t", "msg": {}})(link)

    with spoken(talk) as bridge:
        bridge.subscribe("/t", "std_msgs/Empty", lambda _: heard.set())
        assert heard.wait(10)
        assert bridge.problem == ""


def test_nobody_there_or_no_web_socket(unused_port: int) -> None:
    with pytest.raises(DriverError, match="connect"):
        Bridge("127.0.0.1", unused_port)


@pytest.fixture
def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def test_the_virtual_bridge_answers_what_it_does_not_understand() -> None:
    with bed() as arm, closing(Bridge(arm.served.address)) as bridge:
        with pytest.raises(DriverError, match="/nothing"):
            bridge.call("/nothing", {})
        bridge._say({"op": "fly"})
        assert "unknown operation" in _problem(bridge)
