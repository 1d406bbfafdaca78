"""One run at a time on an arm: a lock that the operating system lets go of when its process dies, however it dies.

The lock files lie beside the journal, one for each arm, so that all who write to one journal exclude each other. They
hold nothing: that a file exists says nothing, only that it is locked does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from cobot_lab.trust.journal import Journal
from cobot_lab.trust.journal_file import JournalError

FOLDER = "arms"


@contextmanager
def claimed(journal: Journal, robot: str) -> Iterator[bool]:
    """Hold an arm for a run.

    Args:
        journal: Where its runs are written down.
        robot: Serial number of the arm.

    Yields:
        Whether it is held; not, when another run holds it, in this process or in another.

    Raises:
        JournalError: The lock file cannot be made.
    """
    folder = journal.path.parent / FOLDER
    name = hashlib.sha256(robot.encode()).hexdigest()[:16]
    lock = FileLock(folder / f"{name}.lock", timeout=0, mode=0o600, thread_local=False)
    try:
        folder.mkdir(exist_ok=True, mode=0o700)
        lock.acquire()
    except Timeout:
        yield False
        return
    except OSError as problem:
        raise JournalError(journal.path, f"claim {robot}", problem.strerror or str(problem)) from problem
    try:
        yield True
    finally:
        lock.release()
