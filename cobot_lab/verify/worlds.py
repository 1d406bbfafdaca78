"""Worlds that were built before, for the next plan in the same cell: to build one takes some twenty milliseconds.

Only such worlds are kept in which nothing that was done before can matter: a `Stage` measures what it is shown, and
what a `Rig` plays depends on the moment it is put into alone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from types import TracebackType
from typing import Generic, Protocol, TypeVar


class Closes(Protocol):
    """What is closed at the end of a `with` statement."""

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None: ...


Built = TypeVar("Built", bound=Closes)


class Worlds(Generic[Built]):
    """Lends worlds of one kind, each to one user at a time, and closes those that were not asked for longest.

    Args:
        most: How many are kept that nobody uses.
    """

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._idle: OrderedDict[bytes, Built] = OrderedDict()

    @contextmanager
    def lent(self, name: bytes, build: Callable[[], Built]) -> Iterator[Built]:
        """Lend a world; one in which something went wrong is not kept.

        Args:
            name: Of all that the world is built from.
            build: Builds it when none of this name is idle.
        """
        with self._lock:
            world = self._idle.pop(name, None)
        if world is None:
            world = build()
        try:
            yield world
        except BaseException:
            world.__exit__(None, None, None)
            raise
        for each in self._kept(name, world):
            each.__exit__(None, None, None)

    def _kept(self, name: bytes, world: Built) -> list[Built]:
        """Keep a world; give those that are too many."""
        with self._lock:
            over = [self._idle.pop(name)] if name in self._idle else []
            self._idle[name] = world
            while len(self._idle) > self._most:
                over.append(self._idle.popitem(last=False)[1])
        return over
