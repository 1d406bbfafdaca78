"""The end of a run on its way into the journal, its record on its way to the disk: now, or once there is room.

This is the one rule for a run that is over and cannot be written down: whoever still has the job writes it as soon as
that can be done, and only what dies before is left for the next start (`aftermath.reconcile`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from cobot_lab.deploy.job import Job
from cobot_lab.deploy.record import RunRecord
from cobot_lab.trust.journal_file import JournalError

RETRY = 1.0
"""How often it is tried again to write what could not be written [s]."""


class Ending:
    """What of the latest run of an arm is not written down yet; nothing, mostly."""

    def __init__(self, keep: Callable[[RunRecord], object], tell: Callable[[str, str], None]) -> None:
        """Have nothing to write.

        Args:
            keep: Puts the record of a run where it stays.
            tell: Told why it is not written down yet, or else the digest of the record that was kept.
        """
        self._keep, self._tell = keep, tell
        self._job: Job | None = None
        self._closed = threading.Event()

    @property
    def written(self) -> bool:
        """Whether nothing is left."""
        return self._job is None

    def write(self, job: Job) -> None:
        """Write the end of a run and keep its record, whatever of that is not done yet."""
        record = job.record
        try:
            job.write_end()
            if record is not None:
                self._keep(record)
        except (JournalError, OSError) as problem:
            self._job = job
            self._tell(_reason(problem), "")
            return
        self._job = None
        self._tell("", "" if record is None else record.digest)

    def again(self) -> None:
        """Try once more, if something is left."""
        if self._job is not None:
            self.write(self._job)

    def later(self, turn: AbstractContextManager[object]) -> None:
        """Try again in a thread until it is written or this is closed, each time under what changes are made under."""

        def work() -> None:
            while not self.written and not self._closed.wait(RETRY):
                with turn:
                    if not self._closed.is_set():
                        self.again()

        if not self.written:
            threading.Thread(target=work, name="the end of a run", daemon=True).start()

    def wait(self) -> None:
        """Try again here until it is written; an interrupt leaves it for the next start to close."""
        try:
            while not self.written:
                time.sleep(RETRY)
                self.again()
        finally:
            self.close()

    def close(self) -> None:
        """Try once more, and then no more: what is left is for the next start to close."""
        self._closed.set()
        self.again()
        if self._job is not None:
            self._job.leave()


def _reason(problem: JournalError | OSError) -> str:
    """Give what the system said, without what was being done when it said it."""
    cause = problem.__cause__ or problem
    return str(getattr(cause, "strerror", None) or cause)
