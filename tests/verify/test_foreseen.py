"""What is planned for a question is what the parts may really give as an answer to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.codes import Code
from cobot_lab.findings import Report
from cobot_lab.motion.actions import Read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.paths import data_room
from cobot_lab.program.residual import Answer
from cobot_lab.verify.checker import check
from cobot_lab.verify.source import Checked, check_source

ATELIER = load_cell(data_room("robots") / "ur3e" / "cells" / "atelier.toml")
HELD = 'prendre("magasin")\nafficher(piece_tenue())\ndeposer("plateau")\naller_a("repos")\n'
THERE = 'afficher(piece_presente("magasin"))\nprendre("magasin")\ndeposer("plateau")\naller_a("repos")\n'
GONE = 'prendre("magasin")\nafficher(piece_presente("magasin"))\ndeposer("plateau")\naller_a("repos")\n'
SEEN = 'prendre("magasin")\naller_a("controle")\nafficher(couleur_piece())\ndeposer("plateau")\naller_a("repos")\n'


def checked(source: str, cell: Cell = ATELIER) -> Checked:
    return check_source(source.encode(), cell)


def planned(source: str, cell: Cell = ATELIER) -> Plan:
    plan = checked(source, cell).plan
    assert plan is not None
    return plan


def reads(plan: Plan) -> list[Read]:
    return [action for branch in plan.root.walk() for action in branch.actions if isinstance(action, Read)]


def with_answers(plan: Plan, may_see: tuple[Answer, ...], sees: str | None = None) -> Report:
    """Judge a plan whose question foresees other answers."""
    actions = tuple(
        replace(each, may_see=may_see, sees=each.sees if sees is None else sees) if isinstance(each, Read) else each
        for each in plan.actions
    )
    return check(replace(plan, actions=actions), ATELIER)[1]


@pytest.mark.parametrize(
    ("source", "may_see", "there"),
    [
        (HELD, (True,), None),
        (HELD, (False, True), None),
        (HELD, (False,), True),
        (THERE, (True, False), None),
        (THERE, (True,), True),  # it may be missing, the cell says
        (THERE, (False,), True),
        (GONE, (False,), None),
        (GONE, (True,), False),
    ],
)
def test_every_answer_that_is_possible_has_to_be_foreseen(
    source: str, may_see: tuple[Answer, ...], there: bool | None
) -> None:
    report = with_answers(planned(source), may_see)
    assert "foreseen" in report.run
    found = [finding for finding in report.findings if finding.code is Code.SEEN_OTHERWISE]
    assert [finding.fact("there") for finding in found] == ([] if there is None else [there])


def test_a_colour_that_is_read_of_no_part_is_refused() -> None:
    assert Code.SEEN_OTHERWISE not in with_answers(planned(SEEN), ("rouge", "bleu")).codes
    assert Code.SEEN_OTHERWISE in with_answers(planned(SEEN), ("rouge", "bleu"), sees="").codes


def test_a_part_gripped_beside_its_middle_is_held() -> None:
    source = 'prendre(decale("magasin", 0, 18, 0))\nif piece_tenue():\n    deposer("plateau")\naller_a("repos")\n'
    assert [read.may_see for read in reads(planned(source))] == [(True,)]


def test_a_gripper_that_opens_after_its_last_joint_was_set_holds_nothing() -> None:
    source = 'prendre("magasin")\naller_au_dessus("plateau")\ndescendre_vers("plateau")\narticulation(6, -38.5)\n'
    source += "ouvrir_pince()\nremonter(80)\nafficher(piece_tenue())\n"
    found = checked(source + 'afficher(piece_presente("magasin"))\naller_a("repos")\n')
    assert found.plan is not None
    assert [read.may_see for read in reads(found.plan)] == [(False,), (False,)]
    assert Code.SEEN_OTHERWISE not in found.report.codes


def test_what_nobody_can_follow_before_the_joints_are_planned_is_refused() -> None:
    """Joint 5 takes the tool point along to where only the plan knows: the fingers close on the part all the same."""
    source = 'ouvrir_pince()\naller_au_dessus("magasin", 80)\ndescendre_vers("magasin")\narticulation(5, 90)\n'
    source += 'fermer_pince()\nremonter(80)\nafficher(piece_tenue())\ndeposer("plateau")\naller_a("repos")\n'
    (finding,) = [one for one in checked(source).report.findings if one.code is Code.SEEN_OTHERWISE]
    assert (finding.fact("sensor"), finding.fact("there"), finding.step) == ("gripper", True, 7)
