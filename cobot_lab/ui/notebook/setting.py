"""What a program is written for: a lesson or a cell, with the sentences that know its things."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Task
from cobot_lab.cell.thing import Label
from cobot_lab.school.lesson import Lesson, load_lesson
from cobot_lab.ui.outcomes import asked_in
from cobot_lab.ui.sentences import Language, Sentences, sentences


@dataclass(frozen=True, slots=True)
class Setting:
    """What a program is written for.

    Attributes:
        cell: The cell.
        file: Its file.
        lesson: The lesson, or nothing for a program without one.
    """

    cell: Cell
    file: Path
    lesson: Lesson | None = None

    @property
    def task(self) -> Task | None:
        """What the lesson asks."""
        return None if self.lesson is None else self.lesson.task

    @property
    def number(self) -> str:
        """Number of the lesson, or empty."""
        return "" if self.lesson is None else self.lesson.number

    def words(self, language: Language) -> Sentences:
        """Give the sentences that call the cell's things by their words."""
        cell = self.cell
        groups = (cell.machines, cell.places, cell.signals, cell.zones, cell.things)
        named = {each.name: each.label for group in groups for each in group}
        labels = {name: said(label, language) for name, label in named.items()}
        return sentences(language, labels, asked_in(cell))


def of_lesson(number: str) -> Setting:
    """Load a lesson with its cell.

    Raises:
        DescriptionError: No such lesson, or it cannot be used.
    """
    lesson = load_lesson(number)
    return Setting(load_cell(lesson.cell), lesson.cell, lesson)


def of_cell(file: Path) -> Setting:
    """Load a cell by its file.

    Raises:
        DescriptionError: It cannot be used.
    """
    return Setting(load_cell(file), file)


def said(label: Label, language: Language) -> str:
    """Give a label in a language."""
    return label.fr if language == "fr" else label.en
