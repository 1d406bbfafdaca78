"""Branches are planned from where the arm stands at their fork, whatever commands came before it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.thing import Label, Sensor, Signal
from cobot_lab.codes import Code
from cobot_lab.language.reader import read
from cobot_lab.motion.actions import Move, Output, Path, Read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.paths import data_room

ASK = 'if bouton("vert"):\n'


@cache
def _cell() -> Cell:
    cell = load_cell(data_room("robots") / "ur3e" / "cells" / "tri.toml")
    button = Sensor("vert", "button", "", (True, False))
    lamp = Signal("voyant", Label("le voyant", "the lamp"), "lamp", "green")
    return replace(cell, sensors=(*cell.sensors, button), signals=(lamp,))


def planned(source: str) -> tuple[Plan | None, tuple[str, ...]]:
    program, report = read(source.encode())
    assert program is not None, report.findings
    found, report = plan(program, _cell())
    return found, report.codes


def whole(source: str) -> Plan:
    found, codes = planned(source)
    assert found is not None, codes
    return found


def moves(plan: Plan, way: int) -> list[Move]:
    return [action for action in plan.paths()[way].actions if isinstance(action, Move)]


def test_every_way_is_one_joined_curve_and_comes_back_bit_by_bit() -> None:
    source = f'aller_a("magasin")\narticulation(1, -20)\n{ASK}    tourner_outil(90)\n    articulation(6, 10)\n'
    found = whole(
        source + '    remonter(20)\nelse:\n    aller_au_dessus("bac_bleu")\n    articulation(1, 30)\naller_a("repos")\n'
    )
    assert len(found.paths()) == 2
    for path in found.paths():
        q = found.q_start
        for action in path.actions:
            if isinstance(action, Move):
                assert np.abs(action.trajectory.q[0] - q).max() < 1e-9
                q = action.trajectory.q[-1]
        assert q == pytest.approx(_cell().robot.q_rest)
    assert Plan.from_bytes(found.to_bytes()).to_bytes() == found.to_bytes()


def test_a_joint_is_set_in_a_branch_from_where_the_arm_stands_at_the_fork() -> None:
    found = whole(
        f'aller_au_dessus("bac_bleu")\n{ASK}    attendre(1)\nelse:\n    articulation(6, 10)\naller_a("repos")\n'
    )
    there, turned = moves(found, 1)[0].trajectory.q[-1], moves(found, 1)[1].trajectory.q[-1]
    assert turned[:5] == pytest.approx(there[:5])
    assert turned[5] == pytest.approx(np.deg2rad(10))


LINES = 'aller_au_dessus("magasin", 100)\narrondir(20)\ndecaler(60, 0, 0)\n{0}decaler(0, 60, 0)\naller_a("repos")\n'


def test_lines_pass_into_one_another_but_not_over_a_reading_or_a_fork() -> None:
    assert [move.path for move in moves(whole(LINES.format("")), 0)].count(Path.BLEND) == 1
    for between in ('a = bouton("vert")\n', f"{ASK}    pass\n", f"{ASK}    vitesse(50)\nelse:\n    vitesse(50)\n"):
        if "pass" in between:
            between = f"{ASK}    afficher(1)\n"  # noqa: PLW2901
        found = whole(LINES.format(between))
        for path in found.paths():
            assert any(isinstance(action, Read) for action in path.actions)
            assert all(action.path is not Path.BLEND for action in path.actions if isinstance(action, Move))


def test_a_blend_of_a_branch_is_stored_with_its_corners() -> None:
    found = whole(f"{ASK}    attendre(1)\n" + LINES.format(""))
    for each in (found, Plan.from_bytes(found.to_bytes())):
        for path in each.paths():
            (blend,) = [a for a in path.actions if isinstance(a, Move) and a.path is Path.BLEND]
            assert len(blend.corners) == 1


def test_outputs_stay_in_their_branch() -> None:
    found = whole(f'{ASK}    allumer("vert")\nelse:\n    attendre(1)\naller_a("magasin")\naller_a("repos")\n')
    lit = [[action.name for action in path.actions if isinstance(action, Output)] for path in found.paths()]
    assert lit == [["voyant"], []]


def test_what_only_one_branch_cannot_do_is_found() -> None:
    source = f'aller_a("magasin")\n{ASK}    aller_a("magazin")\nelse:\n    allumer("rouge")\n    remonter(900)\n'
    found, codes = planned(source)
    assert found is None
    assert set(codes) >= {Code.UNKNOWN_PLACE.value, Code.UNKNOWN_SIGNAL.value}
    found, codes = planned(f'aller_a("magasin")\n{ASK}    attendre(1)\nelse:\n    remonter(900)\naller_a("repos")\n')
    assert found is None
    assert set(codes) <= {Code.UNREACHABLE.value, Code.LINE_BLOCKED.value}
    assert codes
