from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.thing import Sensor
from cobot_lab.codes import Code
from cobot_lab.findings import Severity, Verdict
from cobot_lab.language.reader import read
from cobot_lab.motion.actions import Move, Read
from cobot_lab.motion.branch_plan import settle
from cobot_lab.motion.outlook import Outlook, explore
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.paths import data_room
from cobot_lab.program.evaluation import holds
from cobot_lab.program.program import Program

SORT = """rouges = 0
bleues = 0
for i in range({n}):
    prendre(decale("magasin", 45 * i, 0, 0))
    aller_a("controle")
    if couleur_piece() == "rouge":
        deposer(decale("bac_rouge", 45 * rouges, 0, 0))
        rouges += 1
    else:
        deposer(decale("bac_bleu", 45 * bleues, 0, 0))
        bleues += 1
aller_a("repos")
"""
SEE = 'prendre("magasin")\naller_a("controle")\n'


@pytest.fixture(scope="module")
def tri() -> Cell:
    cell = load_cell(data_room("robots") / "ur3e" / "cells" / "tri.toml")
    more = (
        Sensor("presence", "part_present", "magasin", (True, False)),
        Sensor("epaisseur", "dimension", "controle", (0.0078, 0.0079, 0.008, 0.0081), 0.00005),
        Sensor("vert", "button", "", (True, False)),
        Sensor("entree_2", "input", "", (True, False)),
    )
    return replace(cell, sensors=(*cell.sensors, *more))


def written(source: str) -> Program:
    program, report = read(source.encode())
    assert program is not None, report.findings
    return program


def outlook(source: str, cell: Cell, leaves: int = 256) -> Outlook:
    return explore(written(source), cell, leaves)


def codes(found: Outlook) -> list[Code]:
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize("parts", [1, 2, 3, 6])
def test_every_order_of_colours_is_a_way(tri: Cell, parts: int) -> None:
    found = outlook(SORT.format(n=parts), tri)
    assert (found.covered, found.cut, codes(found)) == (2**parts, 0, [])


def test_the_same_part_keeps_its_colour(tri: Cell) -> None:
    again = 'if couleur_piece() == "rouge":\n    attendre(1)\nelif couleur_piece() == "bleu":\n    attendre(2)\n'
    assert outlook(SEE + again + again, tri).covered == 2


def test_a_decision_that_is_known_does_not_part_the_way(tri: Cell) -> None:
    twice = (
        'c = couleur_piece()\nif c == "rouge" and c != "bleu":\n    attendre(1)\nif c == "rouge":\n    attendre(2)\n'
    )
    assert outlook(SEE + twice, tri).covered == 2


def test_readings_compared_with_each_other(tri: Cell) -> None:
    source = (
        "a = entree(2)\nb = entree(2)\nif a == b:\n    attendre(1)\nif a:\n    attendre(2)\nif b:\n    attendre(3)\n"
    )
    assert outlook(source, tri).covered == 4


@pytest.mark.parametrize(("low", "high", "ways"), [(7.9, 8.1, 2), (7.0, 9.0, 1), (8.149, 9.0, 2), (8.16, 9.0, 1)])
def test_sizes_are_read_with_their_uncertainty(tri: Cell, low: float, high: float, ways: int) -> None:
    source = SEE + f'if cote_conforme("epaisseur", {low}, {high}):\n    attendre(1)\n'
    assert outlook(source, tri).covered == ways


def test_presence_follows_what_the_program_did(tri: Cell) -> None:
    asks = 'if piece_presente("magasin"):\n    attendre(1)\n'
    assert outlook(asks, tri).covered == 2
    assert outlook(asks + asks, tri).covered == 2
    assert outlook(SEE + asks, tri).covered == 1
    assert (
        outlook(
            'if piece_presente("magasin"):\n    prendre("magasin")\nif piece_tenue():\n    attendre(1)\n', tri
        ).covered
        == 2
    )


