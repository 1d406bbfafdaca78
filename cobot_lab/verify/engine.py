"""The only door to PyBullet, and to the C output that it chatters on."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import RLock
from typing import Any

_DESCRIPTORS = (1, 2)
_lock = RLock()


@cache
def engine() -> Any:
    """Give the `pybullet` module, imported when first asked for, without its greeting."""
    with hushed():
        import pybullet  # noqa: PLC0415 - 0.1 to 0.6 s: only for those who need it

    return pybullet


@contextmanager
def hushed() -> Iterator[None]:
    """Throw away what C code writes to standard output and error meanwhile.

    PyBullet's wheel prints with `printf`, past `sys.stdout`, so the descriptors themselves are turned away. This holds
    for the whole process: keep it around single calls.
    """
    with _lock:
        _flush()
        sink = os.open(os.devnull, os.O_WRONLY)
        kept = {descriptor: _turned(descriptor, sink) for descriptor in _DESCRIPTORS}
        try:
            yield
        finally:
            _flush()
            for descriptor, copy in kept.items():
                if copy is not None:
                    os.dup2(copy, descriptor)
                    os.close(copy)
            os.close(sink)


def _turned(descriptor: int, sink: int) -> int | None:
    """Point a descriptor elsewhere and give a copy of what it was; nothing when the process has none."""
    try:
        copy = os.dup(descriptor)
    except OSError:
        return None
    os.dup2(sink, descriptor)
    return copy


def _flush() -> None:
    """Write out what Python and C still hold back."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    library = ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)
    library.fflush(None)
