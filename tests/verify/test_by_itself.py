"""What a cell does by itself is held to be the worse of what it may be."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Task
from cobot_lab.codes import Code
from cobot_lab.findings import Verdict
from cobot_lab.paths import data_room
from cobot_lab.school.lesson import load_lesson
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


def _checked(source: str, cell: str | Cell, recall: Recall | None = None, task: Task | None = None) -> Checked:
    known = cell_of(cell) if isinstance(cell, str) else cell
    return check_source(source.encode(), known, task, recall=recall)


def _refusals(
    source: str, cell: str | Cell, recall: Recall | None = None, task: Task | None = None
) -> list[tuple[str, int | None]]:
    report = _checked(source, cell, recall, task).report
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


@pytest.mark.parametrize(("aside", "found"), [(-100, [("G64", 9)]), (-3, [("G64", 9)]), (-1, [])])
def test_a_conveyor_is_not_started_under_a_part_that_it_would_take_along(
    aside: int, found: list[tuple[str, int]]
) -> None:
    back = f'prendre("convoyeur")\ndeposer(decale("convoyeur", 0, {aside}, 0))\naller_a("repos")\n'
    again = "convoyeur(50)\nattendre(1)\nconvoyeur(0)\n"
    ask = WAIT + 'convoyeur(0)\nif piece_presente("convoyeur"):\n'
    assert _refusals(ask + _inside(back + again) + REST, "convoyeur") == found


START = 'aller_a("repos")\nsortie(1, 1)\nattendre_que(entree(1), delai=15)\n'


@pytest.mark.parametrize(("aside", "codes"), [("0, 14, 0", {"G61"}), ("0, 3, 0", {"G61"}), ("0, 1, 0", set())])
def test_a_part_in_a_machine_lies_there_as_exactly_as_at_a_goal(aside: str, codes: set[str]) -> None:
    pulse = START.replace("sortie(1, 1)", "impulsion(1, 0.5)")
    source = f'prendre("magasin")\ndeposer(decale("etau", {aside}))\n{pulse}'
    assert {code for code, _ in _refusals(source, "fraiseuse")} == codes


LOAD = 'prendre("magasin")\ndeposer("etau")\naller_a("repos")\n'
AWAIT = "attendre_que(entree(1), delai={})\n"


@pytest.mark.parametrize(
    ("start", "found"),
    [
        ("sortie(1, 1)\n", [("G68", 4)]),
        ("sortie(1, 1)\nattendre(0.5)\nsortie(1, 0)\n", []),
        ("impulsion(1, 0.5)\n", []),
        ("impulsion(1, 0.5)\nsortie(1, 1)\n", [("G68", 5)]),
        ("sortie(1, 1)\nimpulsion(1, 0.5)\n", []),
    ],
    ids=["left on", "switched off", "a pulse", "on again", "ended by a pulse"],
)
def test_the_start_of_a_machine_is_off_at_the_end(start: str, found: list[tuple[str, int]]) -> None:
    assert _refusals(LOAD + start + AWAIT.format(15) + REST, "fraiseuse") == found


def test_an_output_that_starts_nothing_may_stay_on() -> None:
    mill = cell_of("fraiseuse")
    air = replace(mill.signals[0], name="soufflette", which="2")
    assert not _refusals("sortie(2, 1)\n" + REST, replace(mill, signals=(*mill.signals, air)))


@pytest.mark.parametrize(
    ("behind", "late", "found"),
    [
        ("", True, [("G69", 4)]),
        ("", False, [("G69", 4)]),
        ("attendre(20)\n", True, [("G69", 4)]),
        (AWAIT.format(7), True, [("G69", 5)]),
        (AWAIT.format(8), True, []),
        (AWAIT.format(8), False, []),
        (AWAIT.format(4) + AWAIT.format(4), True, []),
        (AWAIT.format(4) + AWAIT.format(3), True, [("G69", 6)]),
        ("attendre(6)\nif entree(1):\n    afficher('oui')\n", True, [("G69", 7)]),
        ("attendre(8)\nif entree(1):\n    afficher('oui')\n", True, []),
    ],
    ids=[
        "left",
        "left in time",
        "waited blindly",
        "too short",
        "late",
        "in time",
        "two waits",
        "still short",
        "asked too early",
        "asked",
    ],
)
def test_a_machine_is_awaited_unless_it_is_late(behind: str, late: bool, found: list[tuple[str, int]]) -> None:
    mill = cell_of("fraiseuse")
    machines = tuple(replace(machine, may_be_late=late) for machine in mill.machines)
    source = LOAD + "impulsion(1, 0.5)\n" + behind + REST
    assert _refusals(source, replace(mill, machines=machines)) == found


@pytest.mark.parametrize(("between", "codes"), [("", {"G62"}), ("sortie(1, 0)\n", set())])
def test_a_machine_starts_when_its_signal_comes_on_and_not_while_it_stays_on(between: str, codes: set[str]) -> None:
    mill = cell_of("fraiseuse")
    one = next(part for part in mill.parts if part.name == "ebauche")
    T_WO = one.T_WO.copy()
    T_WO[:3, 3] = (0.18, -0.2, 0.004)
    prompt = tuple(replace(machine, may_be_late=False) for machine in mill.machines)
    both = replace(mill, things=(*mill.things, replace(one, name="ebauche_2", T_WO=T_WO)), machines=prompt)
    task = Task("essai", (), at_rest=True, duration_max=200.0, machined=("ebauche", "ebauche_2"))
    take, away = 'prendre("etau")\n', 'deposer(decale("plateau", {}, 0, 0))\n'
    first = 'prendre("magasin")\ndeposer("etau")\n' + START + between + take + away.format(0)
    other = 'prendre(decale("magasin", -100, 0, -30))\ndeposer("etau")\n' + START + take + away.format(45)
    found = {code for code, _ in _refusals(first + other + REST, both, task=task)}
    assert found & {"G61", "G62"} == codes


COUNT = """\
encore = piece_presente("magasin")
while encore and compteur("bonnes") < 4:
    prendre("magasin")
    compter("bonnes")
{}    if compteur("bonnes") < 4:
        encore = piece_presente("magasin")
    deposer(decale("bac_bonnes", 45 * compteur("bonnes") - 45, 0, 0))
