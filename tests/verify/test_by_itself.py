"""What a cell does by itself is held to be the worse of what it may be."""

from __future__ import annotations

from functools import cache

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.codes import Code
from cobot_lab.findings import Verdict
from cobot_lab.paths import data_room
from cobot_lab.verify.recall import Recall
from cobot_lab.verify.source import Checked, check_source

REST = 'aller_a("repos")\n'
BESIDE = 'decale("magasin", 20, 0, 4)'
LOW = f"aller_au_dessus({BESIDE}, 60)\ndescendre_vers({BESIDE})\nattendre(3)\nremonter(60)\n"
"""The gripper goes down so far aside of a feeder's station that a finger is where a blank would be."""
ASK = 'if piece_presente("magasin"):\n'


@cache
def cell_of(name: str) -> Cell:
    return load_cell(data_room("robots") / "ur3e" / "cells" / f"{name}.toml")


def _checked(source: str, name: str, recall: Recall | None = None) -> Checked:
    return check_source(source.encode(), cell_of(name), recall=recall)


def _refusals(source: str, name: str, recall: Recall | None = None) -> list[tuple[str, int | None]]:
    report = _checked(source, name, recall).report
    assert report.verdict is not Verdict.NOT_VERIFIED
    return [(found.code.value, found.step) for found in report.findings if found.severity.value == "refusal"]


def _inside(source: str) -> str:
    return "".join(f"    {line}\n" for line in source.splitlines())


@pytest.mark.parametrize(
    ("source", "code", "step"),
    [
        (LOW + REST, Code.PART_MAY_COME, 2),
        ('x = piece_presente("magasin")\n' + LOW + 'if x:\n    afficher("la")\n' + REST, Code.PART_MAY_COME, 3),
        (
            f'attendre_piece("magasin", delai=1)\nif not piece_presente("magasin"):\n{_inside(LOW)}{REST}',
            Code.PART_MAY_COME,
            5,
        ),
        (
            ASK
            + _inside('prendre("magasin")\naller_au_dessus("magasin", 4)\nremonter(60)\ndeposer("bac_bonnes")\n')
            + REST,
            Code.PART_MAY_COME,
            4,
        ),
        (
            ASK
            + _inside(
                'aller_au_dessus("magasin", 60)\ndescendre_vers("magasin")\nfermer_pince()\nremonter(12)\n'
                'descendre_vers("magasin")\nouvrir_pince()\nremonter(60)\n'
            )
            + REST,
            Code.PART_MAY_COME,
            7,
        ),
    ],
    ids=["never asked", "not yet known", "not seen", "above the next one", "laid back on the next one"],
)
def test_a_blank_may_lie_at_a_feeder_unless_it_is_known_where_it_is(source: str, code: Code, step: int) -> None:
    assert (code.value, step) in _refusals(source, "comptage")


def test_a_blank_that_may_have_come_is_in_the_way_after_one_that_was_seen() -> None:
    recall = Recall()
    far = LOW.replace("20, 0, 4", "40, 0, 40")
    assert not _refusals(far + REST, "comptage", recall)
    assert _refusals(LOW + REST, "comptage", recall)
    assert _refusals(ASK + _inside('prendre("magasin")\ndeposer("bac_bonnes")\n' + LOW) + REST, "comptage", recall)


def test_the_gripper_goes_up_along_the_next_blank_and_round_one_that_may_be_there() -> None:
    take = 'aller_au_dessus("magasin", 60)\ndescendre_vers("magasin")\nfermer_pince()\nremonter(10)\nremonter(50)\n'
    assert not _refusals(ASK + _inside(take + 'deposer("bac_bonnes")\n') + REST, "comptage")
    around = 'aller_au_dessus("magasin", 60)\ndescendre_vers("magasin")\nattendre(2)\nremonter(60)\n'
    assert not _refusals(around + REST, "comptage")


WAIT = 'convoyeur(50)\nattendre_piece("convoyeur", delai=10)\n'
FETCH = 'if piece_presente("convoyeur"):\n    convoyeur(0)\n    prendre("convoyeur")\n    deposer("plateau")\n'


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (WAIT + FETCH + REST, [("G63", 1)]),
        (WAIT + FETCH + "convoyeur(0)\n" + REST, []),
        (WAIT + FETCH + "else:\n    convoyeur(0)\n" + REST, []),
        ("convoyeur(50)\nconvoyeur(80)\n" + REST, [("G63", 2)]),
        ('allumer("vert")\n' + REST, []),
    ],
    ids=["on when none came", "stopped in the end", "stopped in each case", "started twice", "a lamp may stay on"],
)
def test_a_conveyor_stands_at_the_end_of_every_way(source: str, found: list[tuple[str, int]]) -> None:
    assert _refusals(source, "convoyeur") == found


def test_the_gripper_is_empty_at_the_end_whether_a_task_asks_for_it_or_not() -> None:
    assert _refusals('prendre("magasin")\naller_a("repos")\n', "atelier") == [("G03", 2)]
    assert not _refusals('prendre("magasin")\ndeposer("plateau")\naller_a("repos")\n', "atelier")
