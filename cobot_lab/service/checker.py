"""The checker: a process that judges programs for all kernels of one user, and ends by itself when nobody asks.

Started by `launch`, as `python -m cobot_lab.service.checker FOLDER`.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import secrets
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from websockets.asyncio.server import serve as listen

from cobot_lab.service.build import BUILD
from cobot_lab.service.door import Door
from cobot_lab.service.jobs import Jobs
from cobot_lab.service.protocol import HOST, MESSAGE_MAX
from cobot_lab.service.runtime import Address, address_file, read_address, runtime_folder, unwritable, write_address
from cobot_lab.service.trouble import ServiceError, Trouble

IDLE = 15 * 60.0
"""Time without any question after which it ends [s]."""
TIME_LIMIT = 240.0
"""Time for one job [s]. A program that forks takes longest: lesson 04 has 64 ways through it, about 20 s on two quiet
cores and over 60 s where several pupils ask at once. A pupil can stop sooner, and a newer question takes the place."""
_LOOK = 1.0
"""How often it looks whether it is still wanted [s]."""
WORKERS_MAX = 4
EXITS = {Trouble.DISK_FULL: 28, Trouble.FOLDER_UNSAFE: 77}
"""Exit codes that tell whoever started it what was in the way."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a checker is run.

    Attributes:
        folder: The runtime folder.
        idle: Time without any question after which it ends [s].
        limit: Time for one job [s].
        workers: How many jobs at once.
    """

    folder: Path
    idle: float = IDLE
    limit: float = TIME_LIMIT
    workers: int = max(2, min(WORKERS_MAX, os.cpu_count() or 1))


async def serve(settings: Settings) -> None:
    """Listen, say where, and judge until nobody asks any more or another checker has taken the place.

    Raises:
        OSError: The runtime file cannot be written.
    """
    ended, retired = asyncio.Event(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    jobs = Jobs(settings.workers, settings.limit)
    token = secrets.token_hex(32)
    door = Door(token, jobs, retired.set)
    # No kernel sends an origin; a page in a browser always does.
    async with listen(door, HOST, 0, max_size=MESSAGE_MAX, compression=None, origins=[None], close_timeout=1) as server:
        ours = Address(server.sockets[0].getsockname()[1], token, os.getpid(), BUILD)
        write_address(settings.folder, ours)
        warming = asyncio.create_task(asyncio.to_thread(jobs.warm_up))
        try:
            await _while_wanted(settings, ours, door, retired, ended)
            await _emptied(door, settings.limit, ended)
        finally:
            if read_address(settings.folder) == ours:
                address_file(settings.folder).unlink(missing_ok=True)
            await warming
            await asyncio.to_thread(jobs.stop)


async def _while_wanted(
    settings: Settings, ours: Address, door: Door, retired: asyncio.Event, ended: asyncio.Event
) -> None:
    used = time.monotonic()
    while read_address(settings.folder) == ours and not retired.is_set() and not ended.is_set():
        if door.open:
            used = time.monotonic()
        if time.monotonic() - used > settings.idle:
            log.info("idle for %s s", settings.idle)
            return
        await _waited(ended, min(_LOOK, settings.idle))


async def _emptied(door: Door, limit: float, ended: asyncio.Event) -> None:
    """Let those who are inside have their answers, when another checker has taken the place."""
    deadline = time.monotonic() + limit
    while door.open and not ended.is_set() and time.monotonic() < deadline:
        await _waited(ended, _LOOK)


async def _waited(ended: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(ended.wait(), seconds)
    except asyncio.TimeoutError:
        return


def main() -> None:
    """Run a checker; its exit code says what was in the way."""
    parser = argparse.ArgumentParser(prog="cobot_lab.service.checker")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--idle", type=float, default=IDLE)
    parser.add_argument("--limit", type=float, default=TIME_LIMIT)
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("websockets").setLevel(logging.WARNING)  # a line for each question would fill the disk
    try:
        asyncio.run(serve(Settings(runtime_folder(given.folder), given.idle, given.limit)))
    except ServiceError as problem:
        log.error("%s", problem)
        sys.exit(EXITS.get(problem.trouble, 1))
    except OSError as problem:
        known = unwritable(problem, Trouble.NOT_STARTED)
        log.exception("cannot serve")
        sys.exit(EXITS.get(known.trouble, 1))


if __name__ == "__main__":
    main()
