"""Fixes of what runs by itself: each is one small change, checked the real way before it is offered."""

from __future__ import annotations

import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Task
from cobot_lab.coach.budget import Budget, Search
from cobot_lab.coach.repair import repair
from cobot_lab.findings import Verdict
from cobot_lab.school.lesson import load_lesson

FREE = Task("essai", (), at_rest=True, duration_max=90.0)
LAID_BACK = """\
convoyeur(50)
attendre_piece("convoyeur", delai=10)
convoyeur(0)
if piece_presente("convoyeur"):
    prendre("convoyeur")
    deposer(decale("convoyeur", 0, -100, 0))
    aller_a("repos")
    convoyeur(50)
    attendre_piece("convoyeur", delai=10)
    convoyeur(0)
aller_a("repos")
"""
FIXES = {
    ("07", "belt_stops_only_for_a_part"): ("", "convoyeur(0)"),
    ("07", "forgets_the_lamp"): ("", 'allumer("rouge")'),
    ("07", "lights_the_other_lamp"): ('allumer("vert")', 'allumer("rouge")'),
    ("07", "lights_in_any_case"): ('allumer("rouge")', 'allumer("rouge")'),
    ("07", "lamp_goes_out"): ('eteindre("rouge")', ""),
    ("07", "too_impatient"): ('attendre_piece("convoyeur", delai=3)', 'attendre_piece("convoyeur", delai=6)'),
    ("10", "forgets_the_lamp"): ("", 'allumer("vert")'),
    ("10", "leaves_the_start_on"): ("sortie(1, 1)", "impulsion(1, 0.5)"),
    ("10", "too_impatient"): ("attendre_que(entree(1), delai=4)", "attendre_que(entree(1), delai=8)"),
    ("10", "waits_too_long"): ("attendre_que(entree(1), delai=20)", "attendre_que(entree(1), delai=15)"),
    ("12", "lamp_too_late"): ("", 'allumer("vert")'),
}


def _search(number: str, source: str, task: Task | None = None) -> Search:
    lesson = load_lesson(number)
    return repair(source.encode(), load_cell(lesson.cell), task or lesson.task, budget=Budget(seconds=300.0))


def _edits(search: Search) -> list[tuple[str, str]]:
    assert search.fix is not None, search.tried
    assert search.fix.report.verdict is Verdict.PASSED
    return [(edit.before, edit.after) for edit in search.fix.edits]


@pytest.mark.parametrize(("number", "name"), FIXES)
def test_a_lesson_s_wrong_program_is_fixed_by_one_step(number: str, name: str) -> None:
    source = (load_lesson(number).folder / f"wrong_{name}.py").read_text(encoding="utf-8")
    assert _edits(_search(number, source)) == [FIXES[number, name]]


def test_swapped_lamps_are_swapped_back() -> None:
    source = (load_lesson("10").folder / "wrong_swaps_the_lamps.py").read_text(encoding="utf-8")
    wanted = [('allumer("rouge")', 'allumer("vert")'), ('allumer("vert")', 'allumer("rouge")')]
    assert _edits(_search("10", source)) == wanted


def test_a_part_is_laid_where_the_belt_does_not_take_it_along() -> None:
    assert _edits(_search("07", LAID_BACK, FREE)) == [
        ('deposer(decale("convoyeur", 0, -100, 0))', 'deposer("convoyeur")')
    ]


def test_where_the_place_asked_for_is_known_a_part_is_laid_there() -> None:
    lesson = load_lesson("07")
    task = Task("essai", lesson.task.goals[:1], at_rest=True, duration_max=90.0)
    source = LAID_BACK.replace("0, -100, 0", "0, -90, 0")
    assert _edits(_search("07", source, task)) == [('deposer(decale("convoyeur", 0, -90, 0))', 'deposer("plateau")')]


def test_a_belt_that_nothing_waits_for_is_stopped_at_the_end() -> None:
    source = 'convoyeur(50)\naller_au_dessus("plateau")\naller_a("repos")\n'
    search = _search("07", source, FREE)
    assert search.fix is not None
    assert search.fix.source.decode().splitlines()[-2:] == ["convoyeur(0)", 'aller_a("repos")']


def test_the_gripper_goes_higher_over_a_part_that_may_have_come() -> None:
    solution = (load_lesson("06").folder / "solution.py").read_text(encoding="utf-8")
    low = solution.replace('prendre("magasin")\n', 'prendre("magasin")\n    aller_au_dessus("magasin", 4)\n')
    search = _search("06", low.replace("    deposer", "    remonter(60)\n    deposer"))
    assert [finding.code.value for finding in search.report.findings] == ["C05"]
    assert _edits(search) == [('aller_au_dessus("magasin", 4)', 'aller_au_dessus("magasin", 60)')]
