"""Reading a lesson's folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cobot_lab import paths
from cobot_lab.cell.problems import DescriptionError
from cobot_lab.cell.task import Lamp
from cobot_lab.codes import Code
from cobot_lab.school import lesson as lesson_room
from cobot_lab.school.lesson import Expected, load_lesson


def _lamps(rows: str) -> tuple[str, str]:
    """Ask for lamps too."""
    return "at_rest = true", f"lamps = [{rows}]\nat_rest = true"


def test_a_lesson_says_when_lamps_are_lit() -> None:
    assert load_lesson("07").task.lamps == (Lamp("voyant_rouge", "incomplete"),)
    assert load_lesson("10").task.lamps[0] == Lamp("voyant_vert", "said", "entree_1", True)


def test_a_lesson_says_how_the_work_is_to_be_done() -> None:
    assert [load_lesson(number).task.wait_max for number in ("06", "07", "10")] == [0.0, 10.0, 15.0]
    assert [load_lesson(number).task.own_functions for number in ("03", "08")] == [False, True]


def test_a_lesson_says_what_it_asks() -> None:
    lesson = load_lesson("01")
    assert (lesson.number, lesson.title.fr) == ("01", "Prendre – déposer")
    assert [(goal.part, goal.place) for goal in lesson.task.goals] == [("ebauche", "plateau")]
    assert lesson.task.at_rest
    assert lesson.cell.is_file()
    assert dict(lesson.wrong)["wrong_unreachable.py"] == (Expected(Code.UNREACHABLE, 3),)


def test_an_activity_may_allow_less_speed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "01_prendre_deposer"
    shutil.copytree(load_lesson("01").folder, folder)
    text = (folder / "lesson.toml").read_text(encoding="utf-8")
    slower = text.replace("at_rest = true", "at_rest = true\nspeed_max_pct = 30", 1)
    (folder / "lesson.toml").write_text(slower, encoding="utf-8")
    rooms = {"lessons": tmp_path, "robots": paths.data_room("robots")}
    assert load_lesson("01").task.speed_max == 1.0
    monkeypatch.setattr(lesson_room, "data_room", rooms.__getitem__)
    assert load_lesson("01").task.speed_max == 0.3


def test_a_lesson_knows_its_cell_for_every_arm() -> None:
    first, last = load_lesson("01"), load_lesson("11")
    assert (first.arm, first.cell_for("ur3e")) == ("ur3e", first.cell)
    assert first.cell_for("ned2").parts[-3:] == ("ned2", "cells", "atelier.toml")
    with pytest.raises(DescriptionError, match=r"27 mm .* wanted one of ur3e"):
        last.cell_for("ned2")
    with pytest.raises(DescriptionError, match="given kuka; wanted one of ur3e, ned2"):
        first.cell_for("kuka")


def test_a_number_may_be_short() -> None:
    assert load_lesson("1").folder == load_lesson("01").folder


def test_an_unknown_lesson_names_the_known_ones() -> None:
    with pytest.raises(DescriptionError, match="lesson 99; wanted one of 01"):
        load_lesson("99")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("at_rest = true", "at_rest = 1"), "at_rest"),
        (("duration_max_s = 45.0", "duration_max_s = nan"), "duration_max_s"),
        (("at_rest = true", "at_rest = true\nspeed_max_pct = 0"), "speed_max_pct"),
        (('cell = "ur3e/atelier"', 'cell = "../../secret"'), "cell"),
        (('place = "plateau"', 'plaec = "plateau"'), "plaec"),
        (('code = "M01"', 'code = "M99"'), "code"),
        (("[[goals]]", "[[goals"), "lesson.toml"),
        (('ned2 = "ned2/atelier"', 'ned2 = "ur3e/atelier"'), "arms.ned2"),
        (('ned2 = "ned2/atelier"', 'ned2 = "../atelier"'), "arms"),
        (_lamps('{ lamp = "voyant_vert" }'), "lamps[0].when"),
        (_lamps('{ lamp = "voyant_vert", when = "often" }'), "lamps[0].when"),
        (_lamps('{ lamp = "voyant_vert", when = "always", sensor = "x", answer = true }'), "lamps[0].when"),
        (_lamps('{ lamp = "voyant_vert", sensor = "entree_1" }'), "lamps[0].answer"),
        (_lamps('{ lamp = "voyant_vert", when = "never", answer = true }'), "lamps[0].answer"),
        (_lamps(2 * '{ lamp = "voyant_vert", when = "never" }, '), "lamps[1].lamp"),
    ],
)
def test_a_broken_file_names_the_file_and_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str], named: str
) -> None:
    folder = tmp_path / "01_prendre_deposer"
    shutil.copytree(load_lesson("01").folder, folder)
    text = (folder / "lesson.toml").read_text(encoding="utf-8")
    assert change[0] in text
    (folder / "lesson.toml").write_text(text.replace(*change, 1), encoding="utf-8")
    rooms = {"lessons": tmp_path, "robots": paths.data_room("robots")}
    monkeypatch.setattr(lesson_room, "data_room", rooms.__getitem__)
    with pytest.raises(DescriptionError, match=r"lesson\.toml") as refusal:
        load_lesson("01")
    assert named in str(refusal.value)
