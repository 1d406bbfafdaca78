"""The rosbridge protocol (version 2) with one client: what it subscribes to, says and asks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from cobot_lab.deploy.virtual.ros import topics
from cobot_lab.deploy.virtual.ros.controller import Controller
from cobot_lab.deploy.virtual.ros.faults import FaultKind

WAITING_MAX = 2000
"""How many messages may wait for a slow client before it is cut off."""

Later = Callable[[float, Callable[[], None]], None]


class Session:
    """One client."""

    def __init__(self, link: ServerConnection, controller: Controller, later: Later) -> None:
        """Begin with nothing subscribed.

        Args:
            link: Its connection.
            controller: Whose topics these are.
            later: Calls something after a time [s] on the controller's clock.
        """
        self._link, self._controller, self._later = link, controller, later
        self._topics: set[str] = set()
        self._out: asyncio.Queue[str] = asyncio.Queue(WAITING_MAX)
        self._last = ""

    async def serve(self) -> None:
        """Answer until the client goes."""
        sending = asyncio.create_task(self._send())
        try:
            async for data in self._link:
                self._take(data)
        except ConnectionClosed:
            return
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    def tell(self, topic: str, message: Mapping[str, Any]) -> None:
        """Say something on a topic, if the client listens to it."""
        if topic in self._topics:
            self._say({"op": "publish", "topic": topic, "msg": message})

    def cut(self) -> None:
        """Cut the connection off."""
        self._link.transport.abort()

    def _take(self, data: str | bytes) -> None:
        """Do what a client asks; what cannot be understood is answered so."""
        message: Any = None
        try:
            message = json.loads(data)
            self._do(message)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
            number = message.get("id") if isinstance(message, dict) else None
            told = {"op": "status", "level": "error", "msg": f"{type(problem).__name__}: {problem}"[:200]}
            self._say(told if number is None else {**told, "id": number})

    def _do(self, message: Mapping[str, Any]) -> None:
        match message["op"]:
            case "subscribe":
                self._topics.add(str(message["topic"]))
            case "unsubscribe":
                self._topics.discard(str(message["topic"]))
            case "publish":
                self._hear(str(message["topic"]), message["msg"])
            case "call_service":
                self._serve(message)
            case "advertise" | "unadvertise" | "set_level":
                pass  # what is published says the rest
            case other:
                raise ValueError(f"unknown operation {other!r}")

    def _hear(self, topic: str, message: Mapping[str, Any]) -> None:
        setup, controller = self._controller.setup, self._controller
        if topic == f"{setup.action}/goal":
            controller.take(str(message["goal_id"]["id"]), message["goal"])
        elif topic == f"{setup.action}/cancel":
            controller.cancel(str(message.get("id", "")))
        elif topic == f"{setup.controller}/command" and not message["points"]:
            controller.hold()
        elif topic == f"{setup.tool}/goal":
            controller.grip(str(message["goal_id"]["id"]), message["goal"])

    def _serve(self, message: Mapping[str, Any]) -> None:
        service, number = str(message["service"]), message.get("id")
        told: dict[str, Any] = {"op": "service_response", "service": service}
        if number is not None:
            told["id"] = number
        try:
            values = topics.answer(self._controller, service, message.get("args") or {})
        except topics.ServiceError as problem:
            self._say({**told, "values": str(problem), "result": False})
        else:
            self._say({**told, "values": values, "result": True})

    def _say(self, message: Mapping[str, Any]) -> None:
        faults = self._controller.faults
        if faults.has(FaultKind.FREEZE):
            return
        text = self._spoilt(message)
        times = 2 if faults.has(FaultKind.DUPLICATE) else 1
        for _ in range(times):
            if faults.has(FaultKind.DELAY):
                self._later(faults.size(FaultKind.DELAY), lambda: self._put(text))
            else:
                self._put(text)

    def _spoilt(self, message: Mapping[str, Any]) -> str:
        """Write a message as the faults have it."""
        faults, joints = self._controller.faults, message.get("topic") == "/joint_states"
        if faults.has(FaultKind.REPEAT) and joints and self._last:
            return self._last
        text = json.dumps(message)
        if faults.has(FaultKind.GARBAGE):
            return text[: len(text) // 2]
        if faults.has(FaultKind.HALF) and joints:
            return json.dumps({**message, "msg": {"header": message["msg"]["header"], "name": message["msg"]["name"]}})
        if joints:
            self._last = text
        return text

    def _put(self, text: str) -> None:
        try:
            self._out.put_nowait(text)
        except asyncio.QueueFull:
            self.cut()

    async def _send(self) -> None:
        try:
            while True:
                await self._link.send(await self._out.get())
        except ConnectionClosed:
            return
