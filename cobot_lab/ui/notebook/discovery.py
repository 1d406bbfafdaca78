"""The conversation of a lesson to discover a cell: poses and answers in, what became of them out, in words.

Every method gives dictionaries that JSON can hold. None of them raises for what a pupil did, nor for a full disk.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from cobot_lab.cell.load import load_cell
from cobot_lab.school.activity import load_activity
from cobot_lab.school.discovered import count, read_discovered, write_discovered
from cobot_lab.school.discovery import Discovery, Mark, Question
from cobot_lab.school.programs import ProgramStore, StoreError
from cobot_lab.school.taught import Outcome, Taught, judge
from cobot_lab.ui.notebook.setting import Setting, said
from cobot_lab.ui.sentences import Language

Json = dict[str, Any]


class DiscoverySession:
    """One pupil's window on a lesson to discover a cell.

    Args:
        number: Of the lesson.
        language: Of every sentence.
        folder: Where the progress is kept, beside the notebook.

    Attributes:
        lesson: The lesson.
        cell: Its cell.

    Raises:
        DescriptionError: No such lesson, or it cannot be used.
        TypeError: The lesson asks for a program.
    """

    def __init__(self, number: str = "00", language: Language = "fr", folder: Path | None = None) -> None:
        lesson = load_activity(number)
        if not isinstance(lesson, Discovery):
            raise TypeError(f"lesson {lesson.number} asks for a program")
        self.lesson = lesson
        self.cell = load_cell(lesson.cell)
        self.words = Setting(self.cell, lesson.cell).words(language)
        self._beside = ProgramStore((folder or Path.cwd()).absolute(), lesson.number).beside
        self._done = read_discovered(self._beside)

    def open(self) -> Json:
        """Give everything that a page shows: title, assignment, marks, questions, and how far it went."""
        language = self.words.language
        return {
            "schema": "cobot_lab/discovery-state/1",
            "lesson": self.lesson.number,
            "language": language,
            "title": said(self.lesson.title, language),
            "assignment": spaced(said(self.lesson.assignment, language), language),
            "tolerance": self.words.number(self.lesson.tolerance, "mm"),
            "marks": [self._mark(mark) for mark in self.lesson.marks],
            "questions": [self._question(question) for question in self.lesson.questions],
            "progress": self._progress(),
            "whole": self._done.whole(self.lesson),
        }

    def taught(self, point: object) -> Json:
        """Take a pose that was taught: the state as from `open`, with `says`, and `mark` when one was reached.

        Args:
            point: As the twin tells it; only its joint positions `q` are believed.
        """
        q = point.get("q") if isinstance(point, dict) else None
        taught = judge(self.cell, self.lesson.marks, self.lesson.tolerance, q)
        reached = taught.mark is not None and taught.outcome is Outcome.REACHED
        if taught.mark is not None and reached:
            self._done = self._done.reached(taught.mark.name)
        says = self._says(taught)
        return {"mark": taught.mark.name if taught.mark is not None and reached else "", **self._kept(says)}

    def answer(self, question: object, choice: object) -> Json:
        """Take an answer: the state as from `open`, with `says`.

        Args:
            question: Name of the question.
            choice: Number of the choice, counted from 0.
        """
        asked = next((each for each in self.lesson.questions if each.name == question), None)
        if asked is None or not isinstance(choice, int) or not 0 <= choice < len(asked.choices):
            return {**self.open(), "says": self.words.word("discover.choose")}
        self._done = self._done.answered(asked.name, choice)
        return self._kept("")

    def _kept(self, says: str) -> Json:
        """Keep what was done, and say it; what stands in the way is said too."""
        try:
            write_discovered(self._beside, self._done)
            count(self._beside, self._done.score(self.lesson), self._done.whole(self.lesson))
        except StoreError as problem:
            says = f"{says} {self.words.word(f'discover.store.{problem.reason}')}".strip()
        return {**self.open(), "says": says}

    def _says(self, taught: Taught) -> str:
        if taught.mark is None:
            return self.words.word("discover.limit")
        mark = said(taught.mark.label, self.words.language)
        if taught.what:
            return self.words.word(f"discover.{taught.outcome.value}", what=self.words.named(taught.what))
        if taught.outcome is Outcome.REACHED:
            return self.words.word("discover.reached", mark=mark, distance=taught.distance)
        ways = [self._way(axis, value) for axis, value in zip("xyz", taught.offset, strict=True)]
        left = [way for way, value in zip(ways, taught.offset, strict=True) if abs(value) >= 0.0005]
        return self.words.word("discover.away", mark=mark, distance=taught.distance, ways=", ".join(left))

    def _way(self, axis: str, value: float) -> str:
        sign = "+" if value > 0 else "\N{MINUS SIGN}"
        return self.words.word(f"discover.ways.{axis}{'plus' if value > 0 else 'minus'}", sign=sign, by=abs(value))

    def _mark(self, mark: Mark) -> Json:
        x, y, z = (f"{round(1000 * value):d}".replace("-", "\N{MINUS SIGN}") for value in mark.at)
        return {
            "name": mark.name,
            "label": said(mark.label, self.words.language),
            "at": f"x {x}, y {y}, z {z} mm".replace(" mm", "\N{NO-BREAK SPACE}mm"),
            "colour": list(mark.colour),
            "reached": mark.name in self._done.marks,
        }

    def _question(self, question: Question) -> Json:
        language, chosen = self.words.language, self._done.answer(question.name)
        known = chosen is not None and 0 <= chosen < len(question.choices)
        choice = question.choices[chosen] if known and chosen is not None else None
        return {
            "name": question.name,
            "asks": spaced(said(question.asks, language), language),
            "choices": [spaced(said(each.says, language), language) for each in question.choices],
            "chosen": chosen if known else None,
            "right": None if choice is None else choice.right,
            "because": "" if choice is None else spaced(said(choice.because, language), language),
        }

    def _progress(self) -> str:
        done = self._done
        marks = sum(mark.name in done.marks for mark in self.lesson.marks)
        right = done.score(self.lesson) - marks
        counts = {"marks": marks, "all_marks": len(self.lesson.marks)}
        counts |= {"right": right, "all_questions": len(self.lesson.questions)}
        return self.words.word("discover.whole" if done.whole(self.lesson) else "discover.progress", **counts)


def spaced(text: str, language: Language) -> str:
    """Give a text with the spaces of French unbroken."""
    return re.sub(r"(?<=«) | (?=[:;!?»%])", "\N{NO-BREAK SPACE}", text) if language == "fr" else text
