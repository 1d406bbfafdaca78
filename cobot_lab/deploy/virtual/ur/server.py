"""A controller on an address, in a thread of its own, at a pace."""

from __future__ import annotations

import asyncio
import heapq
import ipaddress
import math
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from itertools import count
from typing import TypeVar

from cobot_lab.deploy.virtual.ur import clients, dashboard, packets, pull, rtde
from cobot_lab.deploy.virtual.ur.cabinet import FREQUENCY, Setup
from cobot_lab.deploy.virtual.ur.controller import Controller
from cobot_lab.deploy.virtual.ur.faults import Fault, FaultKind
from cobot_lab.deploy.virtual.ur.link import Link
from cobot_lab.findings import CobotLabError

T = TypeVar("T")

BEHIND_MAX = 0.05
"""How far the simulation may fall behind before its time slows down instead of catching up [real s]."""
LINKS_MAX = 64
"""Connections taken at the same time."""
PORTS = (rtde.PORT, dashboard.PORT, clients.PRIMARY, clients.SECONDARY, clients.REALTIME)


class VirtualArmError(CobotLabError):
    """A virtual controller cannot be reached, or has broken down."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"virtual controller on {address}: {reason}")


class VirtualUR:
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
        self.address, self._pace, self._computer = address, pace, computer
        self.controller = Controller(setup)
        self.controller.loaded = pull.NAME
        self.controller.on_play = self._ask
        self.controller.faults.waiting.extend(faults)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._links: dict[Link, asyncio.Task[None] | None] = {}
        self._exchange: set[rtde.Client] = set()
        self._listeners: set[clients.Client] = set()
        self._claims: dict[str, object] = {}
        self._later: list[tuple[int, int, Callable[[], None]]] = []
        self._order = count()
        self._tasks: set[asyncio.Task[bool]] = set()
        self._broken: list[BaseException] = []
        self._ending: asyncio.Event | None = None

    def __enter__(self) -> VirtualUR:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Open the ports and let time pass.

        Raises:
            VirtualArmError: A port is taken, or the address is not of the loopback network: a virtual controller plays
                whatever it is sent, and is not for others to reach.
        """
        if not _loopback(self.address):
            raise VirtualArmError(self.address, "not an address of the loopback network")
        self.controller.compile("def first():\n  sync()\nend\n")  # its grammar is read before a client waits
        ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._live, args=(ready,), name=f"virtual UR {self.address}")
        self._thread.start()
        try:
            ready.result()
        except OSError as problem:
            self._thread.join()
            raise VirtualArmError(self.address, problem.strerror or str(problem)) from problem

    def stop(self) -> None:
        """Close the ports and end; harmless twice.

        Raises:
            VirtualArmError: The controller had broken down.
        """
        if self._loop is not None and self._ending is not None and self._thread is not None:
            with suppress(RuntimeError):  # its loop has ended by itself
                self._loop.call_soon_threadsafe(self._ending.set)
            self._thread.join()
            self._thread = None
        if self._broken:
            problem = self._broken.pop()
            raise VirtualArmError(self.address, f"{type(problem).__name__}: {problem}") from problem

    def call(self, act: Callable[[Controller], T]) -> T:
        """Do something with the controller between two of its cycles, and give what comes of it."""
        done: Future[T] = Future()

        def run() -> None:
            try:
                done.set_result(act(self.controller))
            except Exception as problem:  # it belongs to whoever called
                done.set_exception(problem)

        if self._loop is None:
            raise VirtualArmError(self.address, "it has not been started")
        self._loop.call_soon_threadsafe(run)
        return done.result(timeout=30)

    def step(self, cycles: int = 1) -> None:
        """Let control cycles pass; for a controller that is stepped by hand."""
        self.call(lambda _: self._cycles(cycles))

    def wait(self, condition: Callable[[Controller], bool], timeout: float = 10.0) -> bool:
        """Wait until something holds of the controller, `timeout` [real s] at most; whether it does."""
        until = time.monotonic() + timeout
        while not self.call(condition):
            if time.monotonic() > until:
                return False
            time.sleep(0.005)
        return True

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

    def _live(self, ready: Future[None]) -> None:
        try:
            asyncio.run(self._main(ready))
        except Exception as problem:  # told to whoever stops it
            if ready.done():
                self._broken.append(problem)
            else:
                ready.set_exception(problem)

    async def _main(self, ready: Future[None]) -> None:
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        self._loop.set_exception_handler(lambda _, context: self._note(context))
        servers: list[asyncio.Server] = []
        try:
            for port in PORTS:
                servers.append(await self._open(port))  # noqa: PERF401 (those that opened are closed when one does not)
            ready.set_result(None)
            await self._pass_time(self._ending)
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
        elif port == dashboard.PORT:
            await dashboard.Dashboard(self.controller, lambda: (pull.NAME,)).serve(link)
        else:
            listener = clients.Client(link, self.controller, port)
            self._listeners.add(listener)
            try:
                await listener.serve()
            finally:
                self._listeners.discard(listener)

    async def _pass_time(self, ending: asyncio.Event) -> None:
        """Let cycles pass at the pace, catching up a little and slowing down rather than jumping."""
        if self._pace == 0:
            await ending.wait()
            return
        origin, done = time.monotonic(), 0
        while not ending.is_set():
            now = time.monotonic()
            if math.isinf(self._pace):
                due = 50
            else:
                due = int((now - origin) * self._pace * FREQUENCY) - done
                if due > BEHIND_MAX * self._pace * FREQUENCY + 1:
                    due = int(BEHIND_MAX * self._pace * FREQUENCY) + 1
                    origin, done = now, -due
            self._cycles(due)
            done += due
            await asyncio.sleep(0 if math.isinf(self._pace) else 0.001)

    def _cycles(self, number: int) -> None:
        for _ in range(number):
            self._cycle()

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
        said = b"".join(packets.message(controller, each) for each in controller.cabinet.said)
        controller.cabinet.said.clear()
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

    def _note(self, context: dict[str, object]) -> None:
        problem = context.get("exception")
        if isinstance(problem, asyncio.CancelledError):
            return  # a connection that was open when it ended
        self._broken.append(problem if isinstance(problem, BaseException) else RuntimeError(str(context)))


def _loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