aller_a("repos")
"""


@pytest.mark.parametrize(("waits", "codes"), [("", {"G70"}), ("    attendre(1)\n", set())])
def test_a_feeder_is_empty_once_it_had_the_time_to_bring_another_part(waits: str, codes: set[str]) -> None:
    found = _refusals(COUNT.format(waits), "comptage", task=load_lesson("06").task)
    assert {code for code, _ in found} == codes


@pytest.mark.parametrize(("seconds", "codes"), [(2, {"G60"}), (4, set())])
def test_waits_one_after_the_other_add_up(seconds: int, codes: set[str]) -> None:
    """A blank takes 6 s at most: two waits of 4 s are enough, two of 2 s are not."""
    wait = f'attendre_piece("convoyeur", delai={seconds})\n'
    source = (
        "convoyeur(50)\n" + wait + 'if not piece_presente("convoyeur"):\n' + _inside(wait) + "convoyeur(0)\n"
        'if piece_presente("convoyeur"):\n    prendre("convoyeur")\n    deposer("plateau")\n' + REST
    )
    goals = load_lesson("07").task.goals[:1]
    task = Task("essai", goals, at_rest=True, duration_max=90.0)
    assert {code for code, _ in _refusals(source, "convoyeur", task=task)} == codes


@pytest.mark.parametrize(("seconds", "codes"), [(6, {"G69"}), (9, set())])
def test_a_machine_is_late_once_it_had_its_time_however_that_was_waited_for(seconds: int, codes: set[str]) -> None:
    source = (
        'prendre("magasin")\ndeposer("etau")\naller_a("repos")\nimpulsion(1, 0.5)\n'
        f'attendre({seconds})\nif entree(1):\n    prendre("etau")\n    deposer("plateau")\n' + REST
    )
    task = replace(load_lesson("10").task, lamps=())
    assert {code for code, _ in _refusals(source, "fraiseuse", task=task)} == codes


FOUR = """\
while compteur("bonnes") < 4:
    if not piece_presente("magasin"):
        break
    prendre("magasin")
    deposer(decale("bac_bonnes", 45 * compteur("bonnes"), 0, 0))
    compter("bonnes")
if compteur("bonnes") == 4:
    if piece_presente("magasin"):
        prendre("magasin")
        deposer({})
aller_a("repos")
"""


def test_a_part_beyond_those_that_are_counted_is_not_left_about() -> None:
    task = load_lesson("06").task
    assert _refusals(FOUR.format('decale("bac_bonnes", 0, 80, -5)'), "comptage", task=task) == [("G04", 12)]
    assert _refusals(FOUR.format('decale("bac_bonnes", 180, 0, 0)'), "comptage", task=task) == [("G70", 14)]
