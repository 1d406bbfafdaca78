"""One suite over all lesson folders: every solution passes, every wrong program yields exactly its findings."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell, robots
from cobot_lab.findings import Verdict
from cobot_lab.paths import data_room
from cobot_lab.program.table import ROWS
from cobot_lab.school.lesson import Lesson, lesson_folders, load_lesson
from cobot_lab.verify.source import Checked, check_source

LESSONS = [load_lesson(folder.name[:2]) for folder in lesson_folders()]
IDS = [lesson.folder.name for lesson in LESSONS]
SOLUTIONS = [(lesson, file) for lesson in LESSONS for file in sorted(lesson.folder.glob("solution*.py"))]
WRONG = [(lesson, name) for lesson in LESSONS for name, _ in lesson.wrong]


OTHERS = [(lesson, arm, cell) for lesson in LESSONS for arm, cell in lesson.arms]
ABLE = [(lesson, cell) for lesson, _, cell in OTHERS if isinstance(cell, Path)]
UNABLE = [(lesson, arm) for lesson, arm, cell in OTHERS if not isinstance(cell, Path)]


@cache
def _cell(file: Path) -> Cell:
    return load_cell(file)


def _checked(lesson: Lesson, file: Path) -> Checked:
    return check_source(file.read_bytes(), _cell(lesson.cell), lesson.task)


@pytest.mark.parametrize(("lesson", "file"), SOLUTIONS, ids=lambda value: getattr(value, "name", ""))
def test_a_solution_passes_with_every_check_run(lesson: Lesson, file: Path) -> None:
    report = _checked(lesson, file).report
    assert report.findings == ()
    assert report.not_run == ()
    assert report.verdict is Verdict.PASSED


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_a_lesson_says_of_every_arm_whether_it_can_do_it(lesson: Lesson) -> None:
    assert {lesson.arm, *dict(lesson.arms)} == set(robots())


@pytest.mark.parametrize(
    ("lesson", "cell"), ABLE, ids=lambda value: getattr(value, "number", getattr(value, "stem", ""))
)
def test_the_solution_passes_with_another_arm(lesson: Lesson, cell: Path) -> None:
    report = check_source((lesson.folder / "solution.py").read_bytes(), _cell(cell), lesson.task).report
    assert report.findings == ()
    assert report.verdict is Verdict.PASSED


@pytest.mark.parametrize(("lesson", "arm"), UNABLE, ids=lambda value: getattr(value, "number", value))
def test_an_arm_that_cannot_do_a_lesson_cannot_indeed(lesson: Lesson, arm: str) -> None:
    cell = data_room("robots") / arm / "cells" / lesson.cell.name
    report = check_source((lesson.folder / "solution.py").read_bytes(), _cell(cell), lesson.task).report
    assert report.verdict is Verdict.FAILED


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_the_start_is_a_program_that_is_not_finished(lesson: Lesson) -> None:
    checked = _checked(lesson, lesson.folder / "start.py")
    assert checked.program is not None
    assert checked.report.verdict is not Verdict.PASSED


@pytest.mark.parametrize(("lesson", "name"), WRONG, ids=[name for _, name in WRONG])
def test_a_wrong_program_yields_exactly_its_findings_at_its_lines(lesson: Lesson, name: str) -> None:
    report = _checked(lesson, lesson.folder / name).report
    found = [(finding.code, 0 if finding.span is None else finding.span.line) for finding in report.findings]
    assert found == [(expected.code, expected.line) for expected in dict(lesson.wrong)[name]]
    assert report.verdict is Verdict.FAILED


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_every_wrong_program_is_listed_and_expects_something(lesson: Lesson) -> None:
    assert {name for name, _ in lesson.wrong} == {file.name for file in lesson.folder.glob("wrong_*.py")}
    assert all(expected for _, expected in lesson.wrong)
    assert len(lesson.wrong) >= 8


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_a_lesson_asks_for_parts_and_places_that_its_cell_has(lesson: Lesson) -> None:
    cell = _cell(lesson.cell)
    for goal in lesson.task.goals:
        assert goal.part in {part.name for part in cell.parts}
        assert cell.place(goal.place) is not None
    assert set(lesson.task.toolbox) <= {row.op for row in ROWS}
