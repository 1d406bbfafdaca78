"""The clock that paces a run: real for real arms, paced for simulated ones."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Protocol

SLACK = 0.05
"""How far a paced clock may be behind and still catch up [real s]."""


class Clock(Protocol):
    """Measures intervals and waits. Its origin means nothing; it never goes back."""

    def now(self) -> float:
        """Give the present instant [s]."""

    def sleep(self, duration: float) -> None:
        """Come back once `duration` [s] has passed on this clock."""


class MonotonicClock:
    """The computer's monotonic clock: a change of the wall clock does not touch it."""

    def now(self) -> float:
        """Give the present instant [s]."""
        return time.monotonic()

    def sleep(self, duration: float) -> None:
        """Wait `duration` [s]; an instant that has just passed is not waited for."""
        time.sleep(max(0.0, duration))


class PacedClock:
    """Simulated time that passes only while somebody sleeps on it.

    A busy computer slows it down and never makes it jump, so a simulated run is the same on any machine.

    Attributes:
        scale: Simulated seconds in one real second; infinite for as fast as the computer can.
    """

    def __init__(self, scale: float = 1.0) -> None:
        if not scale > 0:
            raise ValueError(f"the scale of a clock is {scale}; expected more than 0")
        self.scale = scale
        self._now = 0.0
        self._anchor = 0.0, time.monotonic()
        self._lock = threading.Lock()

    def now(self) -> float:
        """Give the present simulated instant [s]."""
        with self._lock:
            return self._now

    def sleep(self, duration: float) -> None:
        """Let `duration` [s] of simulated time pass; sleepers at the same time share it."""
        with self._lock:
            wake = self._now + duration
            due = self._due(wake)
        if math.isfinite(self.scale):
            time.sleep(max(0.0, due - time.monotonic()))
        with self._lock:
            self._now = max(self._now, wake)

    def _due(self, wake: float) -> float:
        """Give the real instant of a simulated one: work between two sleeps is made up for, a longer pause is not."""
        simulated, real = self._anchor
        present = time.monotonic()
        if real + (self._now - simulated) / self.scale < present - SLACK:
            simulated, real = self._anchor = self._now, present
        return real + (wake - simulated) / self.scale


class ReadClock:
    """Somebody else's clock, such as that of a virtual arm: a busy computer slows it down, and whoever waits on it."""

    def __init__(self, read: Callable[[], float], look: float = 0.002) -> None:
        """Follow a clock.

        Args:
            read: Gives its present instant [s].
            look: How often it is read while somebody sleeps [real s].
        """
        self._read, self._look = read, look

    def now(self) -> float:
        """Give the present instant [s]."""
        return self._read()

    def sleep(self, duration: float) -> None:
        """Come back once `duration` [s] has passed on that clock."""
        until = self._read() + duration
        while self._read() < until:
            time.sleep(self._look)


def wall_clock() -> datetime:
    """Give the present instant by the computer's wall clock, UTC. It may jump: only validity is judged by it."""
    return datetime.now(timezone.utc)


def lasting_seconds() -> float:
    """Give the present instant of a clock that never goes back and goes on while the computer sleeps [s].

    Where there is none, the monotonic clock: it may stand still meanwhile.
    """
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


@dataclass(frozen=True, slots=True)
class Times:
    """The computer's two clocks, for what concerns people and not the arm.

    Attributes:
        wall: The wall clock, aware; asked whether an approval holds.
        seconds: A clock that never jumps; measures the age of a person's yes [s].
    """

    wall: Callable[[], datetime] = wall_clock
    seconds: Callable[[], float] = lasting_seconds
