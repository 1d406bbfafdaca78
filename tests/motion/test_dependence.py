"""Findings of one branch name its outcome; those of all branches name none."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.language.reader import read
from cobot_lab.motion.dependence import Turn, with_outcomes
from cobot_lab.motion.planner import plan
from cobot_lab.paths import data_room

RED, BLUE = ("couleur", "rouge"), ("couleur", "bleu")
ONE = """prendre("magasin")
aller_a("controle")
if couleur_piece() == "rouge":
    deposer("{red}")
else:
    deposer("{blue}")
aller_a("{end}")
"""


@pytest.fixture(scope="module")
def tri() -> Cell:
    return load_cell(data_room("robots") / "ur3e" / "cells" / "tri.toml")


def found(cell: Cell, **places: str) -> list[tuple[Code, object]]:
    program, _ = read(ONE.format(**{"red": "bac_rouge", "blue": "bac_bleu", "end": "repos", **places}).encode())
    assert program is not None
    _, report = plan(program, cell)
    return [(each.code, each.outcomes) for each in report.findings]


@pytest.mark.parametrize(
    ("places", "outcomes"),
    [({"red": "bac_vert"}, (RED,)), ({"blue": "bac_vert"}, (BLUE,)), ({"end": "bac_vert"}, ())],
)
def test_a_name_that_the_cell_does_not_have(tri: Cell, places: dict[str, str], outcomes: object) -> None:
    ((code, told),) = found(tri, **places)
    assert (code, told) == (Code.UNKNOWN_PLACE, outcomes)


def test_a_point_out_of_reach(tri: Cell) -> None:
    program, _ = read(
        ONE.format(red="bac_rouge", blue="X", end="repos").replace('"X"', 'decale("bac_bleu", 900, 0, 0)').encode()
    )
    assert program is not None
    _, report = plan(program, tri)
    assert {(each.code, each.outcomes) for each in report.findings} == {(Code.UNREACHABLE, (BLUE,))}


@dataclass(frozen=True, eq=False)
class Stretch:
    turns: tuple[tuple[Turn, Stretch], ...] = ()


def test_the_fewest_first_answers_are_named() -> None:
    first, second, third, fourth = (Stretch() for _ in range(4))
    red = Stretch((((True, (RED,)), first), ((False, (BLUE,)), second)))
    blue = Stretch((((True, (RED,)), third), ((False, (BLUE,)), fourth)))
    root = Stretch((((True, (RED,)), red), ((False, (BLUE,)), blue)))
    finding = Finding.of(Code.NOTHING_TO_DO)

    def needed(*nodes: Stretch) -> tuple[tuple[str, object], ...]:
        (one,) = with_outcomes(root, [(finding, node) for node in nodes])
        return one.outcomes

    assert needed(root) == ()
    assert needed(red) == (RED,)
    assert needed(first, second) == (RED,)
    assert needed(first, second, blue) == ()
    assert needed(third) == (BLUE, RED)
    assert needed(fourth, first) == (BLUE, BLUE)
