"""`check --evidence` and the margins under a verdict, as people and machines get them."""

from __future__ import annotations

import json
from pathlib import Path

from cobot_lab.findings import Verdict
from cobot_lab.ui.sentences import LANGUAGES, sentences
from cobot_lab.ui.terminal.margins_view import said
from cobot_lab.verify.evidence.words import WORDS
from cobot_lab.verify.margins import REACH, Margin

from .conftest import LESSON, Command  # isort: skip


def test_a_refused_program_gives_a_still_curves_and_the_report(cobot_lab: Command, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "evidence"
    answered = cobot_lab("check", LESSON / "wrong_tray_edge.py", "--lesson", "01", "--json", "--evidence", folder)
    assert answered.exit == 1, answered.err
    told = json.loads(answered.out)
    assert set(told["evidence"]) == {"still", "curves", "curves_svg", "report"}
    for file in map(Path, told["evidence"].values()):
        assert file.parent == folder
        assert file.stat().st_size > 500
    report = json.loads((folder / "report.json").read_text())
    assert report["verdict"] == "FAILED"
    assert report["findings"][0]["says"]
    assert report["evidence"] == told["evidence"]
    clearance = next(margin for margin in told["margins"] if margin["name"] == "clearance")
    assert clearance["value"] < clearance["limit"]


def test_a_passing_program_says_its_margins_and_names_its_files(cobot_lab: Command, tmp_path: Path) -> None:
    answered = cobot_lab("check", LESSON / "solution.py", "--lesson", "01", "--evidence", tmp_path)
    assert answered.exit == 0, answered.err
    out = answered.out.replace("\N{NO-BREAK SPACE}", " ")
    assert "Au plus juste :" in out
    assert "pour 5 mm à garder : l’ébauche – la pièce témoin  (ligne 4, à" in out
    assert f"Preuve : {tmp_path / 'recording.safetensors'}" in out
    assert {file.name for file in tmp_path.iterdir()} == {
        "recording.safetensors", "curves.png", "curves.svg", "report.json",
    }  # fmt: skip


def test_what_cannot_be_planned_has_a_report_only(cobot_lab: Command, tmp_path: Path) -> None:
    answered = cobot_lab("check", LESSON / "wrong_unreachable.py", "--lesson", "01", "--json", "--evidence", tmp_path)
    told = json.loads(answered.out)
    assert answered.exit == 1
    assert set(told["evidence"]) == {"report"}
    assert told["margins"] == []
    assert told["verdict"] == Verdict.FAILED.value


def test_a_folder_that_cannot_be_made_is_said(cobot_lab: Command, tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.write_text("")
    answered = cobot_lab("check", LESSON / "wrong_unreachable.py", "--lesson", "01", "--evidence", taken)
    assert answered.exit == 2
    assert "Impossible" in answered.err


def test_every_label_and_margin_has_its_words() -> None:
    kinds = {
        "clearance": True,
        "grip": True,
        "joint": True,
        "singularity": False,
        "tool_speed": False,
        "surface_speed": False,
        "contact_energy": False,
        "pinch_gap": False,
    }
    for language in LANGUAGES:
        words = sentences(language)
        assert set(WORDS) <= set(words.table["terminal"]["evidence"])
        for name, least in kinds.items():
            text = said(Margin(name, 0.5, 0.25, least, 1, 0.0, ("elbow_joint",)), words)
            assert "{" not in text
            assert "elbow_joint" not in text
        far = said(Margin("clearance", REACH, 0.005, True, 1, 0.0), words).replace("\N{NO-BREAK SPACE}", " ")
        assert "80 mm" in far
