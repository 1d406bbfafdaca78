"""A process with the keys killed in mid-write: in short; and what must not be, when it is, is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import kills
import pytest
from arm.place import Place
from kills import SERIAL, Tally, _look, place_in


def test_a_killed_process_loses_nothing_and_runs_nothing_twice() -> None:
    done = subprocess.run(
        [sys.executable, kills.__file__, "--kills", "12", "--seed", "1"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    counts = {line[:30].strip(): int(line[30:]) for line in done.stdout.splitlines()[1:] if line}
    assert counts["must not be"] == 0
    assert counts["acknowledged"] > 0
    assert counts["starts"] > 0


@pytest.fixture
def place(tmp_path: Path) -> Place:
    (tmp_path / "starts").touch()
    return place_in(tmp_path)


def _told(place: Place, said: list[str]) -> str:
    tally = Tally()
    _look(0, place, place.folder / "starts", said, {}, tally)
    return " ".join(tally.wrong)


def test_a_lost_entry_is_told(place: Place) -> None:
    entry = place.journal.append("event", {})
    assert _told(place, [f"{entry.seq} {entry.sha256} event"]) == ""
    assert "[3] are gone" in _told(place, [f"3 {entry.sha256} event"])


def test_a_second_start_and_one_without_a_word_are_told(place: Place) -> None:
    place.journal.consume("a", {"robot": SERIAL})
    place.journal.append("running", {"number": "a"})
    (place.folder / "starts").write_text("a\n")
    assert _told(place, []) == ""
    (place.folder / "starts").write_text("a\na\nb\n")
    assert "started twice ['a'], or without a word {'b'}" in _told(place, [])
