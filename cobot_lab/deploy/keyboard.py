"""Ctrl-C while a run is under way: it says stop, and disturbs nobody who sees to the arm's rest and the record."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue


@contextmanager
def interrupts_as(stop: Callable[[], None]) -> Iterator[None]:
    """Have every interrupt from the keyboard call `stop`, in a thread of its own, and raise nothing.

    An exception that falls into the middle of a wait, or into the writing of a record, would leave the arm to itself.
    Python brings interrupts to the main thread only, and a program that ignores them goes on doing so.

    Args:
        stop: May be called more than once.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before in (None, signal.SIG_IGN):
        yield
        return
    pressed: SimpleQueue[bool] = SimpleQueue()  # its `put` may interrupt any other, its own included

    def see() -> None:
        while pressed.get():
            stop()

    thread = threading.Thread(target=see, name="keyboard", daemon=True)
    thread.start()
    signal.signal(signal.SIGINT, lambda _number, _frame: pressed.put(True))
    try:
        yield
    finally:
        pressed.put(False)
        thread.join()
        signal.signal(signal.SIGINT, before)
