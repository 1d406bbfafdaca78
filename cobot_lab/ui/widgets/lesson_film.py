"""What there is to watch after a verdict: a film for each outcome of the sensors, and where each finding shows in it.

The checker records the physics of the first outcome; the others are shown as planned, and said to be that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.fork import Path
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.program import Program
from cobot_lab.service.events import Answer
from cobot_lab.ui.sentences import LANGUAGES
from cobot_lab.ui.widgets.timeline import film_of, findings_of
from cobot_lab.verify.recording import Recording

Json = dict[str, Any]

_OFFERED = 64
"""Most outcomes that are offered to watch: a list that somebody can still read."""


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """One outcome.

    Attributes:
        words: What the sensors see, in each language.
        program: The program.
        plan: The way through its plan.
        cell: The cell.
        recording: What the physics showed; nothing when only the plan is known.
    """

    words: Mapping[str, str]
    program: Program
    plan: Plan
    cell: Cell
    recording: Recording | None

    def made(self) -> tuple[Json, bytes]:
        """Give the film as the twin takes it."""
        film = film_of(self.program, self.plan, self.cell, self.recording)
        assert film is not None  # a plan without an action is not offered
        return film


def films(answer: Answer, program: Program, cell: Cell) -> tuple[dict[str, Film], tuple[Json, ...]]:
    """Give the film of each outcome by its identifier, the recorded one first, and each finding's place in it.

    Args:
        answer: Of the checker.
        program: The program that was judged.
        cell: The cell.
    """
    plan = Plan.from_bytes(answer.planned) if answer.planned else None
    recording = Recording.from_bytes(answer.recording) if answer.recording else None
    if plan is None:
        return {}, tuple(findings_of(answer.report, cell))
    ways = plan.paths()[:_OFFERED]
    shown = {
        str(number): Film(_words(way, number), program, plan.along(way), cell, recording if number == 1 else None)
        for number, way in enumerate(ways, start=1)
        if way.actions
    }
    first = plan.along(ways[0])
    return shown, tuple(findings_of(answer.report, cell, first, recording))


def _words(way: Path, number: int) -> dict[str, str]:
    said = {"fr": ("oui", "non", "Cas"), "en": ("yes", "no", "Case")}
    return {
        language: " ".join((f"{said[language][2]} {number}", *_answers(way, said[language]))) for language in LANGUAGES
    }


def _answers(way: Path, said: tuple[str, str, str]) -> list[str]:
    answers = ", ".join(said[0] if truth else said[1] for truth in way.decisions)
    return [f"({answers})"] if answers else []


def marked(remarks: Sequence[Json], marks: Sequence[Json]) -> list[Json]:
    """Join what is said of each finding with its instant and the point to show it at, where they are known.

    Args:
        remarks: From the session.
        marks: From `findings_of`, of the same findings; nothing before there is a plan.
    """
    places = marks if len(marks) == len(remarks) else [{}] * len(remarks)
    return [
        {
            "id": str(index),
            "code": remark["code"],
            "severity": remark["severity"],
            "step": remark["step"],
            "says": remark["says"],
            "help": remark["help"],
            "where": remark["where"],
            "block": remark["block"],
            "text": remark["text"],
            "t": mark.get("t", remark["t"]),
            "point": mark.get("point"),
        }
        for index, (remark, mark) in enumerate(zip(remarks, places, strict=True))
    ]
