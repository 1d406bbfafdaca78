"""Where a pupil's program is kept: a file beside the notebook, whole at every instant, with its versions."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cobot_lab import stored
from cobot_lab.findings import CobotLabError
from cobot_lab.school.versions import Version, Versions, Why
from cobot_lab.school.work import Work

SUFFIX = ".cobot.json"
PAUSE = 30.0
"""A change after so long without one keeps what stood there before as a version [s]."""


class StoreError(CobotLabError):
    """A pupil's program cannot be kept where it should be; what was kept before still is.

    Attributes:
        reason: `disk_full`, `read_only` or `unwritable`: sentences stand in the messages, under `store`.
    """

    def __init__(self, problem: OSError) -> None:
        known = {errno.ENOSPC: "disk_full", errno.EDQUOT: "disk_full", errno.EFBIG: "disk_full"}
        known |= dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), "read_only")
        self.reason = known.get(problem.errno or 0, "unwritable")
        super().__init__(f"{problem.filename}: {problem.strerror}; expected a folder that can be written")


@dataclass(frozen=True, slots=True)
class Opened:
    """A program as it was found.

    Attributes:
        work: The program; nothing when there was none.
        bitten: The file could not be read: `work` is the last version that can, and the file's bytes were put aside.
    """

    work: Work | None
    bitten: bool = False


class ProgramStore:
    """One lesson's program in one folder, as one window sees it.

    Several windows may have the same one open: the last to write stands, and what another one wrote since this one
    looked is kept as a version.

    Args:
        folder: Where the notebook is.
        lesson: Number of the lesson.
    """

    def __init__(self, folder: Path, lesson: str) -> None:
        self.file = folder / f"{lesson}{SUFFIX}"
        self.beside = folder / f".{lesson}.cobot"
        self._versions = Versions(self.beside)
        self._seen: bytes | None = None
        self._changed = float("-inf")

    def open(self) -> Opened:
        """Read the program.

        Raises:
            StoreError: The file cannot be read, or one that is no program cannot be put aside.
        """
        try:
            data = self.file.read_bytes()
        except FileNotFoundError:
            return Opened(None)
        except OSError as problem:
            raise StoreError(problem) from problem
        self._seen = data
        try:
            return Opened(Work.from_bytes(data))
        except stored.StoredFormError:
            with self._writing():
                self._versions.put_aside(data)
            return Opened(self._versions.last_good(), bitten=True)

    def save(self, work: Work, why: Why | None = None) -> bool:
        """Put the program in place, whole.

        Args:
            work: The program as it is now.
            why: Keep what stood there before as a version, for this reason. Without a reason it is kept when it had
                been left alone for a while.

        Returns:
            Whether another window had written meanwhile; what it wrote is kept as a version.

        Raises:
            StoreError: It cannot be written; the file is what it was.
        """
        data, now = work.to_bytes(), time.monotonic()
        with self._writing():
            before = self.file.read_bytes() if self.file.is_file() else b""
            elsewhere = before not in (b"", self._seen, data)
            if before not in (b"", data):
                if elsewhere:
                    self._keep(before, Why.ELSEWHERE)
                elif why is not None or now - self._changed >= PAUSE:
                    self._keep(before, why or Why.EDITED)
            if before != data:
                stored.put(self.file, data, mode=0o644)
        self._seen, self._changed = data, now
        return elsewhere

    def keep(self, work: Work, why: Why) -> None:
        """Keep the program as a version, as it is now.

        Raises:
            StoreError: It cannot be written.
        """
        with self._writing():
            self._keep(work.to_bytes(), why)

    def versions(self) -> tuple[Version, ...]:
        """Give the versions, the latest first."""
        return self._versions.all()

    def version(self, number: int) -> Work | None:
        """Give the work of a version; nothing when there is none, or it cannot be read."""
        return self._versions.read(number)

    def _keep(self, data: bytes, why: Why) -> None:
        try:
            Work.from_bytes(data)
        except stored.StoredFormError:
            self._versions.put_aside(data)
        else:
            self._versions.keep(data, why)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock of this program; half-written files that a killed process left are cleared away."""
        try:
            self.beside.mkdir(exist_ok=True)
            descriptor = os.open(self.beside / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                for left in (*self.file.parent.glob(f".{self.file.name}.*"), *self.beside.glob(".*.json.*")):
                    left.unlink(missing_ok=True)
                yield
            finally:
                os.close(descriptor)
        except OSError as problem:
            raise StoreError(problem) from problem
