"""The clock that a virtual arm lives by: a busy computer slows it down together with whoever looks at the arm."""

from __future__ import annotations

import time
from collections.abc import Callable


class ArmClock:
    """Gives the arm's own time."""

    def __init__(self, read: Callable[[], float]) -> None:
        self._read = read

    def now(self) -> float:
        return self._read()

    def sleep(self, duration: float) -> None:
        until = self._read() + duration
        while self._read() < until:
            time.sleep(0.002)
