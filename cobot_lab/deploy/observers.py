"""Telling others what happens in a run, so that none of them can disturb it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

News = TypeVar("News")
_ROOM = 4096


class Announcer(Generic[News]):
    """Passes news on from a thread of its own.

    Whoever announces never waits and never sees an observer's exception: an observer that raises hears nothing more,
    and one that is too slow misses what does not fit in the queue.

    Attributes:
        failures: What observers raised, in words.
        missed: How many pieces of news found the queue full.
    """

    def __init__(self, observers: Sequence[Callable[[News], None]]) -> None:
        self.failures: list[str] = []
        self.missed = 0
        self._observers = list(observers)
        self._queue: queue.Queue[News] = queue.Queue(_ROOM)
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._pass_on, name="announcer", daemon=True)
        if self._observers:
            self._thread.start()

    def announce(self, news: News) -> None:
        """Give news to the observers, some time soon."""
        if not self._observers:
            return
        try:
            self._queue.put_nowait(news)
        except queue.Full:
            self.missed += 1

    def close(self, patience: float = 1.0) -> None:
        """Let the observers have the rest, for at most `patience` [s]."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def _pass_on(self) -> None:
        while not (self._closing.is_set() and self._queue.empty()):
            try:
                news = self._queue.get(timeout=0.05)
            except queue.Empty:
                continue
            for observer in tuple(self._observers):
                self._tell(observer, news)

    def _tell(self, observer: Callable[[News], None], news: News) -> None:
        try:
            observer(news)
        except Exception as problem:  # whatever an observer does must not reach the run; it is kept in `failures`
            self._observers.remove(observer)
            self.failures.append(f"{type(problem).__name__}: {problem}")
