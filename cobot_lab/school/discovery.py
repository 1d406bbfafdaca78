"""A lesson to discover a cell: marks that the tool is driven to by hand, and questions. It asks for no program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from cobot_lab.cell.fields import Colour, Described, LabelModel, Length_mm, Misfit, Name, Position_mm, repeated
from cobot_lab.cell.shape_model import metres
from cobot_lab.cell.thing import Label
from cobot_lab.paths import data_room


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in the air that the tool is to be driven to.

    Attributes:
        name: Unique in its lesson.
        label: For people.
        at: Where it is, in the world W [m].
        colour: Red, green, blue from 0 to 1.
    """

    name: str
    label: Label
    at: tuple[float, float, float]
    colour: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """A possible answer.

    Attributes:
        says: The answer.
        right: Whether it is one of the right ones.
        because: What is said to whoever chooses it.
    """

    says: Label
    right: bool
    because: Label


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its possible answers; exactly one is right.

    Attributes:
        name: Unique in its lesson.
        asks: The question.
        choices: In the order shown.
    """

    name: str
    asks: Label
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Discovery:
    """A lesson to discover a cell.

    Attributes:
        number: Two digits.
        folder: Where its files are.
        title: For people.
        assignment: What the pupil is asked to do.
        cell: File of the cell.
        marks: Where to drive the tool to.
        tolerance: How far from a mark the tool may be [m].
        questions: What to answer.
    """

    number: str
    folder: Path
    title: Label
    assignment: Label
    cell: Path
    marks: tuple[Mark, ...]
    tolerance: float
    questions: tuple[Question, ...]


class MarkModel(Described):
    """A mark."""

    name: Name
    label: LabelModel
    position_mm: Position_mm
    colour: Colour

    def mark(self) -> Mark:
        """Give it in SI units."""
        return Mark(self.name, _label(self.label), metres(self.position_mm), self.colour)


class ChoiceModel(Described):
    """A possible answer."""

    says: LabelModel
    right: bool = False
    because: LabelModel


class QuestionModel(Described):
    """A question."""

    name: Name
    asks: LabelModel
    choices: Annotated[list[ChoiceModel], Field(min_length=2, max_length=6)]

    def question(self) -> Question:
        """Give it."""
        choices = (Choice(_label(each.says), each.right, _label(each.because)) for each in self.choices)
        return Question(self.name, _label(self.asks), tuple(choices))


class DiscoveryModel(Described):
    """`lesson.toml` of a lesson to discover a cell."""

    lesson_schema: Annotated[Literal["cobot_lab/lesson/1"], Field(alias="schema")]
    kind: Literal["discover"]
    cell: Annotated[str, Field(pattern=r"\A[a-z0-9_]+/[a-z0-9_]+\z")]
    title: LabelModel
    assignment: LabelModel
    tolerance_mm: Length_mm
    marks: Annotated[list[MarkModel], Field(min_length=1, max_length=12)]
    questions: Annotated[list[QuestionModel], Field(min_length=1, max_length=12)]

    def misfits(self) -> Iterator[Misfit]:
        """See `Described`."""
        yield from repeated("marks", [mark.name for mark in self.marks])
        yield from repeated("questions", [question.name for question in self.questions])
        for index, question in enumerate(self.questions):
            right = sum(choice.right for choice in question.choices)
            if right != 1:
                yield f"questions[{index}].choices", f"{right} right answers", "exactly one"

    def discovery(self, folder: Path) -> Discovery:
        """Give the lesson of a folder."""
        robot, cell = self.cell.split("/")
        return Discovery(
            number=folder.name[:2],
            folder=folder,
            title=_label(self.title),
            assignment=_label(self.assignment),
            cell=data_room("robots") / robot / "cells" / f"{cell}.toml",
            marks=tuple(mark.mark() for mark in self.marks),
            tolerance=self.tolerance_mm / 1000,
            questions=tuple(question.question() for question in self.questions),
        )


def _label(label: LabelModel) -> Label:
    return Label(label.fr, label.en)
