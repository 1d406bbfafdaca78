"""Everything that is heard from one controller, each port in a thread of its own, and what broke first."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from cobot_lab.deploy.driver import DriverError
from cobot_lab.deploy.drivers.freshness import Freshness
from cobot_lab.deploy.drivers.ur.dashboard import Dashboard
from cobot_lab.deploy.drivers.ur.primary import Message, Primary
from cobot_lab.deploy.drivers.ur.rtde import Exchange, Sample

FIRST_SAMPLE = 2.0
"""How long the first sample may take [s]."""
NEXT_SAMPLE = 0.5
"""How long any other may take [s]."""
CONTROL_PERIOD = 0.2
"""Time between two questions who has control [s]."""
_STOP_PERIOD = 0.2
_JOIN = 3.0
_Opened = TypeVar("_Opened", Exchange, Dashboard, Primary)


class Connection:
    """The three ports of a controller. What breaks stays broken: nothing reconnects by itself.

    Attributes:
        problem: What broke; empty while all is well.
        remote: Whether the arm was in remote control when last asked.
        primary: The connection that programs go out on.
        version: The software's version.
    """

    def __init__(self, address: str, take: Callable[[Sample], None], hear: Callable[[Message], None]) -> None:
        """Connect, and wait for the first sample.

        Args:
            address: Of the cabinet.
            take: Called with every sample, in the thread that receives it.
            hear: Called with every message, likewise.

        Raises:
            DriverError: A port cannot be reached, or does not say what it should.
        """
        self.address, self.problem, self.remote, self._closed = address, "", False, False
        self._take_on, self._hear_on = take, hear
        self._fresh, self._turn = Freshness(), threading.Lock()
        self._sample: Sample | None = None
        self._came = threading.Event()
        self._stop_said = 0.0
        self._threads: list[threading.Thread] = []
        self.primary: Primary
        self._open: list[Exchange | Dashboard | Primary] = []
        try:
            self._connect()
        except BaseException:
            self.close()
            raise

    @property
    def sample(self) -> Sample:
        """The latest sample."""
        assert self._sample is not None  # the first one was waited for
        return self._sample

    def look(self) -> tuple[Sample, float]:
        """Give the latest sample and its age [s].

        Raises:
            DriverError: Something broke.
        """
        if self.problem:
            raise DriverError(self.address, "state", self.problem)
        with self._turn:
            return self.sample, self._fresh.age(time.monotonic())

    def next_sample(self) -> Sample:
        """Wait for a sample that comes from now on, and give it.

        Raises:
            DriverError: None comes.
        """
        self._came.clear()
        if not self._came.wait(NEXT_SAMPLE) or self.problem:
            raise DriverError(self.address, "next sample", self.problem or "none came")
        return self.sample

    def ask(self, question: str) -> str:
        """Ask the dashboard.

        Raises:
            DriverError: There is no answer.
        """
        return self._dashboard.ask(question)

    def renew(self) -> None:
        """Open a new connection for programs: one that was open in local control stays read-only.

        Raises:
            DriverError: It cannot be reached.
        """
        old, fresh = self.primary, Primary(self.address)
        self._open.append(fresh)
        self.primary = fresh
        self._open.remove(old)
        old.close()
        self._thread(lambda: fresh.follow(self._hear_on), lambda: self.primary is fresh)

    def hint_stop(self) -> None:
        """Ask the dashboard to end the program, without waiting, a few times a second at most."""
        now = time.monotonic()
        if now - self._stop_said >= _STOP_PERIOD:
            self._stop_said = now
            self._stopper.hint_stop()

    def close(self) -> None:
        """Let go; harmless twice."""
        self._closed = True
        for each in tuple(self._open):
            each.close()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(timeout=_JOIN)

    def _connect(self) -> None:
        self._dashboard = self._kept(Dashboard(self.address))
        self._stopper = self._kept(Dashboard(self.address))
        asker = self._kept(Dashboard(self.address))
        self.primary = self._kept(Primary(self.address))
        exchange = self._kept(Exchange(self.address))
        self.version = exchange.version
        self.remote = self._is_remote(asker)
        first = self.primary
        self._thread(lambda: exchange.follow(self._take), lambda: True)
        self._thread(lambda: first.follow(self._hear_on), lambda: self.primary is first)
        self._thread(lambda: self._follow_control(asker), lambda: True)
        if not self._came.wait(FIRST_SAMPLE):
            raise DriverError(self.address, "connect", self.problem or "no sample came")

    def _kept(self, opened: _Opened) -> _Opened:
        self._open.append(opened)
        return opened

    def _take(self, sample: Sample) -> None:
        with self._turn:
            self._sample = sample
            self._fresh.arrived(sample.stamp, time.monotonic())
        self._came.set()
        self._take_on(sample)

    def _follow_control(self, asker: Dashboard) -> None:
        while not self._closed:
            self.remote = self._is_remote(asker)
            time.sleep(CONTROL_PERIOD)

    def _is_remote(self, asker: Dashboard) -> bool:
        answer = asker.ask("is in remote control").lower()
        if answer not in ("true", "false"):
            raise DriverError(self.address, "control", f"the dashboard says {answer[:60]!r}")
        return answer == "true"

    def _thread(self, follow: Callable[[], None], matters: Callable[[], bool]) -> None:
        """Follow a port in a thread; what breaks it is the connection's problem, as long as the port matters."""

        def run() -> None:
            reason = ""
            try:
                follow()
            except DriverError as problem:
                reason = str(problem)
            except Exception as bug:  # whoever looks at the arm has to hear of it
                reason = f"{type(bug).__name__}: {bug}"
            if reason and matters() and not self._closed:
                self.problem = self.problem or reason

        thread = threading.Thread(target=run, name=f"ur {self.address}", daemon=True)
        self._threads.append(thread)
        thread.start()
