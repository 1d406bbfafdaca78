"""What there is to watch after a verdict: a film for each outcome of the sensors, and where each finding shows in it.

An outcome is shown as planned, and said to be that, until its physics is there: that of the first one comes with the
verdict, that of another one is played by the checker when somebody chooses to watch it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cobot_lab.cell.cell import Cell
from cobot_lab.findings import Finding, Report, refusals
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.program import Program
from cobot_lab.service.events import Answer
from cobot_lab.ui.outcomes import asked_in
from cobot_lab.ui.sentences import LANGUAGES, Language, sentences
from cobot_lab.ui.widgets.scene import labels_of
from cobot_lab.ui.widgets.timeline import film_of, findings_of
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.told_way import ToldWay, told_ways

Json = dict[str, Any]
Mark = dict[str, Any] | None
"""Instant [s] and point [m] of a finding in one film; nothing when that film does not show it."""

_OFFERED = 64
"""Most outcomes that are offered to watch: a list that somebody can still read."""


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """One outcome.

    Attributes:
        way: Its way through the plan.
        recording: What the physics showed; nothing as long as only the plan is known.
    """

    way: ToldWay
    recording: Recording | None


@dataclass(slots=True, eq=False)
class Films:
    """All outcomes of one verdict.

    Attributes:
        program: The program that was judged.
        cell: Its cell.
        report: What was found.
        simulated: Whether the physics ran, so that it can be asked for.
        films: By identifier, in the order of the plan.
    """

    program: Program
    cell: Cell
    report: Report
    simulated: bool
    films: dict[str, Film]

    def offered(self) -> list[Json]:
        """Give each outcome with its words in each language, as the twin offers them."""
        return [
            {"id": name, "words": {language: self._words(language, name) for language in LANGUAGES}}
            for name in self.films
        ]

    def _words(self, language: Language, name: str) -> str:
        words = sentences(language, labels_of(self.cell, language), asked_in(self.cell))
        return words.case(int(name), self.films[name].way.decided)

    def shown_in(self, finding: Finding) -> str:
        """Give the outcome that shows a finding: the first one whose sensors say what it depends on."""
        for alike in (_equal, _alike):
            for name, film in self.films.items():
                decided = film.way.decided[: len(finding.outcomes)]
                if len(decided) == len(finding.outcomes) and all(map(alike, decided, finding.outcomes)):
                    return name
        return next(iter(self.films), "")

    def first(self) -> str:
        """Give the outcome to begin with: that of the first refusal, else the first one."""
        told = refusals(self.report.findings)
        return self.shown_in(told[0]) if told else next(iter(self.films), "")

    def made(self, name: str) -> tuple[Json, bytes]:
        """Give a film as the twin takes it, with the marks of the findings under `marks`."""
        film = self.films[name]
        line, story = film.way.line, film.way.story
        made = film_of(self.program, line, self.cell, film.recording, story)
        assert made is not None  # a way without an action is not offered
        found = findings_of(self.report, self.cell, line, film.recording, story)
        marks: list[Mark] = [
            {"t": each["t"], "point": each["point"]} if self._shows(name, finding) else None
            for finding, each in zip(self.report.findings, found, strict=True)
        ]
        meta, buffer = made
        return {**meta, "outcome": name, "marks": marks}, buffer

    def _shows(self, name: str, finding: Finding) -> bool:
        decided = self.films[name].way.decided[: len(finding.outcomes)]
        return name == self.shown_in(finding) or (
            len(decided) == len(finding.outcomes) and all(map(_equal, decided, finding.outcomes))
        )

    def recorded(self, name: str, recording: Recording) -> None:
        """Take what the physics showed of an outcome."""
        self.films[name] = replace(self.films[name], recording=recording)


def _equal(one: tuple[str, object], other: tuple[str, object]) -> bool:
    return one == other


def _alike(one: tuple[str, object], other: tuple[str, object]) -> bool:
    """Tell whether the same was asked: of measures a finding may name another value than the way it is told by."""
    return one[0] == other[0] and (one[1] == other[1] or isinstance(one[1], float))


def films(answer: Answer, program: Program, cell: Cell) -> Films:
    """Give what there is to watch.

    Args:
        answer: Of the checker.
        program: The program that was judged.
        cell: The cell.
    """
    ways = told_ways(Plan.from_bytes(answer.planned), cell) if answer.planned else ()
    recording = Recording.from_bytes(answer.recording) if answer.recording else None
    found = {
        str(number): Film(way, recording if number == 1 else None)
        for number, way in enumerate(ways[:_OFFERED], start=1)
        if way.story
    }
    return Films(program, cell, answer.report, recording is not None, found)


def marked(remarks: Sequence[Json], watched: Films | None = None) -> list[Json]:
    """Give remarks as the page takes them, each with the outcome that shows it.

    Args:
        remarks: From the session.
        watched: What there is to watch, of the same findings; nothing before there is a plan.
    """
    findings = () if watched is None else watched.report.findings
    outcomes = [watched.shown_in(each) for each in findings] if watched is not None else []
    if len(outcomes) != len(remarks):
        outcomes = [""] * len(remarks)
    return [
        {
            "id": str(index),
            "outcome": outcome,
            **{
                name: remark[name]
                for name in ("code", "severity", "step", "says", "help", "where", "block", "text", "t")
            },
        }
        for index, (remark, outcome) in enumerate(zip(remarks, outcomes, strict=True))
    ]
