"""What is measured may come out anywhere in its range: every such value is judged before the arm takes it."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.thing import Sensor
from cobot_lab.codes import Code
from cobot_lab.findings import Verdict
from cobot_lab.motion.actions import Move, Read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.evaluation import holds
from cobot_lab.program.residual import Answer
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.source import Checked, check_source

LESSON = load_lesson("05")
CELL = load_cell(LESSON.cell)
SORT = """bonnes = 0
rebuts = 0
for i in range(2):
    prendre(decale("magasin", 45 * i, 0, 0))
    aller_a("controle")
    x = cote("epaisseur")
    if {condition}:
        deposer(decale("bac_bonnes", 45 * bonnes, 0, 0))
        bonnes += 1
    else:
        deposer(decale("bac_rebut", 45 * rebuts, 0, 0))
        rebuts += 1
aller_a("repos")
"""


def checked(condition: str, cell: Cell = CELL) -> Checked:
    return check_source(SORT.format(condition=condition).encode(), cell, LESSON.task)


def went(plan: Plan, sizes: list[float]) -> list[str]:
    """Name the trays that a plan brings parts of these sizes to, as read at the arm."""
    branch, left, answers, trays = plan.root, iter(sizes), dict[int, Answer](), list[str]()
    while True:
        for action in branch.actions:
            if isinstance(action, Read):
                answers[action.reading] = next(left)
                assert action.foresees(answers[action.reading])
            elif isinstance(action, Move) and action.place.startswith("bac") and action.place not in trays[-1:]:
                trays.append(action.place)
        if branch.fork is None:
            return trays
        behind = dict(branch.children)
        branch = behind[holds(branch.fork.condition, answers)]


@pytest.mark.parametrize(
    ("condition", "measured"),
    [
        ("x >= 7.9 and x <= 8.1 and not (x > 7.93 and x < 7.97)", 7.94),
        ("x >= 7.9 and x <= 8.1 and not x == 7.95", 7.95),
        ("x >= 7.885 and x <= 8.115", 7.89),
        ("x >= 7.8999 and x <= 8.1", 7.8999),
        ("x > 7.9 - 0.000001 and x < 8.100002", 8.100001),
        ("(x - 8) * (x - 8) <= 0.0121", 8.11),
    ],
)
def test_a_value_that_lies_between_those_declared_and_goes_astray_is_found(condition: str, measured: float) -> None:
    report = checked(condition).report
    assert report.codes == (Code.PART_MEASURED_ELSEWHERE,)
    assert report.findings[0].fact("measured") == pytest.approx(measured / 1000, abs=1e-13)


@pytest.mark.parametrize(
    "condition", ["x >= 7.9 and x <= 8.1", "7.899999 < x and not x >= 8.100001", "2 * x >= 15.8 and 2 * x <= 16.2"]
)
def test_whatever_is_measured_goes_where_it_belongs(condition: str) -> None:
    found = checked(condition)
    assert found.report.verdict is Verdict.PASSED
    assert found.plan is not None
    chance = random.Random(5)
    for _ in range(100):
        near = chance.choice([7.9, 8.1, 7.83, 8.17])
        size = chance.choice([chance.uniform(7.83, 8.17), near, near + chance.choice([-1, 1]) * 1e-6])
        size = min(max(size, 7.83), 8.17)
        good = 7.9 <= round(size, 6) <= 8.1
        assert went(found.plan, [size / 1000] * 2)[0] == ("bac_bonnes" if good else "bac_rebut")


def test_what_is_asked_for_lies_between_two_values_that_go_the_same_way() -> None:
    """Both sizes that are declared are scrap, and all between is measured too."""
    few = replace(CELL, sensors=(Sensor("epaisseur", "dimension", "controle", (0.0078, 0.0082)),))
    report = checked("x == 9", few).report
    assert report.codes == (Code.PART_MEASURED_ELSEWHERE,)
    assert report.findings[0].fact("measured") == 0.008
    assert checked("x >= 7.9 and x <= 8.1", few).report.verdict is Verdict.PASSED


def test_a_measure_compared_with_another_is_refused_with_words() -> None:
    source = 'prendre("magasin")\naller_a("controle")\na = cote("epaisseur")\nb = cote("epaisseur")\n'
    source += 'if a < b:\n    attendre(1)\ndeposer("bac_bonnes")\naller_a("repos")\n'
    (finding,) = check_source(source.encode(), CELL).report.findings
    assert (finding.code, finding.fact("reason")) == (Code.CANNOT_COMPUTE, "measures")


def test_a_decision_that_turns_at_every_value_is_not_verified() -> None:
    report = checked("x * 1000000 % 2 > 0.5").report
    assert report.codes == (Code.OUTCOMES_NOT_COVERED,)
    assert report.verdict is Verdict.NOT_VERIFIED


def test_an_answer_that_should_be_the_same_again_and_is_not_leads_nowhere() -> None:
    """The same part keeps its colour: what a second look decides is planned for one answer, and asked at the arm."""
    cell = load_cell(load_lesson("04").cell)
    source = 'prendre("magasin")\naller_a("controle")\nif couleur_piece() == "rouge":\n    afficher("un")\n'
    source += 'else:\n    afficher("deux")\nif couleur_piece() == "rouge":\n    attendre(1)\naller_a("repos")\n'
    plan = check_source(source.encode(), cell).plan
    assert plan is not None
    assert plan.fork is not None
    red, blue = plan.fork.yes, plan.fork.no
    assert red is not None
    assert blue is not None
    ways = [[truth for truth, _ in branch.children] for branch in (red, blue)]
    assert ways == [[True], [False]]
