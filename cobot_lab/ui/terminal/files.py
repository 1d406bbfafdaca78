"""Writing a file that somebody will rely on: whole, or not at all."""

from __future__ import annotations

from pathlib import Path

from cobot_lab import stored
from cobot_lab.ui.terminal.subject import SubjectError


def write_whole(file: Path, data: bytes) -> None:
    """Write a file that others may read.

    Raises:
        SubjectError: It cannot be written.
    """
    try:
        stored.put(file, data, mode=0o644)
    except OSError as problem:
        raise SubjectError(str(file), problem.strerror or str(problem), "a place that can be written") from problem
