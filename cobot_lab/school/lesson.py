"""A lesson's folder: what it asks, in which cell, and what its wrong programs have to produce."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, Strict

from cobot_lab.cell.document import read_document
from cobot_lab.cell.fields import Described, LabelModel, Length_mm, Misfit, Name, Position_mm, Words
from cobot_lab.cell.problems import DescriptionError, Problem
from cobot_lab.cell.shape_model import metres
from cobot_lab.cell.task import Goal, Lamp, Quota, Sorting, Task, Trials
from cobot_lab.cell.thing import Label
from cobot_lab.codes import Code
from cobot_lab.paths import data_room

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding that a wrong program has to produce.

    Attributes:
        code: Its code.
        line: The line it has to stand at; 0 for the program as a whole.
    """

    code: Code
    line: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson.

    Attributes:
        number: Two digits.
        folder: Where its files are.
        title: For people.
        assignment: What the pupil is asked to do.
        cell: File of the cell it takes place in.
        task: What has to be true at the end, and within which limits.
        wrong: Each wrong program's file name with the findings it has to produce, in order.
        arms: For other arms by name, the file of the cell in which they do the same, or why they cannot.
    """

    number: str
    folder: Path
    title: Label
    assignment: Label
    cell: Path
    task: Task
    wrong: tuple[tuple[str, tuple[Expected, ...]], ...]
    arms: tuple[tuple[str, Path | Label], ...] = ()

    @property
    def arm(self) -> str:
        """Name of the arm that the lesson is written for."""
        return self.cell.parents[1].name

    def cell_for(self, arm: str) -> Path:
        """Give the file of the cell in which an arm does this lesson.

        Raises:
            DescriptionError: It cannot; says why, and which can.
        """
        others = dict(self.arms)
        found = self.cell if arm == self.arm else others.get(arm)
        if isinstance(found, Path):
            return found
        able = ", ".join([self.arm, *(name for name, cell in self.arms if isinstance(cell, Path))])
        given = arm if found is None else f"{arm}: {found.fr} / {found.en}"
        raise DescriptionError((Problem(f"{self.folder.name}/lesson.toml", "arms", given, f"one of {able}"),))


CellName = Annotated[str, Field(pattern=r"\A[a-z0-9_]+/[a-z0-9_]+\z")]
"""An arm and one of its cells."""

Interval_mm = Annotated[tuple[Length_mm, Length_mm], Strict(False)]
"""Two bounds, both part of it."""


class GoalModel(Described):
    """A part at a place."""

    part: Name
    place: Name
    offset_mm: Position_mm = (0.0, 0.0, 0.0)


class SortingModel(Described):
    """Where parts belong of which a sensor says something: an answer, or a length inside or outside an interval."""

    sensor: Name
    answer: Words | None = None
    between_mm: Interval_mm | None = None
    outside_mm: Interval_mm | None = None
    thing: Name

    def misfits(self) -> Iterator[Misfit]:
        """See `Described`."""
        if sum(given is not None for given in (self.answer, self.between_mm, self.outside_mm)) != 1:
            yield "answer", "none or several", "one of answer, between_mm, outside_mm"
        for key in ("between_mm", "outside_mm"):
            interval = getattr(self, key)
            if interval is not None and not interval[0] <= interval[1]:
                yield key, list(interval), "the smaller bound first"

    def sorting(self) -> Sorting:
        """Give it in SI units."""
        return Sorting(self.sensor, self.answer or "", self.thing, _metres(self.between_mm), _metres(self.outside_mm))


def _metres(interval: tuple[float, float] | None) -> tuple[float, float] | None:
    return None if interval is None else (interval[0] / 1000, interval[1] / 1000)


class QuotaModel(Described):
    """How many parts are wanted in a thing, as long as a sensor sees any."""

    thing: Name
    count: Annotated[int, Field(ge=1, le=200)]
    supply: Name
    side_by_side: bool = False


class LampModel(Described):
    """When a lamp has to be lit: in one of the cases, or after a sensor's last answer."""

    lamp: Name
    when: Literal["always", "never", "complete", "incomplete", "working"] | None = None
    sensor: Name | None = None
    answer: bool | Words | None = None

    def misfits(self) -> Iterator[Misfit]:
        """See `Described`."""
        if (self.sensor is None) is (self.when is None):
            yield "when", "none or several", "one of when, sensor"
        if (self.sensor is None) is not (self.answer is None):
            yield "answer", self.answer, "the answer of a sensor, both or neither"

    def asked(self) -> Lamp:
        """Give it to the task."""
        return Lamp(self.lamp, self.when or "said", self.sensor or "", "" if self.answer is None else self.answer)


class RobustModel(Described):
    """In how many slightly different cells a program has to pass."""

    worlds: Annotated[int, Field(ge=1, le=1000)]
    passed: Annotated[int, Field(ge=1)]
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)]

    def misfits(self) -> Iterator[Misfit]:
        """See `Described`."""
        if self.passed > self.worlds:
            yield "passed", self.passed, f"no more than the {self.worlds} worlds"

    def trials(self) -> Trials:
        """Give it to the task."""
        return Trials(self.worlds, self.passed, self.seed)


