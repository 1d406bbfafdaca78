"""One suite over all lesson folders: every solution passes, every wrong program yields exactly its findings."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell, robots
from cobot_lab.findings import Verdict
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.paths import data_room
from cobot_lab.program.table import ROWS
from cobot_lab.school.lesson import Lesson, lesson_folders, load_lesson
from cobot_lab.verify.first_look import look_over
from cobot_lab.verify.source import Checked, check_source

LESSONS = [load_lesson(folder.name[:2]) for folder in lesson_folders()]
IDS = [lesson.folder.name for lesson in LESSONS]
WRONG = [(lesson, name) for lesson in LESSONS for name, _ in lesson.wrong]


OTHERS = [(lesson, arm, cell) for lesson in LESSONS for arm, cell in lesson.arms]
ABLE = [(lesson, cell) for lesson, _, cell in OTHERS if isinstance(cell, Path)]
UNABLE = [(lesson, arm) for lesson, arm, cell in OTHERS if not isinstance(cell, Path)]


@cache
def _cell(file: Path) -> Cell:
    return load_cell(file)


def _checked(lesson: Lesson, file: Path) -> Checked:
    return check_source(file.read_bytes(), _cell(lesson.cell), lesson.task)


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_the_solution_passes_with_every_check_run(lesson: Lesson) -> None:
    report = _checked(lesson, lesson.folder / "solution.py").report
    assert report.findings == ()
    assert report.not_run == ()
    assert report.verdict is Verdict.PASSED


@pytest.mark.parametrize("lesson", LESSONS, ids=IDS)
def test_the_english_solution_passes_too_since_its_plan_is_the_same(lesson: Lesson) -> None:
    """What the checks look at is the plan: names of variables are not in it, and those of places are only told."""
    cell, plans = _cell(lesson.cell), []
    for name in ("solution.py", "solution_en.py"):
        program, report = look_over((lesson.folder / name).read_bytes(), cell, lesson.task)
        assert report.findings == ()
        assert program is not None
        plans.append(plan(program, cell)[0])
    french, english = plans
    assert french is not None
    assert english is not None
    assert _without_names(replace(english, program=french.program)) == _without_names(french)


def _without_names(made: Plan) -> object:
    return json.loads(made.to_bytes(), object_hook=lambda one: {key: one[key] for key in one if key != "place"})


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
