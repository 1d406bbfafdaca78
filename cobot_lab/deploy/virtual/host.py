"""A virtual cabinet on an address of the loopback network: in a thread of its own, and at a pace."""

from __future__ import annotations

import asyncio
import ipaddress
import math
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Generic, TypeVar

from cobot_lab.findings import CobotLabError

C = TypeVar("C")
T = TypeVar("T")

BEHIND_MAX = 0.05
"""How far the simulation may fall behind before its time slows down instead of catching up [real s]."""


CATCH_UP = 10
"""For how many cycles in time one is made up for that was left out."""


class VirtualArmError(CobotLabError):
    """A virtual controller cannot be reached, or has broken down."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"virtual controller on {address}: {reason}")


class Host(Generic[C]):
    """Holds a controller and lets its cycles pass; a context manager, so that nothing of it stays.

    Whoever derives from it opens the ports (`_main`, which lets time pass by `_pass_time`) and makes the cycles
    (`_cycle`).

    Attributes:
        address: Where its ports are.
        controller: The controller; touch it through `call` only, while it runs.
    """

    def __init__(self, controller: C, address: str, pace: float, frequency: int) -> None:
        self.address, self.controller = address, controller
        self._pace, self._frequency = pace, frequency
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._broken: list[BaseException] = []
        self._ending: asyncio.Event | None = None

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
        ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._live, args=(ready,), name=f"virtual {self.address}")
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

    def call(self, act: Callable[[C], T]) -> T:
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

    def wait(self, condition: Callable[[C], bool], timeout: float = 10.0) -> bool:
        """Wait until something holds of the controller, `timeout` [real s] at most; whether it does."""
        until = time.monotonic() + timeout
        while not self.call(condition):
            if time.monotonic() > until:
                return False
            time.sleep(0.005)
        return True

    async def _main(self, ready: Future[None]) -> None:
        """Open the ports, say that they are open, let time pass until the end, and close them."""
        raise NotImplementedError

    def _cycle(self) -> None:
        """Make one control cycle."""
        raise NotImplementedError

    def _live(self, ready: Future[None]) -> None:
        try:
            asyncio.run(self._hosted(ready))
        except Exception as problem:  # told to whoever stops it
            if ready.done():
                self._broken.append(problem)
            else:
                ready.set_exception(problem)

    async def _hosted(self, ready: Future[None]) -> None:
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        self._loop.set_exception_handler(lambda _, context: self._note(context))
        await self._main(ready)

    async def _pass_time(self) -> None:
        """Let cycles pass at the pace, slowing down rather than jumping, and catching up little by little.

        An arm whose clock stayed behind for good would look like one whose words come late. One that is faster than the
        computer's clock has nothing to make up for.
        """
        ending = self._ending
        assert ending is not None
        if self._pace == 0:
            await ending.wait()
            return
        origin, done, owed, passed = time.monotonic(), 0, 0, 0
        while not ending.is_set():
            now = time.monotonic()
            if math.isinf(self._pace):
                due = 50
            else:
                due = int((now - origin) * self._pace * self._frequency) - done
                most = int(BEHIND_MAX * self._pace * self._frequency) + 1
                if due > most:
                    owed += due - most if self._pace <= 1 else 0
                    due = most
                    origin, done = now, -due
            self._cycles(due)
            done, passed = done + due, passed + due
            if owed and passed >= CATCH_UP:
                self._cycles(1)
                owed, passed = owed - 1, 0
            await asyncio.sleep(0 if math.isinf(self._pace) else 0.001)

    def _cycles(self, number: int) -> None:
        for _ in range(number):
            self._cycle()

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
