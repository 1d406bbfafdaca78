"""Plans with forks in cells a little different: every way is played in every world."""

from __future__ import annotations

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.codes import Code
from cobot_lab.language.reader import read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.robustness.changes import Change
from cobot_lab.verify.robustness.draw import draw
from cobot_lab.verify.robustness.judgement import judge
from cobot_lab.verify.robustness.trials import robustness

LESSON = load_lesson("10")
"""A machine that may be late: two ways."""


@pytest.fixture(scope="module")
def cell() -> Cell:
    return load_cell(LESSON.cell)


@pytest.fixture(scope="module")
def solution(cell: Cell) -> Plan:
    program = read((LESSON.folder / "solution.py").read_bytes())[0]
    assert program is not None
    made = plan(program, cell)[0]
    assert made is not None
    assert made.fork is not None
    return made


def test_a_plan_with_forks_passes_in_worlds_within_the_tolerances(cell: Cell, solution: Plan) -> None:
    found = robustness(solution, cell, LESSON.task, worlds=2, seed=5, processes=1)
    assert (found.passed, found.total, found.failures) == (2, 2, ())
    assert judge(solution, cell, LESSON.task, draw(cell, 5, 1)).findings == ()


def test_a_way_is_named_only_where_it_matters(cell: Cell, solution: Plan) -> None:
    """The part slides out on its way to the machine, whatever that does; only who unloads it closes on nothing."""
    lost, missed = judge(solution, cell, LESSON.task, (Change("ebauche", friction=-0.995),)).findings
    assert (lost.code, lost.step, lost.outcomes) == (Code.PART_DROPPED, 1, ())
    assert (missed.code, missed.step) == (Code.NO_GRASP, 8)
    assert [answer for _, answer in missed.outcomes] == [True]
    assert lost.t is not None
    assert missed.t is not None
    assert lost.t < missed.t


def test_a_part_that_lay_aside_ends_aside_on_the_way_that_unloads_it(cell: Cell, solution: Plan) -> None:
    found = judge(solution, cell, LESSON.task, (Change("ebauche", y=4e-3),)).findings
    assert [(one.code, one.step, [answer for _, answer in one.outcomes]) for one in found] == [
        (Code.NOT_LANDED, 2, []),
        (Code.NOT_LANDED, 9, [True]),
        (Code.PART_NOT_AT_GOAL, 12, [True]),
    ]
