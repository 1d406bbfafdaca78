"""The lesson to discover a cell, in a notebook: the twin driven by hand, marks to reach, questions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import numpy as np

from cobot_lab.cell.shape import Cylinder
from cobot_lab.school.discovery import Mark
from cobot_lab.ui.notebook.discovery import DiscoverySession
from cobot_lab.ui.sentences import Language
from cobot_lab.ui.widgets.bundle import shim
from cobot_lab.ui.widgets.scene import Json, pose_of, scene_of

_BEAD = Cylinder(0.011, 0.018, np.eye(4))
"""What a mark is drawn as: small enough that the fingers are seen around it."""
_STEM = 0.0018
"""Radius of the line from a mark down to the table [m]."""


class Discover(anywidget.AnyWidget):
    """A lesson to discover a cell.

    Nothing is widget state: a page asks for everything when it begins, and what was done is in a file.

    Args:
        number: Of the lesson.
        language: Of the page.
        folder: Where the progress is kept; by default where the notebook is.

    Attributes:
        session: The conversation.

    Raises:
        DescriptionError: No such lesson, or it cannot be used.
    """

    _esm = ""

    def __init__(self, number: str = "00", language: Language = "fr", folder: Path | None = None) -> None:
        super().__init__(_esm=shim("discover"))
        self.session = DiscoverySession(number, language, folder)
        self.on_msg(self._hear)

    def __repr__(self) -> str:
        """What stands where widgets cannot be shown."""
        return self.session.words.word("discover.again")

    def _hear(self, _widget: object, content: Mapping[str, Any], _buffers: object) -> None:
        answer = answered(self.session, content)
        if answer is not None:
            self.send(answer)


def answered(session: DiscoverySession, content: Mapping[str, Any]) -> Json | None:
    """Give the answer to what a page says; nothing for what is not part of this conversation."""
    match content.get("do"):
        case "start":
            return {"do": "start", "scene": scene(session), "state": session.open()}
        case "taught":
            return {"do": "state", "about": "marks", "state": session.taught(content.get("point"))}
        case "answer":
            state = session.answer(content.get("question"), content.get("choice"))
            return {"do": "state", "about": "questions", "state": state}
        case _:
            return None


def scene(session: DiscoverySession) -> Json:
    """Give the scene of a lesson's cell with its marks, drawn as beads on thin stems; nothing else knows of them.

    Points that the cell has already are left out: the marks are the points of this lesson.
    """
    drawn = scene_of(session.cell)
    return {**drawn, "bodies": [*drawn["bodies"], *map(_bead, session.lesson.marks)], "places": []}


def _bead(mark: Mark) -> Json:
    T_WM = np.eye(4)
    T_WM[:3, 3] = mark.at
    height = mark.at[2]
    T_stem = np.eye(4)
    T_stem[2, 3] = -0.5 * height
    return {
        "name": f"mark_{mark.name}",
        "kind": "part",
        "label": {"fr": mark.label.fr, "en": mark.label.en},
        "colour": list(mark.colour),
        "pose": pose_of(T_WM),
        "solids": [
            {"kind": "cylinder", "radius": _BEAD.radius, "height": _BEAD.height, "pose": pose_of(_BEAD.T_OS)},
            {"kind": "cylinder", "radius": _STEM, "height": height, "pose": pose_of(T_stem)},
        ],
        "checked": [],
    }
