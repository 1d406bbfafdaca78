"""A lesson to discover a cell: reading it, judging taught poses, keeping how far it went."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

import numpy as np
import pytest

from cobot_lab import paths
from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.problems import DescriptionError
from cobot_lab.motion.inverse import Inverse
from cobot_lab.school import lesson as lesson_room
from cobot_lab.school.activity import activities, load_activity
from cobot_lab.school.attempts import read_attempts
from cobot_lab.school.discovered import Discovered, count, read_discovered, write_discovered
from cobot_lab.school.discovery import Discovery
from cobot_lab.school.lesson import lesson_folders, load_lesson
from cobot_lab.school.programs import StoreError
from cobot_lab.school.taught import Outcome, Taught, judge


@pytest.fixture(scope="module")
def lesson() -> Discovery:
    found = load_activity("0")
    assert isinstance(found, Discovery)
    return found


@pytest.fixture(scope="module")
def cell(lesson: Discovery) -> Cell:
    return load_cell(lesson.cell)


def standing(cell: Cell, at: tuple[float, float, float]) -> list[float]:
    """Give the joint positions nearest to rest with the tool at a point, pointing down [rad]."""
    T_WT = cell.places[0].T_WP.copy()
    T_WT[:3, 3] = at
    found = Inverse(cell.robot).solve(np.linalg.inv(cell.T_WB) @ T_WT @ np.linalg.inv(cell.tool.T_FT))
    return list(map(float, min(found, key=lambda q: float(np.abs(q - cell.robot.q_rest).max()))))


def judged(cell: Cell, lesson: Discovery, q: object) -> Taught:
    return judge(cell, lesson.marks, lesson.tolerance, q)


def test_the_first_lesson_has_three_marks_and_four_questions(lesson: Discovery) -> None:
    assert [mark.name for mark in lesson.marks] == ["rouge", "bleu", "jaune"]
    assert len(lesson.questions) == 4
    assert lesson.tolerance == 0.010
    assert activities()[0] == lesson


def test_it_is_no_lesson_with_a_program(lesson: Discovery) -> None:
    assert lesson.folder not in lesson_folders()
    with pytest.raises(DescriptionError, match=r"kind: given lesson 00; wanted a lesson with a program"):
        load_lesson("00")
    assert load_activity("1") == load_lesson("01")


@pytest.mark.parametrize("index", range(3))
def test_every_mark_can_be_reached(cell: Cell, lesson: Discovery, index: int) -> None:
    mark = lesson.marks[index]
    taught = judged(cell, lesson, standing(cell, mark.at))
    assert taught.outcome is Outcome.REACHED
    assert taught.mark == mark
    assert taught.distance < 1e-6


@pytest.mark.parametrize(("off", "outcome"), [(0.0095, Outcome.REACHED), (0.0105, Outcome.AWAY)])
def test_the_tolerance_is_what_is_stated(cell: Cell, lesson: Discovery, off: float, outcome: Outcome) -> None:
    x, y, z = lesson.marks[1].at
    taught = judged(cell, lesson, standing(cell, (x, y - off, z)))
    assert taught.outcome is outcome
    np.testing.assert_allclose(taught.offset, (0.0, off, 0.0), atol=1e-6)


@pytest.mark.parametrize(
    ("at", "outcome", "what"),
    [
        ((0.30, 0.30, -0.02), Outcome.TOUCHES, "table"),
        ((0.338, -0.078, 0.05), Outcome.REACHED, ""),
        ((0.40, 0.0, 0.012), Outcome.TOUCHES, "poste_controle"),
        ((0.11, -0.33, -0.01), Outcome.TOUCHES, "table"),
    ],
)
def test_what_stands_in_the_way_is_named(
    cell: Cell, lesson: Discovery, at: tuple[float, float, float], outcome: Outcome, what: str
) -> None:
    taught = judge(cell, lesson.marks, 10.0, standing(cell, at))  # everywhere is near enough: only the way decides
    assert (taught.outcome, taught.what) == (outcome, what)


def test_a_forbidden_zone_is_named(cell: Cell, lesson: Discovery) -> None:
    stretched = [0.0, 0.0, 0.0, -math.pi / 2, math.pi / 2, 0.0]
    q = next(q for turn in np.linspace(-math.pi, math.pi, 73) if _forward(cell, q := [float(turn), *stretched[1:]]))
    taught = judged(cell, lesson, q)
    assert (taught.outcome, taught.what) == (Outcome.ZONE, "public")


def _forward(cell: Cell, q: list[float]) -> bool:
    from cobot_lab.motion.kinematics import tool_pose  # noqa: PLC0415

    return bool((cell.T_WB @ tool_pose(cell.robot, np.array(q), cell.tool.T_FT))[0, 3] > 0.5)


@pytest.mark.parametrize(
    "q", [None, "rouge", [], [0.0] * 5, [math.nan] * 6, [math.inf] * 6, [True] * 6, [[0.0]] * 6, [0, 0, 4.0, 0, 0, 0]]
)
def test_what_is_no_pose_of_the_arm_reaches_nothing(cell: Cell, lesson: Discovery, q: object) -> None:
    assert judged(cell, lesson, q) == Taught(Outcome.LIMIT)


def test_how_far_it_went_is_kept_and_counted(tmp_path: Path, lesson: Discovery) -> None:
    beside = tmp_path / ".00.cobot"
    assert read_discovered(beside) == Discovered()
    done = Discovered().reached("bleu").reached("bleu").answered("axe", 0).answered("axe", 1)
    assert done == Discovered(("bleu",), (("axe", 1),))
    assert (done.score(lesson), done.whole(lesson)) == (2, False)
    write_discovered(beside, done)
    count(beside, done.score(lesson), done.whole(lesson))
    assert read_discovered(beside) == done
    assert (read_attempts(beside).tries, read_attempts(beside).passed, read_attempts(beside).goals_best) == (1, 0, 2)
    for mark in lesson.marks:
        done = done.reached(mark.name)
    for question in lesson.questions:
        done = done.answered(question.name, next(i for i, each in enumerate(question.choices) if each.right))
    assert done.whole(lesson)
    assert count(beside, done.score(lesson), whole=True).passed == 1


@pytest.mark.parametrize("content", [b"", b"{}", b'{"schema":"cobot_lab/discovered/1","marks":3,"answers":[]}'])
def test_a_file_that_is_none_begins_from_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "discovered.json").write_bytes(content)
    assert read_discovered(tmp_path) == Discovered()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreError):
        write_discovered(tmp_path / "file" / ".00.cobot", Discovered())


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (('name = "bleu"', 'name = "rouge"'), "marks[1].name"),
        (("right = true\n", ""), "questions[0].choices"),
        (("tolerance_mm = 10.0", "tolerance_mm = 0.0"), "tolerance_mm"),
        (("position_mm = [300.0", "position_mm = [nan"), "position_mm"),
        (("asks =", "ask ="), "ask"),
    ],
)
def test_a_broken_file_names_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lesson: Discovery, change: tuple[str, str], named: str
) -> None:
    folder = tmp_path / lesson.folder.name
    shutil.copytree(lesson.folder, folder)
    text = (folder / "lesson.toml").read_text(encoding="utf-8")
    assert change[0] in text
    (folder / "lesson.toml").write_text(text.replace(*change, 1), encoding="utf-8")
    rooms = {"lessons": tmp_path, "robots": paths.data_room("robots")}
    monkeypatch.setattr(lesson_room, "data_room", rooms.__getitem__)
    with pytest.raises(DescriptionError) as refusal:
        load_activity("00")
    assert named in str(refusal.value)
