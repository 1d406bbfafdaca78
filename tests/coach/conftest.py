"""The workshop cell, its lesson, and the search for a fix of a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.coach.budget import Budget, Search
from cobot_lab.coach.repair import repair
from cobot_lab.school.lesson import Lesson, load_lesson

Repaired = Callable[..., Search]


@pytest.fixture(scope="session")
def lesson() -> Lesson:
    return load_lesson("01")


@pytest.fixture(scope="session")
def cell(lesson: Lesson) -> Cell:
    return load_cell(lesson.cell)


NO_REST = """# Mon programme


prendre( 'magasin' )   # ici
# puis
deposer('plateau')
"""


@pytest.fixture(scope="session")
def no_rest(lesson: Lesson, cell: Cell) -> Search:
    """A search that finds its fix at once, made once."""
    return repair(NO_REST.encode(), cell, lesson.task, budget=Budget(seconds=300.0))


@pytest.fixture
def repaired(lesson: Lesson, cell: Cell) -> Repaired:
    """Search with time enough for a busy machine."""

    def search(source: str, face: str = "python", **budget: float) -> Search:
        return repair(source.encode(), cell, lesson.task, face, Budget(**{"seconds": 300.0, **budget}))

    return search
