"""Lesson 01 checked once, whole: a program that passes, one whose motion is refused, one that the physics refuses."""

from __future__ import annotations

from functools import cache

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.source import Checked, check_source

LESSON = load_lesson("01")


@cache
def _cell() -> Cell:
    return load_cell(LESSON.cell)


@cache
def _checked(name: str) -> Checked:
    checked = check_source((LESSON.folder / name).read_bytes(), _cell(), LESSON.task)
    assert checked.program is not None
    assert checked.plan is not None
    return checked


@pytest.fixture
def cell() -> Cell:
    return _cell()


@pytest.fixture
def solution() -> Checked:
    return _checked("solution.py")


@pytest.fixture
def tray_edge() -> Checked:
    return _checked("wrong_tray_edge.py")


@pytest.fixture
def dropped_high() -> Checked:
    return _checked("wrong_dropped_high.py")
