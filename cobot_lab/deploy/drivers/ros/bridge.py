"""A rosbridge connection (protocol 2, JSON over WebSocket): topics heard and said, services asked."""

from __future__ import annotations

import itertools
import json
import queue
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from cobot_lab.deploy.driver import DriverError

PORT = 9090
OPEN_TIME = 2.0
"""How long an opening connection is waited for [s]."""
ANSWER_TIME = 1.0
"""How long the answer of a service is waited for [s]."""
SIZE_MAX = 1 << 20
"""Longest message that is taken [bytes]."""
_WAITING_MAX = 256
_JOIN = 3.0
_HALF = r"\ud"
"""How an escaped half of a character begins in JSON; whole ones begin like this too."""

Message = Mapping[str, Any]


class Bridge:
    """One connection. What breaks stays broken: nothing reconnects by itself.

    Sending never waits: what is said goes out from a thread of its own.

    Attributes:
        problem: What broke; empty while all is well.
    """

    def __init__(self, address: str, port: int = PORT) -> None:
        """Connect.

        Args:
            address: Of the arm.
            port: Of its bridge.

        Raises:
            DriverError: It cannot be reached, or is no WebSocket.
        """
        self._where, self.problem, self._closed = f"{address}:{port}", "", False
        self._heard: dict[str, Callable[[Message], None]] = {}
        self._answers: dict[str, queue.Queue[Message]] = {}
        self._numbers = itertools.count(1)
        self._out: queue.Queue[str | None] = queue.Queue(_WAITING_MAX)
        self._held = ExitStack()
        uri, closing = f"ws://{address}:{port}", 1.0
        try:
            self._link: ClientConnection = self._held.enter_context(
                connect(uri, open_timeout=OPEN_TIME, close_timeout=closing, max_size=SIZE_MAX, compression=None)
            )
        except (OSError, WebSocketException) as problem:
            raise self.broken("connect", str(problem) or type(problem).__name__) from problem
        self._threads = [
            threading.Thread(target=run, name=f"ros {address}", daemon=True) for run in (self._receive, self._send)
        ]
        for thread in self._threads:
            thread.start()

    def subscribe(self, topic: str, kind: str, take: Callable[[Message], None]) -> None:
        """Hear a topic from now on.

        Args:
            topic: Its name.
            kind: The type of its messages.
            take: Called with each message, in the thread that receives.
        """
        self._heard[topic] = take
        self._say({"op": "subscribe", "topic": topic, "type": kind, "queue_length": 1})

    def advertise(self, topic: str, kind: str) -> None:
        """Announce what will be published."""
        self._say({"op": "advertise", "topic": topic, "type": kind})

    def publish(self, topic: str, message: Message, *, stopping: bool = False) -> None:
        """Say something on a topic.

        Args:
            topic: Its name.
            message: What is said.
            stopping: Whether it asks for rest: that is said as long as anything goes out, whatever came in.

        Raises:
            DriverError: The connection is broken, or takes nothing more.
        """
        self._say({"op": "publish", "topic": topic, "msg": message}, stopping=stopping)

    def call(self, service: str, arguments: Message, *, stopping: bool = False) -> Message:
        """Ask a service and wait for its answer.

        Args:
            service: Its name.
            arguments: What is asked.
            stopping: Whether it asks for rest: that is said as long as anything goes out, whatever came in.

        Raises:
            DriverError: There is none, or it says no.
        """
        number = f"call:{next(self._numbers)}"
        answers: queue.Queue[Message] = queue.Queue(1)
        self._answers[number] = answers
        try:
            self._say({"op": "call_service", "id": number, "service": service, "args": arguments}, stopping=stopping)
            answer = answers.get(timeout=ANSWER_TIME)
        except queue.Empty:
            raise self.broken(service, self.problem or f"no answer within {ANSWER_TIME:g} s") from None
        finally:
            del self._answers[number]
        values = answer.get("values")
        if answer.get("result") is not True or not isinstance(values, dict):
            raise self.broken(service, f"it answers {str(values)[:100]!r}")
        return values

    def close(self) -> None:
        """Let go; harmless twice. What was said before still goes out, if it can."""
        if self._closed:
            return
        self._closed = True
        try:
            self._out.put(None, timeout=_JOIN)
        except queue.Full:
            self._link.socket.close()
        for thread in reversed(self._threads):  # the sender first: it closes the connection, which ends the receiver
            if thread is not threading.current_thread():
                thread.join(timeout=_JOIN)

    def broken(self, asked: str, reason: str) -> DriverError:
        """Make the exception that names this connection."""
        return DriverError(self._where, asked, reason)

    def _say(self, message: Message, *, stopping: bool = False) -> None:
        if self._closed or (self.problem and not stopping):
            raise self.broken("send", self.problem or "the connection was closed")
        try:
            self._out.put_nowait(json.dumps(message, allow_nan=False))
        except queue.Full:
            self._note("it takes nothing more")
            raise self.broken("send", self.problem) from None

    def _send(self) -> None:
        try:
            while (text := self._out.get()) is not None:
                self._link.send(text)
        except (OSError, WebSocketException) as problem:
            self._note(str(problem) or type(problem).__name__)
        finally:
            self._held.close()

    def _receive(self) -> None:
        try:
            while True:
                self._take(self._link.recv())
        except (OSError, WebSocketException) as problem:
            self._note(f"the connection was closed: {problem}")
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as problem:
            self._note(f"it says what no bridge says: {type(problem).__name__}: {problem}"[:200])
        except Exception as bug:  # whoever looks at the arm has to hear of it
            self._note(f"{type(bug).__name__}: {bug}")

    def _take(self, data: str | bytes) -> None:
        message = json.loads(data, parse_constant=float)
        if _HALF in (data if isinstance(data, str) else data.decode()).lower():
            json.dumps(message, ensure_ascii=False).encode()  # half a character can be written down nowhere
        match message["op"]:
            case "publish":
                take = self._heard.get(message["topic"])
                if take is not None:
                    take(message["msg"])
            case "service_response":
                waiting = self._answers.get(message["id"])
                if waiting is not None and waiting.empty():
                    waiting.put_nowait(message)
            case "status" if message.get("level") == "error":
                raise ValueError(str(message.get("msg"))[:100])
            case _:
                pass  # words of the bridge about itself

    def _note(self, problem: str) -> None:
        if not self._closed:
            self.problem = self.problem or problem
