"""`cobot-lab check` as a pupil meets it: verdicts, hostile files, wrong questions, both languages."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.school.lesson import load_lesson
from cobot_lab.ui.sentences import LANGUAGES
from cobot_lab.ui.terminal.app import command_line
from cobot_lab.ui.terminal.voice import Voice, chosen_language
from cobot_lab.verify.checker import NAMES

from .conftest import LESSON, Answered, Command  # isort: skip


def _check(cobot_lab: Command, file: Path, *more: str) -> Answered:
    return cobot_lab("check", file, "--lesson", "01", *more)


def test_the_solution_passes_and_says_which_checks_ran(cobot_lab: Command) -> None:
    answered = _check(cobot_lab, LESSON / "solution.py", "--json")
    assert answered.exit == 0, answered.err
    told = json.loads(answered.out)
    assert told["verdict"] == "PASSED"
    assert set(NAMES) <= set(told["run"])
    assert told["not_run"] == []
    assert told["findings"] == []


def test_english_names_give_the_same_plan(cobot_lab: Command) -> None:
    french, english = (
        json.loads(_check(cobot_lab, LESSON / name, "--json").out) for name in ("solution.py", "solution_en.py")
    )
    assert french["plan"] == english["plan"]
    assert french["program"] == english["program"]
    assert french["recording"] == english["recording"]


def test_a_lesson_is_done_with_another_arm_or_the_reason_is_said(cobot_lab: Command) -> None:
    answered = _check(cobot_lab, LESSON / "solution.py", "--arm", "ned2", "--json")
    assert json.loads(answered.out)["verdict"] == "PASSED"
    assert json.loads(answered.out)["cell"] == load_cell(load_lesson("01").cell_for("ned2")).digest
    unable = cobot_lab("check", LESSON / "solution.py", "--lesson", "11", "--arm", "ned2")
    assert unable.exit == 2
    assert "27 mm" in unable.err
    assert "Il faut l'un de\xa0: ur3e." in unable.err
    both = cobot_lab("check", LESSON / "solution.py", "--cell", "x.toml", "--arm", "ned2")
    assert both.exit == 2
    assert "les deux sont donnés" in both.err


def test_a_refusal_shows_the_line_a_caret_a_sentence_and_the_instant(cobot_lab: Command) -> None:
    answered = _check(cobot_lab, LESSON / "wrong_no_rest.py")
    assert answered.exit == 1
    assert re.search(r"✗ G02  ligne 3, à \d,\d\s+s — À la fin, le robot n'est pas revenu", answered.out)
    assert '3 │ deposer("plateau")' in answered.out
    assert "^" * len('deposer("plateau")') in answered.out
    assert "Traceback" not in answered.out + answered.err


def test_the_same_in_english(cobot_lab: Command) -> None:
    answered = cobot_lab("--lang", "en", "check", LESSON / "wrong_no_rest.py", "--lesson", "01")
    assert answered.exit == 1
    assert "At the end, the robot is not back in its rest position." in answered.out


HOSTILE = {
    "four_megabytes": (b"aller_a('magasin')\n" * 220_000, "L01"),
    "deep_brackets": (b"attendre(" + b"(" * 3000 + b"1" + b")" * 3000 + b")", "L04"),
    "deep_bodies": ("\n".join(" " * i + "if True:" for i in range(120)).encode(), "L04"),
    "nesting_10000": (b"-" * 10_000 + b"1", "L04"),
    "infinite": (b"attendre(1e999)\n", "L12"),
    "full_width": ("ｍｏｖｅ()\n".encode(), "L06"),
    "bidi": ("aller_a('magasin')  # \u202egasin\n".encode(), "L06"),
    "binary": (bytes(range(256)), "L02"),
    "import": (b"import os\n", "L07"),
    "dunder": (b"x = ().__class__\n", "L07"),
    "empty": (b"", "B02"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gives_a_finding_with_its_place(cobot_lab: Command, tmp_path: Path, name: str) -> None:
    data, code = HOSTILE[name]
    file = tmp_path / "program.py"
    file.write_bytes(data)
    answered = _check(cobot_lab, file, "--json")
    assert answered.exit == 1, answered.err
    told = json.loads(answered.out)
    assert told["verdict"] == "FAILED"
    assert code in {finding["code"] for finding in told["findings"]}
    if code not in {"L01", "L02", "B02"}:
        assert all("line" in finding["span"] for finding in told["findings"])
    assert told["not_run"]


def test_what_cannot_be_answered_leaves_with_two_and_a_sentence(cobot_lab: Command, tmp_path: Path) -> None:
    for arguments in (
        ("check", tmp_path / "missing.py", "--lesson", "01"),
        ("check", LESSON / "solution.py", "--lesson", "77"),
        ("check", LESSON / "solution.py"),
        ("check", LESSON / "solution.py", "--cell", LESSON / "lesson.toml"),
        ("check", LESSON / "solution.py", "--lesson", "01", "--nonsense"),
        ("run", tmp_path / "missing.cobotlab", "--approval", tmp_path / "missing.json"),
    ):
        answered = cobot_lab(*arguments)
        assert answered.exit == 2, arguments
        assert answered.err.strip()
        assert "Traceback" not in answered.err


def test_what_cannot_be_done_is_said_in_french_with_what_would_have_been_right(cobot_lab: Command) -> None:
    missing = cobot_lab("check", "nope.py", "--lesson", "01").err.replace("\N{NO-BREAK SPACE}", " ")
    assert missing == "Impossible : nope.py : ce fichier n'existe pas. Il faut le fichier d'un programme.\n"
    unknown = cobot_lab("check", LESSON / "solution.py", "--lesson", "77").err.replace("\N{NO-BREAK SPACE}", " ")
    assert unknown.startswith("Impossible : lessons : lesson 77. Il faut l'un de : 01, 02, 03")
    other = cobot_lab("check", LESSON / "solution.py", "--cell", LESSON / "lesson.toml").err
    assert "lesson.toml, robot : rien. Il faut cette clé." in other.replace("\N{NO-BREAK SPACE}", " ")
    assert "schema_" not in other


def test_a_program_can_be_checked_in_a_cell_without_a_lesson(cobot_lab: Command) -> None:
    cell = LESSON.parents[1] / "robots/ur3e/cells/atelier.toml"
    answered = cobot_lab("check", LESSON / "wrong_no_rest.py", "--cell", cell, "--json")
    assert answered.exit == 0, answered.out


def test_lessons_and_robots_are_listed(cobot_lab: Command) -> None:
    assert "Prendre – déposer" in cobot_lab("lessons").out
    robots = json.loads(cobot_lab("robots", "--json").out)["robots"]
    assert {robot["name"] for robot in robots} >= {"ur3e", "ned2"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_its_help_in_the_language(language: str) -> None:
    built = command_line(Voice.make("fr" if language == "fr" else "en"))
    assert set(built.commands) == {
        "check", "robust", "convert", "seal", "approve", "run", "lessons", "robots", "demo", "keys", "journal", "lab",
        "virtual", "aftermath", "homeward", "gateway", "hand-in", "calibrate", "people",
    }  # fmt: skip
    for command in built.commands.values():
        assert command.help
        for parameter in command.params:
            assert parameter.help, f"{command.name} {parameter.name}"


def test_help_is_french(cobot_lab: Command) -> None:
    answered = cobot_lab("--help")
    assert answered.exit == 0
    assert "Commandes" in answered.out
    assert "Vérifier un programme" in answered.out


def test_the_language_is_taken_from_the_nearest_who_says_it() -> None:
    assert chosen_language(["--lang=en"], {"COBOT_LAB_LANG": "fr"}) == "en"
    assert chosen_language([], {"COBOT_LAB_LANG": "en", "LANG": "fr_FR.UTF-8"}) == "en"
    assert chosen_language([], {"LANG": "en_GB.UTF-8"}) == "en"
    assert chosen_language([], {}) == "fr"


def test_a_fault_of_ours_is_said_without_a_traceback(cobot_lab: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(sys.modules["cobot_lab.ui.terminal.subject"], "setting", broken)
    answered = _check(cobot_lab, LESSON / "solution.py")
    assert answered.exit == 2
    assert "ZeroDivisionError: oops" in answered.err
    assert "Traceback" not in answered.err
    monkeypatch.setenv("COBOT_LAB_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        _check(cobot_lab, LESSON / "solution.py")
