"""`cobot-lab robust`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cobot_lab.paths import data_room
from cobot_lab.ui.terminal.app import main
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.robustness.trials import Robustness

LESSON = data_room("lessons") / "11_vite_et_bien"
NARROW = str(LESSON / "wrong_narrow_opening.py")


def _leaves(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ending:
        main(["--lang", "fr", "robust", *arguments])
    return int(ending.value.code or 0)


def test_worlds_that_fail_are_shown_with_numbers_and_cause_and_can_be_replayed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = (NARROW, "--lesson", "11", "--seed", "11", "--save", str(tmp_path))
    assert _leaves(*asked, "--worlds", "2") == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "Réussi dans 1 cellule sur 2 (graine 11)." in said
    assert "C02" in said
    assert "--seed 11 --world 1" in said
    stored = Robustness.from_dict(json.loads((tmp_path / "robustness.json").read_text(encoding="utf-8")))
    assert [failure.world for failure in stored.failures] == [1]
    span = stored.failures[0].finding.span
    assert span is not None
    assert span.line == 5

    assert _leaves(*asked, "--world", "1", "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["passed"] is False
    assert answer["findings"][0]["code"] == "C02"
    assert answer["findings"][0]["says"]
    recording = Recording.from_bytes((tmp_path / "recording.safetensors").read_bytes())
    assert recording.digest == answer["recording"]
    assert answer == json.loads((tmp_path / "world.json").read_text(encoding="utf-8"))


def test_a_map_is_shown_and_drawn(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cobot_lab.verify.robustness.chart.TURNS", (0.0,))
    monkeypatch.setattr("cobot_lab.verify.robustness.chart.STEPS", 3)
    _leaves(NARROW, "--lesson", "11", "--map", "ebauche", "--reach", "3", "--save", str(tmp_path))
    said = capsys.readouterr().out
    assert "Où peut être l’ébauche" in said
    assert "✓" in said
    assert {file.name for file in tmp_path.iterdir()} == {"map.png", "map.svg", "map.json"}


def test_a_program_that_does_not_pass_as_described_is_not_tried_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert _leaves(str(LESSON / "wrong_too_soft.py"), "--lesson", "11") == 1
    said = capsys.readouterr().out
    assert "B03" in said
    assert "Le programme doit d'abord passer" in said


def test_a_part_that_is_not_there_has_no_map(capsys: pytest.CaptureFixture[str]) -> None:
    assert _leaves(NARROW, "--lesson", "11", "--map", "bac") == 2
    assert "ebauche" in capsys.readouterr().err
    assert _leaves(NARROW, "--lesson", "11", "--map", "ebauche", "--world", "1") == 2
    assert "--world" in capsys.readouterr().err
