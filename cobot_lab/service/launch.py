"""Starting the checker when the first kernel needs it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cobot_lab.service.runtime import Address, read_address
from cobot_lab.service.trouble import ServiceError, Trouble

_READY = 30.0
"""Time that it may take to listen [s]."""
_LOG_MAX = 1024 * 1024
"""Size beyond which the log is begun anew [bytes]."""
_EXITS = {28: Trouble.DISK_FULL, 77: Trouble.FOLDER_UNSAFE}
_started: list[subprocess.Popen[bytes]] = []
"""Checkers that this process has started, so that they are asked for their end and leave no trace."""


@dataclass(frozen=True, slots=True)
class Launch:
    """How a checker is started.

    Attributes:
        idle: Time without any question after which it ends [s]; nothing for its own.
        limit: Time for one job [s]; nothing for its own.
    """

    idle: float | None = None
    limit: float | None = None

    def __call__(self, folder: Path) -> Address:
        """Start a checker and give where it listens.

        Raises:
            ServiceError: It did not start.
        """
        _started[:] = [each for each in _started if each.poll() is None]
        arguments = [sys.executable, "-m", "cobot_lab.service.checker", str(folder)]
        for name, value in (("--idle", self.idle), ("--limit", self.limit)):
            arguments += [] if value is None else [name, str(value)]
        before = read_address(folder)
        process = _spawned(arguments, folder)
        _started.append(process)
        deadline = time.monotonic() + _READY
        while time.monotonic() < deadline:
            found = read_address(folder)
            if found is not None and found != before and found.pid == process.pid:
                return found
            if process.poll() is not None:
                trouble = _EXITS.get(process.returncode, Trouble.NOT_STARTED)
                raise ServiceError(trouble, f"exit code {process.returncode}; see {folder / 'checker.log'}")
            time.sleep(0.01)
        process.kill()
        raise ServiceError(Trouble.NOT_STARTED, f"silent for {_READY} s; see {folder / 'checker.log'}")


def _log(folder: Path) -> IO[bytes]:
    """Open the log, begun anew when it has grown long; several checkers may write to its end for a moment."""
    file = folder / "checker.log"
    long = file.exists() and file.stat().st_size > _LOG_MAX
    return file.open("wb" if long else "ab")


def _spawned(arguments: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a process of its own session, which outlives this one; what it says goes to a file, or nowhere."""
    with contextlib.ExitStack() as stack:
        try:
            log: IO[bytes] | int = stack.enter_context(_log(folder))
        except OSError:  # a full disk: the checker will say so by its exit code
            log = subprocess.DEVNULL
        return subprocess.Popen(  # noqa: S603 - our own interpreter and module
            arguments, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
