"""A lamp is lit at the end exactly when its task says so, on every way through a program."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Lamp, Quota, Task
from cobot_lab.findings import Report
from cobot_lab.paths import data_room
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.checks.lamps import LampError
from cobot_lab.verify.source import check_source

REST = 'attendre(1)\naller_a("repos")\n'
RED, GREEN = "voyant_rouge", "voyant_vert"
MILL = load_lesson("10").task
BELT = load_lesson("07").task
DONE = Lamp(GREEN, "said", "entree_1", True)
MILLED = """\
prendre("magasin")
deposer("etau")
aller_a("repos")
impulsion(1, 0.5)
attendre_que(entree(1), delai=15)
if entree(1):
    prendre("etau")
    deposer("plateau")
{}else:
    afficher("bloquée")
{}aller_a("repos")
"""


@cache
def cell_of(name: str) -> Cell:
    return load_cell(data_room("robots") / "ur3e" / "cells" / f"{name}.toml")


def _report(source: str, cell: str, task: Task, *lamps: Lamp) -> Report:
    return check_source(source.encode(), cell_of(cell), replace(task, lamps=lamps)).report


def _found(source: str, cell: str, task: Task, *lamps: Lamp) -> list[tuple[str, int | None, str]]:
    """Give code, line and lamp of each finding about lamps."""
    found = _report(source, cell, task, *lamps).findings
    return [
        (one.code.value, one.span and one.span.line, str(one.fact("signal")))
        for one in found
        if one.code.value in {"G65", "G66", "G67"}
    ]


EMPTY = Task("essai", (), at_rest=True, duration_max=60.0)


@pytest.mark.parametrize(
    ("source", "when", "found"),
    [
        ('allumer("vert")\n' + REST, "always", []),
        (REST, "always", [("G65", 1, GREEN)]),
        ('allumer("rouge")\n' + REST, "always", [("G65", 2, GREEN)]),
        ('allumer("vert")\neteindre("vert")\n' + REST, "always", [("G65", 2, GREEN)]),
        ('eteindre("vert")\nallumer("vert")\n' + REST, "always", []),
        (REST, "never", []),
        ('allumer("vert")\neteindre("vert")\n' + REST, "never", []),
        ('allumer("vert")\n' + REST, "never", [("G66", 1, GREEN)]),
        ('allumer("rouge")\n' + REST, "never", []),
    ],
)
def test_a_lamp_may_have_to_be_lit_always_or_never(source: str, when: str, found: list[tuple[str, int, str]]) -> None:
    assert _found(source, "fraiseuse", EMPTY, Lamp(GREEN, when)) == found


@pytest.mark.parametrize(
    ("done", "late", "lamps", "found"),
    [
        ("allumer('vert')", "", (DONE,), []),
        ("", "", (DONE,), [("G65", 6, GREEN)]),
        ("allumer('vert')", "allumer('vert')", (DONE,), [("G66", 12, GREEN)]),
        ("", "allumer('vert')", (DONE,), [("G65", 6, GREEN), ("G66", 11, GREEN)]),
        ("", "allumer('rouge')", (Lamp(RED, "incomplete"), Lamp(GREEN, "never")), []),
        ("", "", (Lamp(RED, "incomplete"),), [("G65", 6, RED)]),
        ("allumer('rouge')", "allumer('rouge')", (Lamp(RED, "incomplete"),), [("G66", 9, RED)]),
        ("allumer('vert')", "", (Lamp(GREEN, "complete"),), []),
        ("", "", (Lamp(GREEN, "complete"),), [("G65", 6, GREEN)]),
        ("allumer('vert')", "allumer('rouge')", (Lamp(GREEN, "complete"), Lamp(RED, "incomplete")), []),
    ],
)
def test_a_lamp_tells_what_became_of_the_work(
    done: str, late: str, lamps: tuple[Lamp, ...], found: list[tuple[str, int, str]]
) -> None:
    source = MILLED.format(*(f"    {line}\n" if line else "" for line in (done, late)))
    assert _found(source, "fraiseuse", MILL, *lamps) == found


def test_a_lamp_that_goes_by_a_sensor_is_right_for_no_program_that_does_not_ask_it() -> None:
    assert _found(REST, "fraiseuse", EMPTY, DONE) == [("G65", 1, GREEN)]
    assert _found('allumer("vert")\n' + REST, "fraiseuse", EMPTY, DONE) == [("G66", 1, GREEN)]
    asked = "x = entree(1)\n" + REST
    assert _found(asked, "fraiseuse", EMPTY, DONE) == [], "nothing was started: it can only say no"


def test_the_last_answer_counts_and_its_way_is_told() -> None:
    source = MILLED.format("    allumer('vert')\n", "    allumer('vert')\n")
    (finding,) = _report(source, "fraiseuse", MILL, DONE).findings
    assert finding.outcomes == (("entree_1@15", False), ("entree_1", False))
    assert finding.fact("case") == "said"


TWICE = """\
rangees = 0
for i in range(2):
    convoyeur(50)
    attendre_piece("convoyeur", delai=10)
    convoyeur(0)
    if piece_presente("convoyeur"):
        prendre("convoyeur")
        deposer(decale("plateau", 45 * rangees, 0, 0))
        rangees += 1
{}aller_a("repos")
"""


@pytest.mark.parametrize(
    ("after", "found"),
    [
        ("if rangees < 2:\n    allumer('rouge')\n", []),
        ("if rangees < 1:\n    allumer('rouge')\n", [("G65", 6, RED)]),
        ("if rangees == 2:\n    allumer('rouge')\n", [("G65", 6, RED), ("G66", 11, RED)]),
    ],
    ids=["one or both missing", "both missing only", "none missing"],
)
def test_a_lamp_may_be_lit_by_what_was_counted(after: str, found: list[tuple[str, int, str]]) -> None:
    assert _found(TWICE.format(after), "convoyeur", BELT, Lamp(RED, "incomplete")) == found


def test_a_number_of_parts_is_missing_too() -> None:
    six = load_lesson("06")
    source = (six.folder / "solution.py").read_text(encoding="utf-8")
    plain = load_cell(six.cell)
    cell = replace(plain, signals=(*plain.signals, *cell_of("convoyeur").signals[1:]))
    assert six.task.quotas == (Quota("bac_bonnes", 4, "presence", side_by_side=True),)

    def found(end: str) -> list[tuple[str, tuple[tuple[str, object], ...]]]:
        task = replace(six.task, toolbox=(), lamps=(Lamp(RED, "incomplete"),))
        report = check_source((source + end).encode(), cell, task).report
        return [(one.code.value, one.facts) for one in report.findings]

    assert found("if compteur('bonnes') < 4:\n    allumer('rouge')\n") == []
    assert [code for code, _ in found("")] == ["G65"]
    assert [code for code, _ in found("allumer('rouge')\n")] == ["G66"]


WORK = 'prendre("magasin")\n{}deposer("plateau")\n{}aller_a("repos")\n'


@pytest.mark.parametrize(
    ("before", "between", "behind", "found"),
    [
        ("allumer('vert')\n", "", "eteindre('vert')\n", []),
        ("allumer('vert')\n", "", "", []),
        ("", "", "", [("G67", 1, GREEN)]),
        ("", "allumer('vert')\n", "", [("G67", 1, GREEN)]),
        ("allumer('vert')\n", "eteindre('vert')\n", "", [("G67", 4, GREEN)]),
        ("allumer('vert')\n", "eteindre('vert')\nattendre(1)\nallumer('vert')\n", "", [("G67", 4, GREEN)]),
        ("allumer('vert')\n", "eteindre('vert')\nallumer('vert')\n", "", []),
        ("allumer('rouge')\n", "", "", [("G67", 2, GREEN)]),
    ],
)
def test_a_lamp_may_have_to_be_lit_during_the_work(
    before: str, between: str, behind: str, found: list[tuple[str, int, str]]
) -> None:
    source = before + WORK.format(between, behind)
    assert _found(source, "fraiseuse", EMPTY, Lamp(GREEN, "working")) == found


def test_without_work_no_lamp_tells_of_it() -> None:
    assert _found(REST, "fraiseuse", EMPTY, Lamp(GREEN, "working")) == []


@pytest.mark.parametrize(
    ("lamp", "known"),
    [
        (Lamp("voyant_bleu", "always"), "voyant_vert, voyant_rouge"),
        (Lamp("depart_cycle", "always"), "voyant_vert, voyant_rouge"),
        (Lamp(GREEN, "said", "entree_7", True), "entree_1"),
    ],
)
def test_a_task_that_asks_for_what_its_cell_does_not_have_is_refused(lamp: Lamp, known: str) -> None:
    with pytest.raises(LampError, match=f"expected one of {known}"):
        _report(REST, "fraiseuse", EMPTY, lamp)
