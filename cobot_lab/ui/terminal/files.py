"""Writing a file that somebody will rely on: whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cobot_lab.ui.terminal.subject import SubjectError


def write_whole(file: Path, data: bytes) -> None:
    """Write a file so that a reader, or a power cut, finds the old one or the new one.

    Raises:
        SubjectError: It cannot be written.
    """
    whole = ""
    try:
        descriptor, whole = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        Path(whole).chmod(0o644)
        Path(whole).replace(file)
    except OSError as problem:
        if whole:
            Path(whole).unlink(missing_ok=True)
        raise SubjectError(str(file), problem.strerror or str(problem), "a place that can be written") from problem
