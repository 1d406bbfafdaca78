"""A line that says how far a check is, in a notebook; nothing anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

from cobot_lab.service.events import Event, Stage
from cobot_lab.ui.sentences import Sentences

_PATIENCE = 0.3
"""What is answered sooner needs no progress [s]."""


class _Line:
    """The line."""

    def __init__(self, display: Any, html: Any, words: Sentences) -> None:
        self._display, self._html, self._words = display, html, words
        self._handle: Any = None
        self._begun = time.monotonic()
        self._shown = ""

    def tell(self, event: Event) -> None:
        if not isinstance(event, Stage) or time.monotonic() - self._begun < _PATIENCE:
            return
        stages = self._words.table["service"]["stages"]
        said = stages[event.name if event.name in stages else "motion"]
        done = f" {self._words.number(event.fraction, 'pct')}" if event.name == "physics" else "…"
        if said + done != self._shown:
            self._shown = said + done
            self._put(f"<span role='status'>{escape(self._shown)}</span>")

    def clear(self) -> None:
        if self._handle is not None:
            self._put("")

    def _put(self, text: str) -> None:
        if self._handle is None:
            self._handle = self._display(self._html(text), display_id=True)
        else:
            self._handle.update(self._html(text))


class _Silence:
    """No line."""

    def tell(self, _event: Event) -> None:
        return


@contextmanager
def progress(words: Sentences) -> Iterator[_Line | _Silence]:
    """Show progress while the block runs, in a notebook's kernel only."""
    if "ipykernel" not in sys.modules:
        yield _Silence()
        return
    from IPython.display import HTML, display  # noqa: PLC0415 - only where there is a notebook

    line = _Line(display, HTML, words)
    try:
        yield line
    finally:
        line.clear()
