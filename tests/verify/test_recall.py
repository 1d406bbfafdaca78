"""What was played before is recalled, and nothing else: the answer is that of a full run, to the last bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Task
from cobot_lab.codes import Code
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify import forked
from cobot_lab.verify.checks import grip_margin, line_straight
from cobot_lab.verify.identity import identity
from cobot_lab.verify.recall import Recall
from cobot_lab.verify.rig import Rig
from cobot_lab.verify.source import Checked, check_source

LESSON = load_lesson("01")
RIGHT = 'prendre("magasin")\ndeposer("plateau")\naller_a("repos")\n'
EDITS = (
    RIGHT + "attendre(1)\n",
    RIGHT.replace('aller_a("repos")', 'aller_au_dessus("magasin", 90)\naller_a("repos")'),
    "vitesse(40)\n" + RIGHT,
    RIGHT.replace('deposer("plateau")', 'aller_au_dessus("plateau", 80)\nouvrir_pince()'),
    'prendre("magasin")\naller_a("repos")\n',
    'aller_a("repos")\n' + RIGHT,
)


@pytest.fixture(scope="module")
def cell() -> Cell:
    return load_cell(LESSON.cell)


def _checked(source: str, cell: Cell, recall: Recall | None, task: Task | None = None) -> Checked:
    return check_source(source.encode(), cell, task, recall=recall)


def _same(one: Checked, other: Checked) -> bool:
    assert one.plan is not None
    assert other.plan is not None
    films = [None if each.recording is None else each.recording.to_bytes() for each in (one, other)]
    return one.plan.to_bytes() == other.plan.to_bytes() and one.report == other.report and films[0] == films[1]


def _steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    steps: list[int] = []
    step = Rig.step
    monkeypatch.setattr(Rig, "step", lambda self, q, q_next: (steps.append(1), step(self, q, q_next))[1])
    return steps


@pytest.mark.parametrize("edited", EDITS)
def test_an_edited_program_is_judged_as_by_a_full_run(cell: Cell, edited: str) -> None:
    recall = Recall()
    _checked(RIGHT, cell, recall)
    assert _same(_checked(edited, cell, recall), _checked(edited, cell, None))


def test_only_what_follows_an_edit_is_simulated(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    recall = Recall()
    _checked(RIGHT, cell, recall)
    steps = _steps(monkeypatch)
    _checked(RIGHT, cell, recall)
    again = len(steps)
    _checked(EDITS[1], cell, recall)
    edited = len(steps) - again
    _checked(EDITS[1], cell, None)
    full = len(steps) - again - edited
    assert again == 0
    assert 0 < edited < 0.6 * full


def test_an_edit_in_front_leaves_nothing_to_recall(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    recall = Recall()
    _checked(RIGHT, cell, recall)
    steps = _steps(monkeypatch)
    _checked(EDITS[4].replace("magasin", "plateau"), cell, recall)
    assert len(steps) > 100


def test_a_cell_with_another_part_in_it_recalls_nothing(cell: Cell) -> None:
    other = replace(
        cell,
        things=tuple(replace(thing, mass=1.2 * thing.mass) if thing in cell.parts else thing for thing in cell.things),
    )
    assert other.digest == cell.digest
    assert identity(other) != identity(cell)
    assert identity(cell) == identity(load_cell(LESSON.cell))
    recall = Recall()
    _checked(RIGHT, cell, recall)
    before = len(recall)
    assert _same(_checked(RIGHT, other, recall), _checked(RIGHT, other, None))
    assert len(recall) == 2 * before


def test_takes_that_do_not_fit_any_more_are_forgotten(cell: Cell) -> None:
    recall = Recall()
    _checked(RIGHT, cell, recall)
    everything = len(recall)
    sizes = [kept.take.size for kept in recall.fresh()]
    assert not recall.fresh()
    small = Recall(room=max(sizes) + 1)
    _checked(RIGHT, cell, small)
    assert 0 < len(small) < everything
    assert _same(_checked(RIGHT, cell, small), _checked(RIGHT, cell, None))
    assert len(Recall(room=0)) == 0


def test_a_failing_program_is_recalled_too(cell: Cell) -> None:
    source = (LESSON.folder / "wrong_grip_nothing.py").read_text(encoding="utf-8")
    recall = Recall()
    first = _checked(source, cell, recall, LESSON.task)
    assert first.report.findings
    assert _same(first, _checked(source, cell, recall, LESSON.task))


def test_forks_are_recalled_from_both_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = load_lesson("05")
    cell = load_cell(lesson.cell)
    source = (lesson.folder / "solution.py").read_text(encoding="utf-8")
    monkeypatch.setattr(forked, "ALONE", 0.0)
    recall = Recall()
    first = _checked(source, cell, recall, lesson.task)
    steps = _steps(monkeypatch)
    monkeypatch.setattr(forked, "ALONE", np.inf)
    assert _same(_checked(source, cell, recall, lesson.task), first)
    assert not steps


def test_what_was_measured_of_a_grip_holds_for_no_other_one(cell: Cell) -> None:
    things = (
        replace(thing, mass=4.0 * thing.mass, friction=0.1 * thing.friction) if thing in cell.parts else thing
        for thing in cell.things
    )
    slippery, recall = replace(cell, things=tuple(things)), Recall()
    for force, enough in ((60, True), (10, False), (60, True)):
        source = f"force_pince({force})\n{RIGHT}"
        found = _checked(source, slippery, recall)
        assert (Code.WEAK_GRIP not in {finding.code for finding in found.report.findings}) is enough
        assert _same(found, _checked(source, slippery, None))


def test_margins_of_grips_and_lines_are_taken_once(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    for module, name in ((grip_margin, "_margin"), (line_straight, "_deviation")):
        measure = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *a, measure=measure, name=name: (taken.append(name), measure(*a))[1])
    recall = Recall()
    _checked(RIGHT, cell, recall)
    assert set(taken) == {"_margin", "_deviation"}
    taken.clear()
    _checked(EDITS[0], cell, recall)
    assert not taken
