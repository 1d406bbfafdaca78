"""Whole programs as pupils write them: clean ones pass, sly ones are refused where they are sly."""

from __future__ import annotations

import time

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Goal, Task
from cobot_lab.findings import Report, Verdict, refusals
from cobot_lab.language.reader import read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.verify.checker import check
from cobot_lab.verify.checks.check import Stage
from cobot_lab.verify.checks.registry import CHECKS
from cobot_lab.verify.source import check_source
from cobot_lab.verify.subject import Subject

TASK = Task("x", (Goal("ebauche", "plateau"),), True, 90.0)

DELIVER = 'deposer("plateau")\naller_a("repos")\n'
RETURN = 'remonter(80)\naller_a("repos")\n'
PICK_BY_HAND = 'aller_au_dessus("magasin")\nouvrir_pince()\ndescendre_vers("magasin")\nfermer_pince()\n'
OVER_NEIGHBOUR = 'decale("magasin", 38, 72, 15)'
GRIP_NEIGHBOUR = f"aller_au_dessus({OVER_NEIGHBOUR})\ndescendre_vers({OVER_NEIGHBOUR})\nfermer_pince()\n"
ON_TRAY = 'decale("plateau", 50, 0, 45)'

CLEAN = {
    "pick and place": 'prendre("magasin")\n' + DELIVER,
    "word by word": PICK_BY_HAND
    + 'remonter(80)\naller_au_dessus("plateau")\ndescendre_vers("plateau")\nouvrir_pince()\nremonter(80)\n'
    'aller_a("repos")\n',
    "low lift": PICK_BY_HAND + "remonter(30)\nremonter(60)\n" + DELIVER,
    "high lift": PICK_BY_HAND + "remonter(100)\n" + DELIVER,
    "down and up by small steps": 'aller_au_dessus("magasin")\ndecaler(0, 0, -40)\ndecaler(0, 0, -30)\n'
    "decaler(0, 0, -10)\nfermer_pince()\ndecaler(0, 0, 5)\ndecaler(0, 0, 25)\ndecaler(0, 0, 50)\n"
    'aller_au_dessus("plateau")\ndecaler(0, 0, -60)\ndecaler(0, 0, -20)\nouvrir_pince()\ndecaler(0, 0, 10)\n'
    'decaler(0, 0, 70)\naller_a("repos")\n',
    "put back and taken again": PICK_BY_HAND
    + 'remonter(40)\ndescendre_vers("magasin")\nouvrir_pince()\nremonter(80)\nprendre("magasin")\n'
    + DELIVER,
    "by way of the inspection post": 'prendre("magasin")\ndeposer("controle")\nprendre("controle")\n' + DELIVER,
    "held still at the inspection post": 'prendre("magasin")\naller_au_dessus("controle")\ndescendre_vers("controle")\n'
    "attendre(1)\nremonter(80)\n" + DELIVER,
    "put beside the middle, then in it": 'prendre("magasin")\ndeposer(decale("plateau", 40, 0, 0))\n'
    'prendre(decale("plateau", 40, 0, 0))\n' + DELIVER,
    "a look at the tray first": 'aller_au_dessus("plateau")\ndescendre_vers("plateau")\nremonter(80)\n'
    'prendre("magasin")\n' + DELIVER,
    "waits and texts in between": 'aller_au_dessus("magasin")\ndescendre_vers("magasin")\nattendre(0.5)\n'
    'fermer_pince()\nafficher("tenue")\nattendre(0.5)\nremonter(80)\naller_au_dessus("plateau")\ndescendre_vers("plateau")\n'
    'attendre(0.5)\nouvrir_pince()\nattendre(0.5)\nremonter(80)\naller_a("repos")\n',
    "pressed on by less than its tolerance": 'prendre("magasin")\naller_au_dessus("plateau")\ndecaler(0, 0, -80.05)\n'
    'ouvrir_pince()\nremonter(80)\naller_a("repos")\n',
    "opened just enough": 'ouvrir_pince(21)\naller_au_dessus("magasin")\ndescendre_vers("magasin")\nfermer_pince()\n'
    'remonter(80)\naller_au_dessus("plateau")\ndescendre_vers("plateau")\nouvrir_pince(20.4)\nremonter(80)\n'
    'aller_a("repos")\n',
}
"""Programs that fulfil `TASK`."""

