"""The slow way back to rest: judged like any plan, and refused where it is not free."""

from __future__ import annotations

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.codes import Code
from cobot_lab.findings import Verdict
from cobot_lab.language.reader import read
from cobot_lab.motion.actions import Move
from cobot_lab.motion.homeward import HomewardError
from cobot_lab.motion.planner import plan
from cobot_lab.paths import data_room
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.homeward import SOURCE, check_homeward
from cobot_lab.verify.review import review

CELL = load_cell(load_lesson("01").cell)
REST = CELL.robot.q_rest
AWAY = REST + np.array([0.4, -0.2, 0.2, 0.1, 0.1, 0.3])


def test_a_free_way_back_passes_here_and_when_it_is_looked_at_again() -> None:
    checked = check_homeward(AWAY, CELL)
    assert checked.report.verdict is Verdict.PASSED, checked.report.findings
    assert checked.program is not None
    assert checked.plan is not None
    assert np.array_equal(checked.plan.q_start, AWAY)
    (move,) = checked.plan.actions
    assert np.array_equal(move.trajectory.q[-1], REST)  # type: ignore[union-attr]
    assert checked.plan.duration > 5.0
    again = review(SOURCE, checked.program.to_bytes(), checked.plan.to_bytes(), CELL, None)
    assert again.verdict is Verdict.PASSED, again.findings


def test_a_way_back_through_the_table_is_refused() -> None:
    low = REST.copy()
    low[1] -= 0.8  # the fingers stand in the table
    checked = check_homeward(low, CELL)
    assert checked.report.verdict is Verdict.FAILED
    assert any(code.startswith("C") for code in checked.report.codes)


@pytest.mark.parametrize(
    "q", [REST, REST[:5], REST + np.nan, REST + 100.0], ids=["at rest", "too few", "not a number", "beyond its limits"]
)
def test_where_there_is_no_way_back_to_compute_it_is_said(q: np.ndarray) -> None:
    with pytest.raises(HomewardError, match="expected"):
        check_homeward(q, CELL)


def _left_at(source: str, name: str) -> tuple[Cell, np.ndarray]:
    """Give a cell and where the arm stands once a program is carried out there."""
    cell = load_cell(data_room("robots") / "ur3e" / "cells" / f"{name}.toml")
    program, _ = read(source.encode())
    assert program is not None
    made, report = plan(program, cell)
    assert made is not None, report.findings
    return cell, [action for action in made.actions if isinstance(action, Move)][-1].trajectory.q[-1]


def test_a_way_back_through_a_machine_that_may_be_at_work_is_refused() -> None:
    cell, q = _left_at('aller_au_dessus(decale("magasin", 190, 40, 6), 1)\n', "fraiseuse")
    checked = check_homeward(q, cell)
    assert checked.report.codes == (Code.ZONE_NOT_YET_OPEN.value,)
    assert checked.program is not None
    assert checked.plan is not None
    again = review(SOURCE, checked.program.to_bytes(), checked.plan.to_bytes(), cell, None)
    assert Code.ZONE_NOT_YET_OPEN.value in again.codes


@pytest.mark.parametrize(("place", "name"), [("etau", "fraiseuse"), ("convoyeur", "convoyeur")])
def test_an_arm_that_was_stopped_inside_may_leave(place: str, name: str) -> None:
    cell, q = _left_at(f'aller_au_dessus("{place}", 60)\ndescendre_vers("{place}")\nremonter(20)\n', name)
    checked = check_homeward(q, cell)
    assert checked.report.verdict is Verdict.PASSED, checked.report.findings
