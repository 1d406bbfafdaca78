"""The pool of workers, and the relay of what they send."""

from __future__ import annotations

import asyncio
import errno
import logging
import multiprocessing
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from multiprocessing.connection import Connection
from typing import Any

from pebble import ProcessExpired, ProcessPool

from cobot_lab.cell.problems import DescriptionError
from cobot_lab.paths import DataRoomError
from cobot_lab.service.question import Question
from cobot_lab.service.trouble import ServiceError, Trouble
from cobot_lab.service.worker import BYTES, END, TEXT, work

Send = Callable[[str | bytes], Awaitable[None]]

_SILENT = 10.0
"""How much longer than its time limit a job may be silent before the pool itself is given up [s]."""
_ABANDONED = 1.0
"""How long a job that nobody wants any more may take to notice, before its worker is killed [s]."""
_TURN = 0.2
"""How often to look whether a silent job is still there [s]."""

log = logging.getLogger(__name__)


class _PoolBrokenError(ServiceError):
    """The pool broke before the job began."""


class Jobs:
    """Runs questions in workers, each for so long at most.

    Args:
        workers: How many at once.
        limit: Time for one job [s].
    """

    def __init__(self, workers: int, limit: float) -> None:
        self._workers, self._limit = workers, limit
        methods = multiprocessing.get_all_start_methods()
        self._context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if self._context.get_start_method() == "forkserver":
            self._context.set_forkserver_preload(["cobot_lab.service.warm"])
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(max_workers=self._workers, context=self._context)

    def warm_up(self) -> None:
        """Start the workers, so that the first question finds them loaded."""
        self._pool.schedule(int)

    def stop(self) -> None:
        """End every job and worker."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def _renew(self, lost: ProcessPool) -> None:
        """Give a pool up, with all that hangs in it, and begin another; once for all who notice."""
        if lost is self._pool:
            self._pool = self._new_pool()
            lost.stop()  # type: ignore[no-untyped-call]
            threading.Thread(target=lost.join, daemon=True).start()

    async def run(self, question: Question, send: Send) -> None:
        """Take a question to its answer; cancelling this ends the job.

        Args:
            question: What to judge.
            send: Takes every message on to whoever asked.

        Raises:
            ServiceError: There is no answer.
        """
        try:
            await self._run(question, send)
        except _PoolBrokenError:  # by what happened to others, before this job began: it is asked once more
            await self._run(question, send)

    async def _run(self, question: Question, send: Send) -> None:
        pool = self._pool
        reader, writer = self._context.Pipe(duplex=False)
        try:
            # The first time, this waits until the fork server has loaded everything.
            future: Future[None] = await asyncio.to_thread(
                pool.schedule, work, args=(question, writer), timeout=self._limit
            )
        except (RuntimeError, BrokenExecutor) as problem:
            reader.close()
            writer.close()
            self._renew(pool)
            raise _PoolBrokenError(Trouble.WORKER_LOST, str(problem)) from problem
        try:
            await self._relay(reader, writer, future, pool, send)
        finally:
            reader.close()
            writer.close()
            asyncio.get_running_loop().call_later(_ABANDONED, _kill, future)

    async def _relay(
        self, reader: Connection, writer: Connection, future: Future[None], pool: ProcessPool, send: Send
    ) -> None:
        heard = time.monotonic()
        while True:
            if await asyncio.to_thread(reader.poll, _TURN):
                try:
                    message = await asyncio.to_thread(reader.recv_bytes)
                except (EOFError, OSError):
                    raise await self._ending(future, pool, begun=writer.closed) from None
                writer.close()  # the worker has its own: from here on its end is the end of the pipe
                heard = time.monotonic()
                if message[:1] == END:
                    return
                await send(message[1:] if message[:1] == BYTES else message[1:].decode())
                assert message[:1] in {TEXT, BYTES}
            elif future.done():
                raise await self._ending(future, pool, begun=writer.closed)
            elif time.monotonic() - heard > self._limit + _SILENT:
                self._renew(pool)
                raise ServiceError(Trouble.TOO_SLOW, "the pool of workers was given up")

    async def _ending(self, future: Future[None], pool: ProcessPool, *, begun: bool) -> ServiceError:
        """Say why a job ended without an answer; `begun` tells whether anything was heard of it."""
        deadline = time.monotonic() + _SILENT
        while not future.done():
            if time.monotonic() > deadline:
                self._renew(pool)
                return ServiceError(Trouble.WORKER_LOST, "the pool did not notice")
            await asyncio.sleep(0.02)
        problem: BaseException | None = CancelledError() if future.cancelled() else future.exception()
        if isinstance(problem, BrokenExecutor):
            self._renew(pool)
            if not begun:
                return _PoolBrokenError(Trouble.WORKER_LOST, str(problem))
        return _worded(problem)


def _kill(future: Future[Any]) -> None:
    if not future.done():
        future.cancel()  # pebble kills the worker that has it


def _worded(problem: BaseException | None) -> ServiceError:
    if isinstance(problem, TimeoutError) or type(problem).__name__ == "TimeoutError":  # 3.10 has two of them
        return ServiceError(Trouble.TOO_SLOW, str(problem))
    if isinstance(problem, ProcessExpired | BrokenExecutor | CancelledError | MemoryError | EOFError):
        return ServiceError(Trouble.WORKER_LOST, f"{type(problem).__name__} {problem}")
    if isinstance(problem, DescriptionError | DataRoomError):
        return ServiceError(Trouble.LESSON_UNUSABLE, str(problem))
    if isinstance(problem, OSError) and problem.errno in {errno.ENOSPC, errno.EDQUOT}:
        return ServiceError(Trouble.DISK_FULL, str(problem))
    log.error("a job ended on a defect: %s", problem, exc_info=problem)
    return ServiceError(Trouble.DEFECT, f"{type(problem).__name__}: {problem}")
