"""The editor in a notebook: blocks and Python side by side, kept in step by the kernel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import anywidget
import traitlets

from cobot_lab.language.faces import Face
from cobot_lab.program.vocabulary import Language
from cobot_lab.ui.widgets.bundle import shim
from cobot_lab.ui.widgets.conversation import Conversation, Look
from cobot_lab.ui.widgets.vocabulary import toolboxes, vocabulary


class Editor(anywidget.AnyWidget):
    """A program to write in blocks or in Python.

    Nothing of the program is widget state, so none of it is saved into the notebook: the page asks for everything.

    Args:
        source: The program to begin with.
        face: In which face it is given.
        language: Of the page.
        ops: Keys of the rows that the activity lets pupils use; empty for all.
        places: Names of the cell's points.
        labels: Words for the names of the cell's things, by language.
        look: Says at once what can be said of a program; without it, what reading it says.
        approach_mm: Height above a place that the cell uses [mm].
        read_only: Whether the program may only be looked at.

    Attributes:
        changes: Counts what was written: observe it to keep the program in a file.
    """

    _esm = ""
    changes = traitlets.Int(0)

    def __init__(
        self,
        source: str = "",
        face: Face = "python",
        *,
        language: Language = "fr",
        ops: Sequence[str] = (),
        places: Sequence[str] = (),
        labels: Mapping[Language, Mapping[str, str]] | None = None,
        look: Look | None = None,
        approach_mm: float | None = None,
        read_only: bool = False,
    ) -> None:
        super().__init__(_esm=shim("editor"))
        self.conversation = Conversation(language, tuple(ops), labels, look, approach_mm)
        self.conversation.show(source, face)
        self._vocabulary = vocabulary(ops, places)
        self._toolbox = toolboxes(ops, places)
        self._read_only = read_only
        self.on_msg(self._hear)

    def show(self, source: str, face: Face = "python") -> None:
        """Show another program; the pupil can undo it."""
        self.send(self.conversation.show(source, face))
        self.changes += 1

    def highlight(self, step: int | None) -> None:
        """Show which step runs, by its number; nothing for none."""
        self.send({"do": "step", "step": step})

    def _hear(self, _widget: object, content: Mapping[str, Any], _buffers: object) -> None:
        if content.get("do") == "start":
            self._start()
            return
        answer = self.conversation.hear(content)
        if answer is not None:
            self.send(answer)
            self.changes += 1

    def _start(self) -> None:
        written = self.conversation.written
        shown = self.conversation.show(written.source, written.face)
        self.send(
            {
                "do": "start",
                "lang": self.conversation.language,
                "vocabulary": self._vocabulary,
                "toolbox": self._toolbox,
                "program": {name: shown[name] for name in ("blocks", "text", "steps")},
                "read_only": self._read_only,
            }
        )
        self.send(shown)
