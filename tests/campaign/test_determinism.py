"""Verdicts are the same in forked and in spawned processes, and here: the short version of `determinism.py`."""

from __future__ import annotations

from determinism import PROGRAMS, verdict, verdicts

SHORT = [number for number, (_, _, name) in enumerate(PROGRAMS) if name == "wrong_grip_nothing.py"]
FORKED = [number for number, (lesson, _, _) in enumerate(PROGRAMS) if lesson == "07"]


def test_forked_and_spawned_processes_say_the_same(monkeypatch) -> None:
    monkeypatch.setattr("determinism.EACH", 2)
    wanted = dict(map(verdict, [*SHORT, *FORKED]))
    found = list(verdicts(4, 1, [*SHORT, *FORKED]))
    assert {way for way, _, _ in found} == {"fork", "spawn"}
    assert len(found) == 4
    assert all(digest == wanted[number] for _, number, digest in found)


def test_another_program_has_another_digest() -> None:
    assert len(set(dict(map(verdict, [*SHORT, 3])).values())) == 2
