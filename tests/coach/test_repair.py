"""Fixes: the least change that passes, in the pupil's own lines, or a fair answer that there is none."""

from __future__ import annotations

import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.coach.budget import Budget, Search
from cobot_lab.coach.repair import repair
from cobot_lab.findings import Verdict
from cobot_lab.language.blocks.read_blocks import read_blocks
from cobot_lab.language.blocks.write_blocks import write_blocks
from cobot_lab.language.reader import read
from cobot_lab.school.lesson import Lesson, load_lesson
from cobot_lab.verify.source import check_source

from .conftest import NO_REST, Repaired  # isort: skip


def test_only_the_missing_step_is_added_and_the_rest_stays_byte_for_byte(
    no_rest: Search, lesson: Lesson, cell: Cell
) -> None:
    search = no_rest
    assert search.ended_by == "fixed"
    assert search.fix is not None
    assert search.fix.source.decode() == NO_REST + 'aller_a("repos")\n'
    (edit,) = search.fix.edits
    assert (edit.kind, edit.neighbour, edit.behind, edit.before, edit.after) == (
        "inserted",
        2,
        True,
        "",
        'aller_a("repos")',
    )
    assert search.fix.report.verdict is Verdict.PASSED
    assert check_source(search.fix.source, cell, lesson.task).report.verdict is Verdict.PASSED


def test_english_names_are_answered_in_english(repaired: Repaired) -> None:
    search = repaired('pick("magasin")\nplace("plateau")\n')
    assert search.fix is not None
    assert search.fix.language == "en"
    assert search.fix.source.decode().endswith('go_to("rest")\n')


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("unknown_name", 'prendr("magasin")', 'prendre("magasin")'),
        ("place_empty", "", "fermer_pince()"),
        ("knocks_neighbour", "remonter(15)", "remonter(80)"),
    ],
)
def test_a_lesson_s_wrong_program_is_fixed_by_one_step(
    repaired: Repaired, lesson: Lesson, name: str, before: str, after: str
) -> None:
    search = repaired((lesson.folder / f"wrong_{name}.py").read_text(encoding="utf-8"))
    assert search.fix is not None
    assert [(edit.before, edit.after) for edit in search.fix.edits] == [(before, after)]


def test_blocks_keep_their_identifiers_and_the_new_one_has_another(repaired: Repaired) -> None:
    program, _ = read(NO_REST)
    assert program is not None
    source = write_blocks(program).replace('"s1"', '"abc"').replace('"s2"', '"s3"')
    search = repaired(source, "blocks")
    assert search.fix is not None
    fixed, _ = read_blocks(search.fix.source)
    assert fixed == search.fix.program
    ids = [step.span.block for step in fixed.walk() if step.span]
    assert ids[:2] == ["abc", "s3"]
    assert len(set(ids)) == 3
    assert search.fix.edits[0].block == "s3"


def test_the_same_search_gives_the_same_answer(repaired: Repaired, no_rest: Search) -> None:
    again = repaired(NO_REST)
    assert again.fix is not None
    assert again.fix == no_rest.fix
    assert again.tried == no_rest.tried


def test_a_program_that_passes_needs_nothing(repaired: Repaired, lesson: Lesson) -> None:
    search = repaired((lesson.folder / "solution.py").read_text(encoding="utf-8"))
    assert (search.ended_by, search.fix, search.tried) == ("passes", None, ())


def test_what_cannot_be_read_is_said_so(repaired: Repaired) -> None:
    assert repaired('prendre("magasin\n').ended_by == "not_readable"


def test_no_idea_is_a_fair_answer() -> None:
    lesson = load_lesson("03")
    from cobot_lab.cell.load import load_cell  # noqa: PLC0415

    search = repair((lesson.folder / "wrong_copied.py").read_bytes(), load_cell(lesson.cell), lesson.task)
    assert (search.ended_by, search.tried, search.fix) == ("nothing_to_try", (), None)


def test_candidates_and_time_are_bounded(repaired: Repaired, lesson: Lesson) -> None:
    source = (lesson.folder / "wrong_unknown_place.py").read_text(encoding="utf-8") + 'prendre("rien")\n'
    few = repaired(source, candidates=1)
    assert (few.ended_by, len(few.tried), few.fix) == ("candidates", 1, None)
    short = repaired(source, seconds=1e-6)
    assert (short.ended_by, short.tried, short.fix) == ("seconds", (), None)
    assert all(trial.refused for trial in few.tried)


def test_depth_is_how_many_ideas_stand_upon_one_another(lesson: Lesson, cell: Cell) -> None:
    source = b'prendre("magazin")\ndeposer("plateau")\n'
    one = repair(source, cell, lesson.task, budget=Budget(seconds=300, depth=1))
    two = repair(source, cell, lesson.task, budget=Budget(seconds=300))
    assert (one.ended_by, one.fix) == ("all_tried", None)
    assert two.fix is not None
    assert [edit.kind for edit in two.fix.edits] == ["replaced", "inserted"]
    assert two.tried[-1].ideas == ("nearest_place", "back_to_rest")


def test_progress_is_told(lesson: Lesson, cell: Cell) -> None:
    told: list[tuple[str, float]] = []
    source = b'prendre("magazin")\ndeposer("etagere")\n'
    repair(source, cell, lesson.task, progress=lambda stage, done: told.append((stage, done)))
    assert {stage for stage, _ in told} == {"fix"}
    assert all(0.0 <= done <= 1.0 for _, done in told)


def test_a_search_is_told_as_data(no_rest: Search) -> None:
    told = no_rest.to_dict()
    assert told["ended_by"] == "fixed"
    assert told["tried"] == [{"ideas": ["back_to_rest"], "refused": ""}]
    assert told["edits"][0]["after"] == 'aller_a("repos")'
    assert told["source"].startswith("# Mon programme")