def test_the_gripper_holds_what_it_took(tri: Cell) -> None:
    found = outlook("if piece_tenue():\n    attendre(1)\n" + SEE + "if piece_tenue():\n    attendre(2)\n", tri)
    assert found.covered == 1


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ('if couleur_piece() == "rouge":\n    attendre(1)\n', Code.NOTHING_TO_SEE),
        ('if piece_presente("plateau"):\n    attendre(1)\n', Code.UNKNOWN_SENSOR),
        ('if bouton("rouge"):\n    attendre(1)\n', Code.UNKNOWN_SENSOR),
        ("if entree(3):\n    attendre(1)\n", Code.UNKNOWN_SENSOR),
        (SEE + 'if couleur_piece() == "verte":\n    attendre(1)\n', Code.UNKNOWN_ANSWER),
        (SEE + "if couleur_piece() < 3:\n    attendre(1)\n", Code.CANNOT_COMPUTE),
    ],
)
def test_questions_that_have_no_answer(tri: Cell, source: str, code: Code) -> None:
    assert codes(outlook(source, tri)) == [code]


def test_an_endless_question_is_not_covered_and_never_passes(tri: Cell) -> None:
    waits = 'while not bouton("vert"):\n    attendre(1)\naller_au_dessus("magasin", 80)\n'
    planned, report = plan(written(waits), tri)
    assert planned is not None
    assert report.not_run == ("outcomes",)
    assert [(f.code, f.severity) for f in report.findings] == [(Code.OUTCOMES_NOT_COVERED, Severity.ADVICE)]
    assert report.verdict is Verdict.NOT_VERIFIED


def test_beyond_the_budget_it_is_said_how_many_were_covered(tri: Cell) -> None:
    _, report = plan(written(SORT.format(n=6)), tri, leaves_max=20)
    (finding,) = report.findings
    assert finding.fact("covered") == 20
    assert int(finding.fact("total")) > 20
    assert report.verdict is Verdict.NOT_VERIFIED


def answered(planned: Plan, answers: tuple[str, ...]) -> Iterator[int]:
    """Follow a plan with answers in order, giving the steps that do something."""
    branch, read = planned.root, {}
    left = iter(answers)
    while True:
        for action in branch.actions:
            if isinstance(action, Read):
                read[action.reading] = next(left)
            elif isinstance(action, Move):
                yield action.step
        if branch.fork is None:
            return
        following = branch.fork.yes if holds(branch.fork.condition, read) else branch.fork.no
        assert following is not None
        branch = following


def test_a_forked_plan_has_a_way_for_every_order_and_comes_back(tri: Cell) -> None:
    planned, report = plan(written(SORT.format(n=3)), tri)
    assert planned is not None
    assert "outcomes" in report.run
    assert len(planned.paths()) == 8
    assert planned.duration == pytest.approx(max(planned.along(path).duration for path in planned.paths()))
    for order in product(("rouge", "bleu"), repeat=3):
        steps = list(answered(planned, order))
        assert steps.count(8) // 3 == order.count("rouge")
    data = planned.to_bytes()
    again = Plan.from_bytes(data)
    assert again.to_bytes() == data
    assert [path.decisions for path in again.paths()] == [path.decisions for path in planned.paths()]
    assert plan(written(SORT.format(n=3)), tri)[0].to_bytes() == data  # type: ignore[union-attr]


def test_every_way_is_one_continuous_motion(tri: Cell) -> None:
    planned, _ = plan(written(SORT.format(n=2)), tri)
    assert planned is not None
    for path in planned.paths():
        q = planned.q_start
        for action in path.actions:
            if isinstance(action, Move):
                assert action.trajectory.q[0] == pytest.approx(q, abs=1e-9)
                q = action.trajectory.q[-1]
        assert q == pytest.approx(planned.q_start, abs=1e-9)


def test_ways_that_go_on_alike_share_what_follows(tri: Cell) -> None:
    program = written(SORT.format(n=4))
    planned, _ = plan(program, tri)
    assert planned is not None
    tree, _ = settle(explore(program, tri).root, tri, timed=True)
    root = tree.branch()
    apart = replace(planned, actions=root.actions, fork=root.fork)
    assert len(tuple(apart.root.walk())) == 1 + 2 + 4 + 8 + 16
    assert len(tuple(planned.root.walk())) == 1 + 2 * (1 + 2 + 3 + 4)
    assert apart.to_bytes() == planned.to_bytes()
    assert [path.decisions for path in apart.paths()] == [path.decisions for path in planned.paths()]
    for one, other in zip(apart.paths(), planned.paths(), strict=True):
        assert apart.along(one).to_bytes() == planned.along(other).to_bytes()
        assert len(one.reads) == 4
        assert [read.reading for read in other.reads] == [0, 1, 2, 3]
