"""`cobot-lab convert`, and programs kept in blocks in the other commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cobot_lab.language.reader import read
from cobot_lab.language.writer import write
from cobot_lab.trust.bundle import Bundle

from .conftest import LESSON, Command  # isort: skip

LESSONS = LESSON.parent
SOLUTIONS = sorted(LESSONS.glob("*/solution*.py"))


@pytest.mark.parametrize("file", SOLUTIONS, ids=lambda file: f"{file.parent.name[:2]}/{file.stem}")
def test_the_solutions_come_back_from_blocks(cobot_lab: Command, tmp_path: Path, file: Path) -> None:
    blocks = tmp_path / "p.json"
    assert cobot_lab("convert", file, "--to", "blocks", "-o", blocks).exit == 0
    program, _ = read(file.read_bytes())
    assert program is not None
    for language in ("fr", "en"):
        answered = cobot_lab("convert", blocks, "--to", "python", "--lang", language)
        assert (answered.exit, answered.err) == (0, "")
        assert answered.out == write(program, "fr" if language == "fr" else "en")
    again = tmp_path / "again.json"
    assert cobot_lab("convert", blocks, "--to", "blocks", "-o", again).exit == 0
    assert again.read_bytes() == blocks.read_bytes()


@pytest.mark.parametrize("file", SOLUTIONS, ids=lambda file: f"{file.parent.name[:2]}/{file.stem}")
def test_the_solutions_are_told_step_by_step_in_each_language(cobot_lab: Command, tmp_path: Path, file: Path) -> None:
    blocks = tmp_path / "p.json"
    assert cobot_lab("convert", file, "--to", "blocks", "-o", blocks).exit == 0
    told = {}
    for language in ("fr", "en"):
        answered = cobot_lab("convert", file, "--to", "text", "--lang", language)
        assert (answered.exit, answered.err) == (0, "")
        assert cobot_lab("convert", blocks, "--to", "text", "--lang", language).out == answered.out
        told[language] = [line[:8].strip() for line in answered.out.splitlines()]
    program, _ = read(file.read_bytes())
    assert program is not None
    assert told["fr"] == told["en"]
    assert len([number for number in told["fr"] if number]) >= len(program.body) // 2


def test_the_solutions_in_blocks_come_back_from_python(cobot_lab: Command, tmp_path: Path) -> None:
    text, blocks = tmp_path / "p.py", tmp_path / "p.json"
    assert cobot_lab("convert", SOLUTIONS[0], "--to", "blocks", "-o", blocks).exit == 0
    for file in (blocks, *sorted(LESSONS.glob("*/solution*.json"))):
        assert cobot_lab("convert", file, "--to", "python", "-o", text).exit == 0
        first, second = (cobot_lab("convert", each, "--to", "python").out for each in (file, text))
        assert first == second != ""


def test_the_procedure_of_the_first_lesson(cobot_lab: Command) -> None:
    answered = cobot_lab("convert", LESSON / "solution.py", "--to", "text")
    assert answered.out.replace("\N{NO-BREAK SPACE}", " ") == (
        "        Remarque : Leçon 01 : prendre l'ébauche au magasin, la déposer sur le plateau.\n"
        "1       Afficher « Je prends l'ébauche ».\n"
        "2       Prendre la pièce à « magasin ».\n"
        "3       Déposer la pièce à « plateau ».\n"
        "4       Aller à la position de repos.\n"
    )
    answered = cobot_lab("convert", LESSON / "solution.py", "--to", "text", "--lang", "en")
    assert answered.out.splitlines()[1:] == [
        "1       Show “Je prends l'ébauche”.",
        "2       Pick the part at “magasin”.",
        "3       Place the part at “plateau”.",
        "4       Go to rest position.",
    ]


def test_lines_outside_the_language_are_kept_and_told_aside(cobot_lab: Command, tmp_path: Path) -> None:
    file = tmp_path / "p.py"
    file.write_text("attendre(1)\nimport os  # non\n", encoding="utf-8")
    blocks = tmp_path / "p.json"
    answered = cobot_lab("convert", file, "--to", "blocks", "-o", blocks)
    assert (answered.exit, answered.out) == (0, "")
    assert "L07  ligne 2" in answered.err
    answered = cobot_lab("convert", blocks, "--to", "python")
    assert answered.out == file.read_text(encoding="utf-8")
    said = answered.err.replace("\N{NO-BREAK SPACE}", " ")
    assert "L07  bloc 2, « Ligne que le robot ne connaît pas" in said


def test_what_cannot_be_read_is_refused(cobot_lab: Command, tmp_path: Path) -> None:
    text, blocks = tmp_path / "p.py", tmp_path / "p.json"
    text.write_text("if x == (1\n", encoding="utf-8")
    blocks.write_text("{", encoding="utf-8")
    for file, code in ((text, "L03"), (blocks, "L40")):
        answered = cobot_lab("convert", file, "--to", "text")
        assert (answered.exit, answered.out) == (1, "")
        assert code in answered.err
    assert cobot_lab("convert", text, "--to", "music").exit == 2
    assert cobot_lab("convert", text, "--to", "text", "--lang", "de").exit == 2
    assert cobot_lab("convert", tmp_path / "none.py", "--to", "text").exit == 2


def in_blocks(cobot_lab: Command, folder: Path, name: str) -> Path:
    file = folder / f"{name}.json"
    assert cobot_lab("convert", LESSON / f"{name}.py", "--to", "blocks", "-o", file).exit == 0
    return file


def test_blocks_give_the_same_plan_as_text(cobot_lab: Command, tmp_path: Path) -> None:
    file = in_blocks(cobot_lab, tmp_path, "solution")
    text, blocks = (
        json.loads(cobot_lab("check", each, "--lesson", "01", "--json").out) for each in (LESSON / "solution.py", file)
    )
    assert blocks["verdict"] == "PASSED"
    assert (blocks["program"], blocks["plan"]) == (text["program"], text["plan"])


def test_a_finding_says_the_words_of_its_block(cobot_lab: Command, tmp_path: Path) -> None:
    file = in_blocks(cobot_lab, tmp_path, "wrong_no_rest")
    answered = cobot_lab("check", file, "--lesson", "01")
    assert answered.exit == 1
    assert "bloc 2, « Déposer la pièce à « plateau » »" in answered.out.replace("\N{NO-BREAK SPACE}", " ")
    told = json.loads(cobot_lab("check", file, "--lesson", "01", "--json").out)
    assert {"G02"} <= {finding["code"] for finding in told["findings"]}
    assert all(finding["span"]["block"].startswith("s") for finding in told["findings"])


def test_holes_and_loose_blocks_are_shown_at_their_place(cobot_lab: Command, tmp_path: Path) -> None:
    loose = {"type": "cobot_stop", "id": "z"}
    pick = {"type": "cobot_pick", "id": "a"}
    start = {"type": "cobot_when_started", "id": "s", "next": {"block": pick}}
    file = tmp_path / "p.json"
    file.write_text(json.dumps({"blocks": {"blocks": [start, loose]}}), encoding="utf-8")
    out = cobot_lab("check", file, "--lesson", "01").out.replace("\N{NO-BREAK SPACE}", " ")
    assert "L42  bloc 1, « Prendre la pièce à … » — Dans « prendre », un trou est vide : l'endroit." in out
    assert "L43  bloc à part — " in out


def test_a_program_in_blocks_is_sealed_with_its_text(cobot_lab: Command, tmp_path: Path) -> None:
    file = in_blocks(cobot_lab, tmp_path, "solution")
    answered = cobot_lab("seal", file, "--lesson", "01", "-o", tmp_path / "p.cobotlab")
    assert answered.exit == 0, answered.out
    opened, _ = Bundle.open((tmp_path / "p.cobotlab").read_bytes())
    assert opened is not None
    assert opened.files["blocks.json"] == file.read_bytes()
    assert opened.files["source.py"] == (LESSON / "solution.py").read_bytes()
