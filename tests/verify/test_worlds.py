"""Worlds that are kept: each for one user at a time, and nothing that was done in one before shows."""

from __future__ import annotations

from types import TracebackType

import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify import rig, stage
from cobot_lab.verify.margins_of import margins_of
from cobot_lab.verify.source import check_source
from cobot_lab.verify.worlds import Worlds

LESSON = load_lesson("01")


class _Room:
    def __init__(self) -> None:
        self.closed = False

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closed = True


def test_a_world_is_lent_again_to_who_asks_for_the_same() -> None:
    worlds: Worlds[_Room] = Worlds(1)
    with worlds.lent(b"a", _Room) as first:
        pass
    with worlds.lent(b"a", _Room) as second:
        assert second is first
    with worlds.lent(b"b", _Room) as other:
        assert other is not first
    assert first.closed  # one is kept, the last
    assert not other.closed


def test_two_users_at_once_have_a_world_each() -> None:
    worlds: Worlds[_Room] = Worlds(2)
    with worlds.lent(b"a", _Room) as one, worlds.lent(b"a", _Room) as two:
        assert one is not two
    assert [one.closed, two.closed] == [False, True]  # the one given back first gives way


def test_a_world_in_which_something_went_wrong_is_closed() -> None:
    worlds: Worlds[_Room] = Worlds(2)
    with pytest.raises(RuntimeError), worlds.lent(b"a", _Room) as broken:
        raise RuntimeError
    assert broken.closed
    with worlds.lent(b"a", _Room) as fresh:
        assert fresh is not broken


def test_what_was_judged_before_in_a_world_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    cell = load_cell(LESSON.cell)

    def judged(name: str) -> tuple[object, ...]:
        checked = check_source((LESSON.folder / f"{name}.py").read_bytes(), cell, LESSON.task)
        assert checked.plan is not None
        film = None if checked.recording is None else checked.recording.to_bytes()
        return checked.report, film, margins_of(checked.plan, cell, LESSON.task)

    names = ("solution", "wrong_tray_edge", "wrong_knocks_neighbour", "wrong_grip_nothing", "solution")
    kept = [judged(name) for name in names]
    for name, before in zip(names, kept, strict=True):
        monkeypatch.setattr(rig, "_rigs", Worlds(rig.KEPT))
        monkeypatch.setattr(stage, "_stages", Worlds(stage.KEPT))
        assert judged(name) == before
