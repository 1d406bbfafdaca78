"""All second looks: one process makes them, one after the other, beside whatever runs.

The process is another one on purpose: physics must not take time from the watch over a run, and a bundle that breaks
the engine must not break the gateway. A look that took too long, or whose process died, is no look.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pebble import ProcessPool

from cobot_lab.deploy.standards import Standards
from cobot_lab.service.gateway.look import Look, look, shaken
from cobot_lab.service.gateway.second_look import Programs

log = logging.getLogger(__name__)

LIMIT = 600.0
"""The longest that one look may take [s]."""


@dataclass(slots=True)
class Seen:
    """What is known of one bundle so far.

    Attributes:
        look: The look, when it is over.
        robust: In how many slightly different cells it passed, of how many; nothing until then.
        trouble: Why there is no look; empty while there may be one.
        shaking: Whether `robust` is on its way.
    """

    look: Look | None = None
    robust: tuple[int, int] | None = None
    trouble: str = ""
    shaking: bool = False


@dataclass(slots=True)
class Looks:
    """The looks of one gateway.

    Attributes:
        standards: What bundles have to come up to here; asked anew for each look.
        programs: See `second_look.Programs`; a function of a module, since it goes to another process.
        worlds: How many slightly different cells are tried; 0 for none.
    """

    standards: Callable[[], Standards]
    programs: Programs
    worlds: int = 20
    _seen: dict[str, Seen] = field(default_factory=dict)
    _turn: threading.RLock = field(default_factory=threading.RLock)
    _pool: ProcessPool | None = None

    def want(self, digest: str, data: Callable[[], bytes]) -> None:
        """Have a bundle looked at, unless it was or will be.

        Args:
            digest: Of its manifest.
            data: Gives its bytes.

        Raises:
            Exception: Whatever kept the look from beginning; it is the look's trouble too, and the next wish tries
                again.
        """
        with self._turn:
            seen = self._seen.get(digest)
            if seen is not None and not seen.trouble:
                return
            self._seen[digest] = Seen()
        try:
            self._schedule(partial(self._looked, digest, data), look, data(), self.standards(), self.programs)
        except Exception as problem:
            with self._turn:
                self._seen[digest] = Seen(trouble=_words(problem))
            raise

    def of(self, digest: str) -> Seen:
        """Give what is known of a bundle."""
        with self._turn:
            return self._seen.get(digest, Seen())

    def forget(self) -> None:
        """Forget all looks: what stands here has changed."""
        with self._turn:
            self._seen.clear()

    def stop(self) -> None:
        """End what is under way."""
        with self._turn:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def _schedule(self, done: Callable[[Future[Any]], None], task: Callable[..., Any], *given: object) -> None:
        with self._turn:
            if self._pool is None:
                methods = multiprocessing.get_all_start_methods()
                context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
                self._pool = ProcessPool(max_workers=1, context=context)
            future: Future[Any] = self._pool.schedule(task, args=given, timeout=LIMIT)
        future.add_done_callback(done)

    def _looked(self, digest: str, data: Callable[[], bytes], future: Future[Look]) -> None:
        found = _outcome(future)
        with self._turn:
            seen = self._seen.setdefault(digest, Seen())
            if not isinstance(found, Look):
                seen.trouble = found or "no answer"
                return
            seen.look = found
            seen.shaking = bool(found.passed and self.worlds and found.ways == 1)
            if not seen.shaking or self._pool is None:
                return
        try:
            given = data(), self.standards(), self.programs, self.worlds
            self._schedule(partial(self._shaken, digest), shaken, *given)
        except Exception:  # the look itself stands; only that these tries are under way must not be said for ever
            log.exception("bundle %s is not tried in slightly different cells", digest)
            with self._turn:
                seen.shaking = False

    def _shaken(self, digest: str, future: Future[tuple[int, int] | None]) -> None:
        found = _outcome(future)
        with self._turn:
            seen = self._seen.setdefault(digest, Seen())
            seen.shaking = False
            seen.robust = None if isinstance(found, str) else found


def _outcome(future: Future[Any]) -> Any:
    """Give what a process answered, or in words why it did not.

    Whatever a stranger's bundle made the process raise arrives here, so no list of kinds is complete; what is not
    caught would leave the look under way for ever.
    """
    try:
        return future.result()
    except CancelledError as problem:  # the gateway closes
        return _words(problem)
    except Exception as problem:
        log.exception("a look at a bundle ended without an answer")
        return _words(problem)


def _words(problem: Exception) -> str:
    return f"{type(problem).__name__} {problem}"
