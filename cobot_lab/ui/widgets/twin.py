"""The twin in a notebook: the cell in three dimensions, and a program's motion to watch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import anywidget

from cobot_lab.cell.cell import Cell
from cobot_lab.findings import Report
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.program import Program
from cobot_lab.ui.sentences import Language
from cobot_lab.ui.widgets.bundle import shim
from cobot_lab.ui.widgets.scene import Json, scene_of
from cobot_lab.ui.widgets.timeline import film_of, findings_of
from cobot_lab.verify.recording import Recording

Heard = Callable[[str, Any], None]
"""Told the kind of what happened on the page (`step`, `teach`, `finding`, `outcome`) and its value."""


class Twin(anywidget.AnyWidget):
    """A view of a cell.

    Nothing that is shown is widget state, so no film is saved into the notebook: a page asks for everything when it
    begins, after a reload too.

    Args:
        cell: The cell.
        language: Of the page.
        heard: Told what people do on the page: the step that is under way, a point that is taught
            (`{"name", "T_WP", "q"}`: the tool point's pose in the world row by row [m], joint positions [rad]), a
            finding that is chosen, an outcome whose film is wanted.
    """

    _esm = ""

    def __init__(self, cell: Cell, *, language: Language = "fr", heard: Heard | None = None) -> None:
        super().__init__(_esm=shim("twin"))
        self._cell = cell
        self._scene = scene_of(cell)
        self._language: Language = language
        self._heard = heard
        self._films: dict[str, tuple[Json, bytes]] = {}
        self._findings: list[Json] = []
        self._outcomes: list[Json] = []
        self.on_msg(self._hear)

    def watch(
        self, program: Program, plan: Plan, report: Report, recording: Recording | None = None, outcome: str = ""
    ) -> None:
        """Show a program's motion with what was found in it.

        Args:
            program: The program.
            plan: Its plan.
            report: What was found.
            recording: What the physics showed; without it the motion as planned is shown, and said to be that.
            outcome: Which of the outcomes given to `offer` this is; empty when there is only one.
        """
        film = film_of(program, plan, self._cell, recording)
        if not outcome:
            self._films.clear()
        if film is not None:
            meta, buffer = film
            self._films[outcome] = ({**meta, "outcome": outcome}, buffer)
            self._send_film(outcome)
        else:
            self._films.pop(outcome, None)
            self.send({"do": "film", "meta": None})
        self._findings = findings_of(report, self._cell, plan, recording)
        self._send_findings()

    def blame(self, report: Report) -> None:
        """Show findings of a program that has no plan: nothing to watch, only the places that they name."""
        self._films.clear()
        self._findings = findings_of(report, self._cell)
        self.send({"do": "film", "meta": None})
        self._send_findings()

    def offer(self, outcomes: Mapping[str, Mapping[Language, str]]) -> None:
        """Offer what the sensors may see, by identifier with words in each language; `heard` is told the choice."""
        self._outcomes = [{"id": name, "words": dict(words)} for name, words in outcomes.items()]
        self.send({"do": "outcomes", "outcomes": self._outcomes})

    def hover(self, step: int | None) -> None:
        """Show how the arm stands at the end of a step; nothing hides it again."""
        self.send({"do": "hover", "step": step})

    def seek(self, t: float) -> None:
        """Go to an instant [s]."""
        self.send({"do": "seek", "t": t})

    def play(self) -> None:
        """Play from where it stands."""
        self.send({"do": "play"})

    def speak(self, language: Language) -> None:
        """Change the language."""
        self._language = language
        self.send({"do": "language", "language": language})

    def _hear(self, _widget: object, content: Mapping[str, Any], _buffers: object) -> None:
        kind = content.get("do")
        if kind == "start":
            self._start()
        elif kind == "outcome" and content.get("value") in self._films:
            self._send_film(str(content["value"]))
        elif self._heard is not None and kind in {"step", "teach", "finding", "outcome"}:
            self._heard(str(kind), content.get("value"))

    def _start(self) -> None:
        self.send({"do": "language", "language": self._language})
        self.send({"do": "scene", "scene": self._scene})
        self.send({"do": "outcomes", "outcomes": self._outcomes})
        for outcome in self._films:
            self._send_film(outcome)
        self._send_findings()

    def _send_film(self, outcome: str) -> None:
        meta, buffer = self._films[outcome]
        self.send({"do": "film", "meta": meta}, buffers=[buffer])

    def _send_findings(self) -> None:
        self.send({"do": "findings", "findings": self._findings})
