"""The same plan in cells a little different."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell, Tolerances
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.shape import Box
from cobot_lab.cell.task import Task, Trials
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Verdict
from cobot_lab.motion.plan_data import Plan
from cobot_lab.paths import data_room
from cobot_lab.school.lesson import load_lesson
from cobot_lab.stored import StoredFormError
from cobot_lab.verify import companion
from cobot_lab.verify.checker import ROBUSTNESS, check
from cobot_lab.verify.companion import CompanionError
from cobot_lab.verify.robustness import crew
from cobot_lab.verify.robustness.changes import Change, changed
from cobot_lab.verify.robustness.chart import Chart, ChartError, chart
from cobot_lab.verify.robustness.crew import judge_all
from cobot_lab.verify.robustness.draw import WorldError, draw
from cobot_lab.verify.robustness.judgement import judge
from cobot_lab.verify.robustness.picture import WORDS, picture
from cobot_lab.verify.robustness.possible import possible
from cobot_lab.verify.robustness.trials import Failure, Robustness, robustness, shortfall
from cobot_lab.verify.solids import hull, moved
from cobot_lab.verify.source import check_source

LESSON = load_lesson("11")
TASK = replace(LESSON.task, robust=None)
CELLS = sorted(data_room("robots").glob("*/cells/*.toml"))


@pytest.fixture(scope="module")
def cell() -> Cell:
    return load_cell(LESSON.cell)


def _plan(cell: Cell, name: str) -> Plan:
    checked = check_source((LESSON.folder / name).read_bytes(), cell, TASK)
    assert checked.plan is not None
    assert checked.report.verdict is Verdict.PASSED
    assert ROBUSTNESS not in checked.report.run  # the task does not ask for it
    return checked.plan


@pytest.fixture(scope="module")
def narrow(cell: Cell) -> Plan:
    """The gripper leaves the part half a millimetre on each side."""
    return _plan(cell, "wrong_narrow_opening.py")


@pytest.fixture(scope="module")
def solution(cell: Cell) -> Plan:
    return _plan(cell, "solution.py")


def _part(cell: Cell, name: str):
    return next(part for part in cell.parts if part.name == name)


def test_a_world_lies_within_the_tolerances_and_differs_in_everything(cell: Cell) -> None:
    worlds = [change for world in range(1, 9) for change in draw(cell, 3, world)]
    within = cell.tolerances
    limits = {"x": "position", "y": "position", "turn": "angle", "mass": "mass", "friction": "friction", "size": "size"}
    for key, limit in limits.items():
        values = np.array([getattr(change, key) for change in worlds])
        assert (np.abs(values) <= getattr(within, limit)).all(), key
        assert (values < 0).any(), key
        assert (values > 0).any(), key
        assert np.abs(values).max() > 0.5 * getattr(within, limit), key


def test_a_world_is_the_same_whatever_else_is_drawn_and_another_with_another_seed(cell: Cell) -> None:
    alone = draw(cell, 7, 13)
    assert [draw(cell, 7, world) for world in (12, 13)][1] == alone
    assert draw(cell, 8, 13) != alone
    assert draw(cell, 7, 14) != alone
    without = replace(cell, tolerances=replace(cell.tolerances, mass=0.0))
    assert [(change.x, change.size) for change in draw(without, 7, 13)] == [(each.x, each.size) for each in alone]


def test_a_changed_part_is_where_and_what_it_is_said_to_be(cell: Cell) -> None:
    change = Change("ebauche", 1e-3, -2e-3, math.radians(3), 0.1, -0.2, 1e-4)
    world = changed(cell, (change,))
    before, after = _part(cell, "ebauche"), _part(world, "ebauche")
    assert after.T_WO[:2, 3] - before.T_WO[:2, 3] == pytest.approx([1e-3, -2e-3])
    turn = before.T_WO[:3, :3].T @ after.T_WO[:3, :3]
    assert math.atan2(turn[1, 0], turn[0, 0]) == pytest.approx(math.radians(3))
    assert after.mass == pytest.approx(1.1 * before.mass)
    assert after.friction == pytest.approx(0.8 * before.friction)
    box, old = after.shapes[0], before.shapes[0]
    assert isinstance(box, Box)
    assert isinstance(old, Box)
    assert np.subtract(box.size, old.size) == pytest.approx([1e-4] * 3)
    lowest = [moved(part.T_WO, hull(part.shapes))[:, 2].min() for part in (before, after)]
    assert lowest[1] == pytest.approx(lowest[0], abs=1e-12)
    assert _part(world, "temoin") is _part(cell, "temoin")
    assert world.tolerances == Tolerances(0, 0, 0, 0, 0)
    assert world.limits.clearance == 0.0


@pytest.mark.parametrize("file", CELLS, ids=lambda file: f"{file.parent.parent.name}-{file.stem}")
def test_every_cell_can_be_as_it_is_described(file) -> None:
    assert possible(load_cell(file))


def test_a_part_inside_its_seat_cannot_be(cell: Cell) -> None:
    assert possible(changed(cell, (Change("ebauche", y=1.5e-3),)))
    assert not possible(changed(cell, (Change("ebauche", y=3e-3),)))


def test_tolerances_without_room_are_told(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cobot_lab.verify.robustness.draw.TRIES", 3)
    with pytest.raises(WorldError, match="world 1"):
        draw(replace(cell, tolerances=replace(cell.tolerances, size=0.2)), 1, 1)


def test_the_described_cell_is_a_world_that_passes(cell: Cell, narrow: Plan) -> None:
    assert judge(narrow, cell, TASK, ()).findings == ()


def test_fingers_that_come_down_on_a_part_are_found_at_their_step(cell: Cell, narrow: Plan, solution: Plan) -> None:
    aside = (Change("ebauche", x=0.9e-3),)
    found = judge(narrow, cell, TASK, aside).findings
    assert found[0].code is Code.COLLISION_PART
    assert found[0].fact("thing") == "ebauche"
    assert found[0].step == 4  # goes down to the magazine
    assert list(found) == sorted(found, key=lambda finding: finding.t)
    assert judge(solution, cell, TASK, aside).findings == ()


def test_a_part_that_lay_elsewhere_lands_where_the_plan_meant_it(cell: Cell, solution: Plan) -> None:
    askew = (Change("ebauche", turn=math.radians(4.0)),)
    assert judge(solution, cell, TASK, askew).findings == ()


def test_a_slippery_part_is_lost(cell: Cell, solution: Plan) -> None:
    found = judge(solution, cell, TASK, (Change("ebauche", friction=-0.995),)).findings
    assert found
    assert found[0].code in {Code.PART_DROPPED, Code.GRASP_SLIPS, Code.NO_GRASP}


def test_n_of_n_is_the_same_however_many_processes_work(cell: Cell, narrow: Plan) -> None:
    told: list[float] = []
    alone = robustness(narrow, cell, TASK, worlds=2, seed=11, processes=1)
    shared = robustness(narrow, cell, TASK, worlds=2, seed=11, processes=2, progress=told.append)
    assert alone == shared
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)
    assert alone.passed + len(alone.failures) == alone.total == 2
    assert alone.passed == 1
    failure = alone.failures[0]
    assert failure.changes == draw(cell, 11, failure.world)
    again = judge(narrow, cell, TASK, failure.changes)
    assert again.findings[0] == failure.finding
    assert len(again.recording.poses) > 100


def test_the_rest_is_left_once_it_no_longer_matters(cell: Cell, narrow: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    touch = Finding.of(Code.COLLISION_PART, step=4, t=1.5, body="finger_right", thing="ebauche", depth=1e-4)
    answers = [None, touch, None, touch, None, touch]
    told: list[int] = []

    def first(_plan: object, _cell: object, _task: object, _changes: object) -> Finding | None:
        told.append(len(told))
        return answers[told[-1]]

    monkeypatch.setattr(crew, "first", first)
    short = robustness(narrow, cell, TASK, worlds=6, seed=11, processes=1, wanted=5)
    assert (short.total, short.passed, len(short.failures), len(told)) == (4, 2, 2, 4)
    told.clear()
    whole = robustness(narrow, cell, TASK, worlds=6, seed=11, processes=1)
    assert (whole.total, whole.passed) == (6, 3)
    assert whole.failures[:2] == short.failures


def test_what_counts_does_not_depend_on_who_is_ready_first() -> None:
    touch = Finding.of(Code.COLLISION_PART, step=4, t=1.5, body="finger_right", thing="ebauche", depth=1e-4)
    late = {0: None, 1: touch, 3: touch, 4: touch}  # the third world is still under way
    assert not crew._decided(late, 1)
    assert crew._counted(late, 1) == (None, touch)
    assert crew._decided(late | {2: None}, 1)
    assert crew._counted(late | {2: None}, 1) == (None, touch, None, touch)
    assert crew._counted(late | {2: None}, None) == (None, touch, None, touch, touch)


def test_a_process_that_ends_is_told(cell: Cell, narrow: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companion.sys, "executable", "/bin/true")
    with pytest.raises(CompanionError):
        judge_all(narrow, cell, TASK, [(), ()], processes=2)


def _robustness() -> Robustness:
    changes = (Change("ebauche", 1e-3),)
    touch = Finding.of(Code.COLLISION_PART, step=4, t=1.5, body="finger_right", thing="ebauche", depth=1e-4)
    slip = Finding.of(Code.GRASP_SLIPS, step=5, t=2.5, part="ebauche", slip=2e-3, turn=0.0)
    failures = (Failure(9, 2, changes, slip), Failure(9, 3, changes, touch), Failure(9, 5, changes, touch))
    return Robustness(2, 5, failures, 9, Tolerances(1e-3, 0.03, 0.05, 0.2, 1e-4))


def test_the_json_form_comes_back() -> None:
    shown = _robustness()
    assert Robustness.from_dict(json.loads(json.dumps(shown.to_dict()))) == shown
    with pytest.raises(StoredFormError):
        Robustness.from_dict(shown.to_dict() | {"schema": "cobot_lab/robustness/0"})


def test_a_shortfall_stands_where_most_worlds_fail() -> None:
    shown = _robustness()
    (found,) = shortfall(Trials(5, 3, 9), shown)
    assert (found.code, found.step, found.t) == (Code.TOO_FEW_WORLDS, 4, 1.5)
    assert dict(found.facts) == {"passed": 2, "total": 5, "wanted": 3, "worlds": 5, "mishap": "C02", "times": 2}
    assert tuple(shortfall(Trials(5, 2, 9), shown)) == ()


def test_robustness_is_asked_last_and_only_when_the_task_asks(cell: Cell, narrow: Plan) -> None:
    asked = replace(TASK, robust=Trials(2, 2, 11))
    _, report = check(narrow, cell, asked)
    assert report.codes == ("G80",)
    assert report.run[-1] == ROBUSTNESS
    assert report.not_run == ()
    _, late = check(narrow, cell, replace(asked, duration_max=1.0))
    assert "G80" not in late.codes
    assert late.not_run[-1] == ROBUSTNESS
    assert ROBUSTNESS not in late.run


def test_a_task_with_trials_comes_back_from_its_bytes() -> None:
    task = replace(TASK, robust=Trials(50, 48, 11))
    assert Task.from_bytes(task.to_bytes()) == task
    assert Task.from_bytes(TASK.to_bytes()) == TASK


def test_a_map_says_where_a_part_may_lie(cell: Cell, narrow: Plan) -> None:
    found = chart(narrow, cell, "ebauche", TASK, reach=3e-3, steps=3, turns=(0.0,))
    assert [(spot.x, spot.y) for spot in found.spots[:3]] == [(-3e-3, 3e-3), (0.0, 3e-3), (3e-3, 3e-3)]
    assert [spot.room for spot in found.spots] == [False] * 3 + [True] * 3 + [False] * 3
    left, middle, right = found.spots[3:6]
    assert middle.passed
    for spot in (left, right):
        assert not spot.passed
        assert spot.finding is not None
        assert spot.finding.code in {
            Code.COLLISION_PART,
            Code.PART_DISTURBED,
        }  # a finger touches it, on one side pushes
    assert Chart.from_dict(json.loads(json.dumps(found.to_dict()))) == found
    words = dict.fromkeys(WORDS, "é") | {"turn": "{turn}°", "decimal": ","}
    drawn = picture(found, words)
    assert drawn["png"].startswith(b"\x89PNG")
    assert b"<svg" in drawn["svg"]
    assert drawn == picture(found, words)


def test_a_map_of_nothing_is_refused(cell: Cell, narrow: Plan) -> None:
    with pytest.raises(ChartError, match="ebauche"):
        chart(narrow, cell, "bac", TASK)
    with pytest.raises(ChartError, match="grid"):
        chart(narrow, cell, "ebauche", TASK, steps=1)
