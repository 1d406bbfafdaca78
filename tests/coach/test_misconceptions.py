"""Misconceptions: each wrong program of the lessons speaks of the one that its name says."""

from __future__ import annotations

import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.coach.hints import PUPIL_CODES
from cobot_lab.coach.misconceptions import GROUPED, UNGROUPED, misconceptions_of
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report, Severity
from cobot_lab.language.faces import draft_face
from cobot_lab.school.lesson import Lesson, load_lesson
from cobot_lab.verify.source import check_source

STATIC = {
    "01": {
        "place_empty": "forgets_to_close",
        "too_fast": "too_fast",
        "unknown_name": "spelling",
        "unknown_place": "spelling",
        "unreachable": "out_of_reach",
    },
    "03": {"copied": "copies_instead_of_loop", "pitch": "wrong_distance", "place_outside": "outside_the_loop"},
    "08": {
        "called_first": "order_of_making",
        "inner_name": "scope",
        "misspelt": "spelling",
        "never_called": "never_called",
        "no_parameter": "parameters",
        "no_value": "parameters",
        "only_a_loop": "parameters",
        "return_outside": "notation",
        "too_many_values": "parameters",
    },
    "09": {
        "corner_name": "spelling",
        "counts_from_zero": "counts_from_zero",
        "fourth_column": "one_turn_off",
        "made_too_late": "order_of_making",
        "pallet_name": "order_of_making",
        "rows_and_columns": "rows_and_columns",
        "seventh_cell": "one_turn_off",
    },
    "12": {
        "half_cell": "kind_of_number",
        "joint_number": "unknown_equipment",
        "no_conveyor": "unknown_equipment",
        "no_such_lamp": "unknown_equipment",
        "no_such_output": "unknown_equipment",
        "slow": "too_slow",
        "zero_column": "counts_from_zero",
    },
}
"""Programs that are refused before any physics: these are checked whole."""

FOUND = {
    ("01", "beside_tray"): ("opens_too_high", [(Code.LET_GO_IN_AIR, 2, {})]),
    ("01", "dropped_high"): ("opens_too_high", [(Code.LET_GO_IN_AIR, 3, {})]),
    ("01", "grip_nothing"): ("closes_beside", [(Code.NO_GRASP, 4, {})]),
    ("01", "gripper_open"): ("forgets_to_close", [(Code.PART_NOT_AT_GOAL, 9, {"offset": 0.32})]),
    ("01", "knocks_neighbour"): ("forgets_to_rise", [(Code.COLLISION_CARRIED, 6, {})]),
    ("01", "no_rest"): ("forgets_rest", [(Code.NOT_AT_REST, 2, {})]),
    ("01", "tray_edge"): ("forgets_to_rise", [(Code.COLLISION_CELL, 5, {})]),
    ("03", "five_times"): ("one_turn_off", [(Code.PART_NOT_AT_GOAL, 4, {"offset": 0.32})]),
    ("03", "narrow_cells"): ("wrong_distance", [(Code.COLLISION_PART, 3, {})]),
    ("03", "same_cell"): ("same_place_again", [(Code.COLLISION_CARRIED, 3, {})]),
    ("03", "same_seat"): ("same_place_again", [(Code.NO_GRASP, 2, {})]),
    ("03", "starts_at_one"): ("counts_from_zero", [(Code.COLLISION_CELL, 3, {})]),
    ("08", "calls_itself"): ("endless", [(Code.CANNOT_COMPUTE, 2, {"reason": "recursion"})]),
    ("08", "counts_from_one"): ("counts_from_zero", [(Code.COLLISION_CELL, 4, {})]),
    ("08", "ignores_parameter"): ("same_place_again", [(Code.NO_GRASP, 2, {})]),
    ("09", "first_row_only"): ("unfinished", [(Code.PART_NOT_AT_GOAL, 6, {"offset": 0.43})] * 3),
    ("09", "same_cell"): ("same_place_again", [(Code.COLLISION_CARRIED, 6, {})]),
    ("09", "swapped_corners"): ("rows_and_columns", [(Code.COLLISION_CARRIED, 6, {})]),
    ("12", "lamp_too_late"): ("wrong_order", [(Code.LAMP_OUT_AT_WORK, 4, {})]),
    ("12", "not_opened"): ("forgets_to_open", [(Code.STILL_HOLDING, 12, {})]),
    ("12", "same_order"): ("wrong_order", [(Code.PART_NOT_AT_GOAL, 12, {"offset": 0.1})] * 2),
    ("12", "turned"): ("turned_part", [(Code.COLLISION_CARRIED, 7, {})]),
}
"""The others, with what the checks find on them: the step and the facts that count."""


def _finding(code: Code, step: int, facts: dict[str, object]) -> Finding:
    return Finding.of(code, step=step, **{name: facts.get(name, 0.1) for name in code.facts})


@pytest.mark.parametrize(("number", "name"), [(number, name) for number, names in STATIC.items() for name in names])
def test_a_program_refused_early_speaks_of_its_misconception(number: str, name: str) -> None:
    lesson = load_lesson(number)
    source = (lesson.folder / f"wrong_{name}.py").read_bytes()
    report = check_source(source, load_cell(lesson.cell), lesson.task).report
    found = misconceptions_of(report, draft_face(source, "python")[0])
    assert found
    assert found[0].value == STATIC[number][name]


@pytest.mark.parametrize(("number", "name"), FOUND)
def test_a_program_that_moves_wrongly_speaks_of_its_misconception(number: str, name: str) -> None:
    lesson: Lesson = load_lesson(number)
    wanted, findings = FOUND[number, name]
    report = Report(run=("x",), findings=tuple(_finding(*finding) for finding in findings))
    expected = {found.code for found in dict(lesson.wrong)[f"wrong_{name}.py"]}
    assert {finding.code for finding in report.findings} <= expected
    program = draft_face((lesson.folder / f"wrong_{name}.py").read_bytes(), "python")[0]
    assert [group.value for group in misconceptions_of(report, program)] == [wanted]


def test_every_wrong_program_of_these_lessons_is_looked_at() -> None:
    for number, names in STATIC.items():
        told = {f"wrong_{name}.py" for name in names} | {f"wrong_{name}.py" for at, name in FOUND if at == number}
        assert told == {name for name, _ in load_lesson(number).wrong}


def test_every_code_of_a_pupil_has_a_group_or_says_why_not() -> None:
    assert set(PUPIL_CODES) == GROUPED | UNGROUPED
    assert not GROUPED & UNGROUPED


def test_advice_counts_and_a_group_is_named_once() -> None:
    advice = Finding.of(Code.NO_APPROACH, severity=Severity.ADVICE, step=1, place="magasin")
    found = misconceptions_of(Report(findings=(advice, advice)), None)
    assert [group.value for group in found] == ["forgets_approach"]
    assert misconceptions_of(Report(run=("x",)), None) == ()
