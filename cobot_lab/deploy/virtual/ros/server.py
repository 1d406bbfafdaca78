"""A virtual arm behind rosbridge on an address, in a thread of its own, at a pace."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from itertools import count
from typing import Any

from websockets.asyncio.server import ServerConnection, serve

from cobot_lab.deploy.virtual.host import Host
from cobot_lab.deploy.virtual.ros import topics
from cobot_lab.deploy.virtual.ros.arm import CYCLE
from cobot_lab.deploy.virtual.ros.controller import Controller, Setup
from cobot_lab.deploy.virtual.ros.faults import Fault, FaultKind
from cobot_lab.deploy.virtual.ros.session import Session

PORT = 9090
LINKS_MAX = 16
"""Connections taken at the same time."""
SIZE_MAX = 1 << 20
"""Longest message that is taken [bytes]."""


class VirtualRos(Host[Controller]):
    """A virtual arm behind rosbridge; a context manager, so that nothing of it stays.

    Attributes:
        address: Where its port is.
        controller: The controller; touch it through `call` only, while it runs.
    """

    def __init__(
        self, setup: Setup, address: str = "127.0.0.1", *, pace: float = 1.0, faults: Iterable[Fault] = ()
    ) -> None:
        """Make one; `start` or `with` puts it on its address.

        Args:
            setup: Which arm it is.
            address: An address of the loopback network.
            pace: Simulated seconds in one real second.
            faults: What goes wrong.
        """
        super().__init__(Controller(setup), address, pace, round(1 / CYCLE))
        self.controller.faults.waiting.extend(faults)
        self.controller.tell = self._tell
        self._sessions: set[Session] = set()
        self._later: list[tuple[int, int, Callable[[], None]]] = []
        self._order = count()

    def __enter__(self) -> VirtualRos:
        self.start()
        return self

    def fail(self, fault: Fault) -> None:
        """Let something go wrong."""
        self.call(lambda controller: controller.faults.waiting.append(fault))

    async def _main(self, ready: Future[None]) -> None:
        async with serve(self._serve, self.address, PORT, max_size=SIZE_MAX, compression=None, close_timeout=0.5):
            ready.set_result(None)
            await self._pass_time()

    async def _serve(self, link: ServerConnection) -> None:
        if len(self._sessions) >= LINKS_MAX or self.controller.faults.has(FaultKind.DROP):
            link.transport.abort()
            return
        session = Session(link, self.controller, self._call_later)
        self._sessions.add(session)
        try:
            await session.serve()
        except Exception as bug:  # told to whoever stops it
            self._broken.append(bug)
        finally:
            self._sessions.discard(session)

    def _cycle(self) -> None:
        self.controller.step()
        if self.controller.faults.has(FaultKind.DROP):
            for session in tuple(self._sessions):
                session.cut()
        while self._later and self._later[0][0] <= self.controller.cycle:
            heapq.heappop(self._later)[2]()
        for topic, message in topics.due(self.controller):
            self._tell(topic, message)

    def _tell(self, topic: str, message: Mapping[str, Any]) -> None:
        for session in tuple(self._sessions):
            session.tell(topic, message)

    def _call_later(self, after: float, act: Callable[[], None]) -> None:
        due = self.controller.cycle + max(1, round(after / CYCLE))
        heapq.heappush(self._later, (due, next(self._order), act))
