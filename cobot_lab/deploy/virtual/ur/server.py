"""A controller on an address, in a thread of its own, at a pace."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from itertools import count

from cobot_lab.deploy.virtual.host import Host
from cobot_lab.deploy.virtual.ur import clients, dashboard, packets, pull, robotiq, rtde
from cobot_lab.deploy.virtual.ur.cabinet import FREQUENCY, Setup
from cobot_lab.deploy.virtual.ur.controller import Controller
from cobot_lab.deploy.virtual.ur.faults import Fault, FaultKind
from cobot_lab.deploy.virtual.ur.link import Link

LINKS_MAX = 64
"""Connections taken at the same time."""
PORTS = (rtde.PORT, dashboard.PORT, clients.PRIMARY, clients.SECONDARY, clients.REALTIME)


class VirtualUR(Host[Controller]):
    """A virtual e-Series controller; a context manager, so that nothing of it stays.

    Attributes:
        address: Where its ports are.
        controller: The controller; touch it through `call` only, while it runs.
    """

    def __init__(
        self,
        setup: Setup,
        address: str = "127.0.0.1",
        *,
        pace: float = 1.0,
        faults: Iterable[Fault] = (),
        computer: tuple[str, int] = ("127.0.0.1", pull.PORT),
    ) -> None:
        """Make one; `start` or `with` puts it on its address.

        Args:
            setup: Which arm it is.
            address: An address of the loopback network.
            pace: Simulated seconds in one real second; infinite for as fast as it goes, 0 to be stepped by hand.
            faults: What goes wrong.
            computer: Address and port that the loaded program asks for what to play.
        """
        super().__init__(Controller(setup), address, pace, FREQUENCY)
        self._computer = computer
        self.controller.stands_at(address)
        self.controller.loaded = pull.NAME
        self.controller.on_play = self._ask
        self.controller.faults.waiting.extend(faults)
        self._links: dict[Link, asyncio.Task[None] | None] = {}
        self._exchange: set[rtde.Client] = set()
        self._listeners: set[clients.Client] = set()
        self._claims: dict[str, object] = {}
        self._later: list[tuple[int, int, Callable[[], None]]] = []
        self._order = count()
        self._tasks: set[asyncio.Task[bool]] = set()

    def __enter__(self) -> VirtualUR:
        self.start()
        return self

    def start(self) -> None:
        """Open the ports and let time pass; its grammar is read before a client waits."""
        self.controller.compile("def first():\n  sync()\nend\n")
        super().start()

    @property
    def claimed(self) -> frozenset[str]:
        """Names of the inputs that a client of the exchange writes."""
        return frozenset(self._claims)

    def press_play(self) -> bool:
        """Press Play on the pendant, which has the say in local control only; whether anything starts."""
        return self.call(lambda controller: not controller.remote and controller.play())

    def fail(self, fault: Fault) -> None:
        """Let something go wrong."""
        self.call(lambda controller: controller.faults.waiting.append(fault))

    async def _main(self, ready: Future[None]) -> None:
        servers: list[asyncio.Server] = []
        try:
            urcaps = (robotiq.PORT,) if self.controller.setup.robotiq else ()
            for port in (*PORTS, *urcaps):
                servers.append(await self._open(port))  # noqa: PERF401 (those that opened are closed when one does not)
            ready.set_result(None)
            await self._pass_time()
        finally:
            for server in servers:
                server.close()
            ending = [*self._tasks, *(task for task in self._links.values() if task is not None)]
            for link in tuple(self._links):
                link.cut()
            for task in ending:
                task.cancel()
            await asyncio.gather(*ending, return_exceptions=True)
            self.controller.close()

    async def _open(self, port: int) -> asyncio.Server:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if len(self._links) >= LINKS_MAX or self.controller.faults.has(FaultKind.DROP):
                writer.transport.abort()
                return
            link = Link(reader, writer, self.controller.faults, self._call_later)
            self._links[link] = asyncio.current_task()
            try:
                await self._serve(port, link)
            except (asyncio.IncompleteReadError, OSError):
                return  # the client has gone
            except Exception as bug:  # told to whoever stops it
                self._broken.append(bug)
            finally:
                self._links.pop(link, None)
                writer.close()

        return await asyncio.start_server(handle, self.address, port, limit=1 << 17)

    async def _serve(self, port: int, link: Link) -> None:
        if port == rtde.PORT:
            exchange = rtde.Client(link, self.controller, self._claims)
            self._exchange.add(exchange)
            try:
                await exchange.serve()
            finally:
                self._exchange.discard(exchange)
                exchange.leave()
        elif port == robotiq.PORT:
            await robotiq.serve(link, self.controller.robotiq, self.controller.gripper)
        elif port == dashboard.PORT:
            await dashboard.Dashboard(self.controller, lambda: (pull.NAME,)).serve(link)
        else:
            listener = clients.Client(link, self.controller, port)
            self._listeners.add(listener)
            try:
                await listener.serve()
            finally:
                self._listeners.discard(listener)

    def _cycle(self) -> None:
        controller = self.controller
        controller.step()
        if controller.faults.has(FaultKind.DROP):
            for link in tuple(self._links):
                link.cut()
        while self._later and self._later[0][0] <= controller.cabinet.cycle:
            heapq.heappop(self._later)[2]()
        for exchange in self._exchange:
            exchange.sample()
        said = b""
        while controller.cabinet.said:  # a program that is read beside the cycles may say something at any time
            said += packets.message(controller, controller.cabinet.said.popleft())
        for listener in self._listeners:
            listener.tell(said)

    def _call_later(self, after: float, act: Callable[[], None]) -> None:
        due = self.controller.cabinet.cycle + max(1, round(after * FREQUENCY))
        heapq.heappush(self._later, (due, next(self._order), act))

    def _ask(self) -> None:
        """Ask the computer for a program: the loaded one has been started."""
        asking = asyncio.get_running_loop().create_task(pull.pull(self.controller, self.address, *self._computer))
        self._tasks.add(asking)
        asking.add_done_callback(self._tasks.discard)
