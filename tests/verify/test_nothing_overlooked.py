"""What was computed for something else is not taken for this, and nothing that moves is left out."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.codes import Code
from cobot_lab.findings import Report, Verdict
from cobot_lab.motion.actions import Move, Path
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.paths import data_room
from cobot_lab.verify.checker import check
from cobot_lab.verify.plan_error import PlanError
from cobot_lab.verify.recall import Recall
from cobot_lab.verify.source import Checked, check_source

from .conftest import Author, quintic

LOADED = 'prendre("magasin")\ndeposer("etau")\n'
STARTED = "sortie(1, 1)\nattendre_que(entree(1), delai=15)\n"
HOME = 'if entree(1):\n    aller_a("repos")\n'


@cache
def cell_of(name: str) -> Cell:
    return load_cell(data_room("robots") / "ur3e" / "cells" / f"{name}.toml")


def _checked(source: str, name: str = "fraiseuse", recall: Recall | None = None) -> Checked:
    return check_source(source.encode(), cell_of(name), recall=recall)


def _refused(source: str, recall: Recall | None = None) -> bool:
    return Code.ZONE_NOT_YET_OPEN.value in _checked(source, recall=recall).report.codes


def test_a_machine_is_not_started_around_the_arm_whatever_was_switched_there_before() -> None:
    assert _refused(LOADED + STARTED + HOME)
    assert _refused(LOADED + 'allumer("vert")\n' + STARTED + HOME)
    recall = Recall()
    assert not _refused(LOADED + 'allumer("vert")\naller_a("repos")\n', recall)
    assert _refused(LOADED + STARTED + HOME, recall)


def test_a_machine_started_from_afar_says_nothing_of_one_started_around_the_arm() -> None:
    away = 'aller_au_dessus("plateau")\n' + STARTED
    inside = 'aller_au_dessus("etau")\n' + STARTED + HOME
    recall = Recall()
    assert not _refused(LOADED + away + HOME, recall)
    assert _refused(LOADED + inside, recall)
    again = "".join(f"    {line}\n" for line in inside.splitlines())
    assert _refused(LOADED + away + "if entree(1):\n" + again)


def test_fingers_that_open_into_the_arm_are_seen(cell: Cell) -> None:
    q = np.array([0.0, -1.57, -1.5117210812166837, 0.11200438079808661, -1.4959732338280192, -1.2626633772430218])
    middle = np.array([0.0, -1.57, q[2], *cell.robot.q_rest[3:5], q[5]])
    author = Author(cell).open(0.0).joint(middle, 7.0).joint(q, 7.0).open(0.028).open(0.0).joint(middle, 7.0)
    report = check(author.rest(7.0).plan(), cell)[1]
    assert Code.COLLISION_SELF.value in report.codes


@pytest.mark.parametrize("extra", ["", "fermer_pince()\n"])
def test_closing_again_on_what_is_held_gives_no_leave_to_come_near(extra: str) -> None:
    beside = 'decale("plateau", 0, -120, {})'
    source = (
        f'prendre("magasin")\naller_au_dessus({beside.format(0)})\ndescendre_vers({beside.format(-4)})\n{extra}'
        'remonter(60)\ndeposer("plateau")\naller_a("repos")\n'
    )
    assert Code.COLLISION_CARRIED.value in _checked(source, "atelier").report.codes


def test_an_accident_that_a_recalled_scene_goes_on_with_is_as_deep(cell: Cell) -> None:
    aside = (0.0, 0.1, 0.0)
    author = Author(cell)
    author.go("plateau", 2.5, up=0.12, offset=aside).line("plateau", 1.5, up=-0.011, offset=aside)
    touching, deep = author.q, author.solve(author.target("plateau", -0.02, aside), author.q)
    up = author.solve(author.target("plateau", 0.12, aside), author.q)
    t, s, ds = quintic(1.5)
    q = np.vstack((touching + s * (deep - touching), (deep + s * (up - deep))[1:]))
    qd = np.vstack((ds * (deep - touching), (ds * (up - deep))[1:]))
    author.actions.append(Move(author.step, Path.JOINT, Trajectory(np.r_[t, 1.5 + t[1:]], q, qd), ""))
    author.q = up
    plan = author.rest(2.5).plan()
    full, recall = check(plan, cell)[1], Recall()
    assert full.verdict is Verdict.FAILED
    assert [check(plan, cell, recall=recall)[1] for _ in range(2)] == [full, full]


@pytest.mark.parametrize(("before", "after"), [(1, 2), (2, 1), (0.51, 1.3)])
def test_a_longer_wait_at_the_end_is_filmed_to_its_end(before: float, after: float) -> None:
    recall, source = Recall(), 'prendre("magasin")\nattendre({})\n'
    _checked(source.format(before), "atelier", recall)
    films = [_checked(source.format(after), "atelier", each).recording for each in (recall, None)]
    assert films[0] is not None
    assert films[1] is not None
    assert films[0].to_bytes() == films[1].to_bytes()


def test_a_rounded_way_that_ends_where_it_began_is_measured_by_its_length() -> None:
    square = "decaler(60, 0, 0)\ndecaler(0, 60, 0)\ndecaler(-60, 0, 0)\ndecaler(0, -60, 0)\n"
    source = f'aller_au_dessus("magasin", 80)\nmode("ligne")\narrondir(15)\n{square}arrondir(0)\naller_a("repos")\n'
    report: Report = _checked(source, "atelier").report
    assert Code.SINGULARITY.value not in report.codes


@pytest.mark.parametrize("time", [0.0, 0.001, 0.02])
def test_a_gripper_that_would_open_in_no_time_is_no_plan(cell: Cell, time: float) -> None:
    with pytest.raises(PlanError, match="at least"):
        check(Author(cell).go("magasin", 2.5, up=0.08).open(0.03, time).rest(2.5).plan(), cell)