class ExpectedModel(Described):
    """A finding of a wrong program."""

    code: Annotated[Code, Field(strict=False)]
    line: Annotated[int, Field(ge=0)]


class LessonModel(Described):
    """`lesson.toml`."""

    lesson_schema: Annotated[Literal["cobot_lab/lesson/1"], Field(alias="schema")]
    kind: Literal["program"] = "program"
    cell: CellName
    title: LabelModel
    assignment: LabelModel
    goals: Annotated[list[GoalModel], Field(default_factory=list)]
    sorting: Annotated[list[SortingModel], Field(default_factory=list)]
    quotas: Annotated[list[QuotaModel], Field(default_factory=list)]
    machined: Annotated[list[Name], Field(default_factory=list)]
    lamps: Annotated[list[LampModel], Field(default_factory=list)]
    at_rest: bool
    duration_max_s: Annotated[float, Field(gt=0, le=3600)]
    toolbox: list[Words]
    blocks_max: Annotated[int, Field(ge=0, le=500)] = 0
    speed_max_pct: Annotated[float, Field(ge=1, le=100)] = 100.0
    robust: RobustModel | None = None
    wait_max_s: Annotated[float, Field(ge=0, le=600)] = 0.0
    own_functions: bool = False
    wrong: Annotated[dict[str, list[ExpectedModel]], Field(default_factory=dict)]
    arms: Annotated[dict[Name, CellName | LabelModel], Field(default_factory=dict)]

    def misfits(self) -> Iterator[Misfit]:
        """See `Described`."""
        if not (self.goals or self.sorting or self.quotas):
            yield "goals", "nothing", "goals, sorting or quotas"
        names = [lamp.lamp for lamp in self.lamps]
        for index, name in enumerate(names):
            if name in names[:index]:
                yield f"lamps[{index}].lamp", name, "each lamp once"
        for arm, cell in self.arms.items():
            if isinstance(cell, str) and not cell.startswith(f"{arm}/"):
                yield f"arms.{arm}", cell, f"a cell of {arm}"

    def lesson(self, folder: Path) -> Lesson:
        """Give the lesson of a folder."""
        number = folder.name[:2]
        goals = tuple(Goal(goal.part, goal.place, metres(goal.offset_mm)) for goal in self.goals)
        sorting = tuple(rule.sorting() for rule in self.sorting)
        quotas = tuple(Quota(quota.thing, quota.count, quota.supply, quota.side_by_side) for quota in self.quotas)
        wrong = {
            name: tuple(Expected(found.code, found.line) for found in findings) for name, findings in self.wrong.items()
        }
        return Lesson(
            number=number,
            folder=folder,
            title=Label(self.title.fr, self.title.en),
            assignment=Label(self.assignment.fr, self.assignment.en),
            cell=_file_of(self.cell),
            task=Task(
                number,
                goals,
                self.at_rest,
                self.duration_max_s,
                tuple(self.toolbox),
                self.blocks_max,
                self.speed_max_pct / 100,
                sorting,
                quotas,
                tuple(self.machined),
                None if self.robust is None else self.robust.trials(),
                tuple(lamp.asked() for lamp in self.lamps),
                self.wait_max_s,
                self.own_functions,
            ),
            wrong=tuple(sorted(wrong.items())),
            arms=tuple(
                (arm, _file_of(cell) if isinstance(cell, str) else Label(cell.fr, cell.en))
                for arm, cell in sorted(self.arms.items())
            ),
        )


def _file_of(cell: str) -> Path:
    robot, name = cell.split("/")
    return data_room("robots") / robot / "cells" / f"{name}.toml"


def activity_folders() -> tuple[Path, ...]:
    """Give the folders of all lessons, whatever they ask, in order of their numbers."""
    return tuple(sorted(file.parent for file in data_room("lessons").glob("[0-9][0-9]_*/lesson.toml")))


def lesson_folders() -> tuple[Path, ...]:
    """Give the folders of the lessons that ask for a program, in order of their numbers."""
    return tuple(folder for folder in activity_folders() if not is_discovery(folder))


def is_discovery(folder: Path) -> bool:
    """Tell whether a lesson's folder says that it is one to discover a cell: it asks for no program then."""
    try:
        return tomllib.loads((folder / "lesson.toml").read_text(encoding="utf-8")).get("kind") == "discover"
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return False  # whoever loads it says what is wrong with it


def load_lesson(number: str) -> Lesson:
    """Read a lesson that asks for a program.

    Args:
        number: Such as `01`; `1` is understood too.

    Raises:
        DescriptionError: No such lesson, it asks for no program, or its file cannot be used.
    """
    wanted = number.zfill(2)
    for folder in activity_folders():
        if folder.name.startswith(f"{wanted}_"):
            file = folder / "lesson.toml"
            if is_discovery(folder):
                raise DescriptionError((Problem(file.name, "kind", f"lesson {number}", "a lesson with a program"),))
            return read_document(file.name, file.read_bytes(), LessonModel).lesson(folder)
    known = ", ".join(folder.name[:2] for folder in lesson_folders())
    raise DescriptionError((Problem("lessons", "", f"lesson {number}", f"one of {known}"),))