TOO_NEAR = {
    "blank pushed against the stop of the magazine": (
        PICK_BY_HAND + "decaler(0, 2.9, 0)\ndecaler(0, -2.9, 0)\nremonter(80)\n" + DELIVER,
        ("C04", 5),
    ),
    "blank pressed into the tray": (
        (
            'prendre("magasin")\naller_au_dessus("plateau")\ndecaler(0, 0, -80.99)\nouvrir_pince()\nremonter(80)\n'
            'aller_a("repos")\n'
        ),
        ("C04", 3),
    ),
    "blank pressed into the tray by more than its tolerance": (
        'prendre("magasin")\naller_au_dessus("plateau")\ndecaler(0, 0, -80.15)\nouvrir_pince()\n' + RETURN,
        ("C04", 3),
    ),
    "blank pressed a little, not where it is let go": (
        (
            'prendre("magasin")\naller_au_dessus("plateau")\ndecaler(0, 0, -80.05)\ndecaler(5, 0, 0)\nouvrir_pince()\n'
            'remonter(80)\naller_a("repos")\n'
        ),
        ("C04", 3),
    ),
    "low over the table, where the gripper opens later": (
        (
            'aller_au_dessus(decale("plateau", -150, 0, 0))\ndescendre_vers(decale("plateau", -150, 0, -4))\n'
            "ouvrir_pince()\nremonter(80)\n"
        ),
        ("C01", 2),
    ),
    "low over the tray, away from the place": (
        'aller_au_dessus("plateau")\ndescendre_vers("plateau")\ndecaler(40, 0, 0)\nremonter(80)\n',
        ("C01", 3),
    ),
    "low over the tray long before a part is put there": (
        (
            'aller_au_dessus(decale("plateau", 40, 0, 0))\ndescendre_vers(decale("plateau", 40, 0, 0))\nremonter(100)\n'
            'prendre("magasin")\ndeposer(decale("plateau", 40, 0, 0))\naller_a("repos")\n'
        ),
        ("C01", 2),
    ),
    "tips pressed onto the tray at its place": (
        'aller_au_dessus("plateau")\ndescendre_vers("plateau")\ndecaler(0, 0, -2.1)\nremonter(80)\n',
        ("C01", 3),
    ),
    "gripper opened too little to go around the blank": (
        'ouvrir_pince(20.1)\naller_au_dessus("magasin")\ndescendre_vers("magasin")\nfermer_pince()\nremonter(80)\n'
        + DELIVER,
        ("C02", 3),
    ),
    "gripper opened too little to let go": (
        (
            'prendre("magasin")\naller_au_dessus("plateau")\ndescendre_vers("plateau")\nouvrir_pince(20.25)\nremonter(80)\n'
            'aller_a("repos")\n'
        ),
        ("P09", 4),
    ),
}
"""Programs that the motion refuses, with the first finding: code and line."""


def planned(source: str, cell: Cell) -> Plan:
    program, _ = read(source.encode())
    assert program is not None
    result, report = plan(program, cell)
    assert result is not None, report
    return result


def found(report: Report) -> list[tuple[str, int | None]]:
    return [(one.code.value, None if one.span is None else one.span.line) for one in report.findings]


@pytest.mark.parametrize("name", CLEAN)
def test_the_motion_of_clean_programs_is_not_refused(cell: Cell, name: str) -> None:
    subject = Subject(planned(CLEAN[name], cell), cell, TASK)
    assert [one for each in CHECKS if each.stage is not Stage.PHYSICS for one in each.look(subject)] == []


@pytest.mark.parametrize("name", ["put back and taken again", "by way of the inspection post", "opened just enough"])
def test_clean_programs_pass(cell: Cell, name: str) -> None:
    assert check_source(CLEAN[name].encode(), cell, TASK).report.verdict is Verdict.PASSED


@pytest.mark.parametrize("name", TOO_NEAR)
def test_coming_too_near_is_refused_where_it_happens(cell: Cell, name: str) -> None:
    source, expected = TOO_NEAR[name]
    report = check_source(source.encode(), cell).report
    refused = [(one.code.value, one.span and one.span.line) for one in refusals(report.findings)]
    assert refused[0] == expected


def test_an_hour_is_too_long_without_a_task_and_is_told_at_once(cell: Cell) -> None:
    started = time.perf_counter()
    report = check_source(b"for i in range(61):\n    attendre(60)\n", cell).report
    assert time.perf_counter() - started < 2.0
    (one,) = report.findings
    assert (one.code.value, one.span and one.span.line) == ("Z04", 2)
    assert (one.fact("duration"), one.fact("limit")) == (3660.0, 300.0)
    assert {"collision_cell", "surface_speed", "goal"} <= set(report.not_run)


def test_too_long_with_many_moves_costs_no_sweep(cell: Cell) -> None:
    around = 'aller_au_dessus("magasin")\naller_au_dessus("plateau")\n'
    judged = planned(around * 100, cell)
    assert judged.duration > TASK.duration_max
    started = time.perf_counter()
    _, report = check(judged, cell, TASK)
    assert time.perf_counter() - started < 1.0  # a sweep of 200 moves takes some ten times as long
    assert report.codes[0] == "Z04"
    assert {"collision_cell", "tool_speed"} <= set(report.not_run)


def test_the_neighbour_carried_away_is_told_at_the_step_that_took_it(cell: Cell) -> None:
    source = (
        GRIP_NEIGHBOUR
        + f"remonter(100)\naller_au_dessus({ON_TRAY})\ndescendre_vers({ON_TRAY})\nouvrir_pince()\nremonter(100)\n"
        + 'prendre("magasin")\ndeposer(decale("plateau", -30, 0, 0))\naller_a("repos")\n'
    )
    report = check_source(source.encode(), cell, TASK).report
    assert ("G04", 3) in found(report)
    (one,) = [one for one in report.findings if one.code.value == "G04"]
    assert one.fact("part") == "temoin"
    assert one.fact("offset") > 0.2


def test_the_neighbour_put_back_a_millimetre_off_is_told(cell: Cell) -> None:
    lift = "remonter(50)\ndecaler(0, {off}, -50)\nouvrir_pince()\nremonter(100)\n"
    back = GRIP_NEIGHBOUR + lift + 'prendre("magasin")\n' + DELIVER
    assert found(check_source(back.format(off=1).encode(), cell, TASK).report) == [("G04", 3)]
    assert found(check_source(back.format(off=0).encode(), cell, TASK).report) == []
