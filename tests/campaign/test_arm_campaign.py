"""The campaign at the arm in short: one instant of the kinds that between them pass through every guard."""

from __future__ import annotations

import pytest
from arm.campaign import campaign, instants, once, table
from arm.kinds import KINDS
from arm.stage import STOP_BOUND, Ending

SHORT = (
    "cable cut",
    "zeroed samples",
    "another serial",
    "start off by 0.02 rad",
    "protective stop",
    "local mode",
    "no heartbeat",
    "part lost",
    "disk full at the start",
    "one byte changed",
)


@pytest.mark.parametrize("kind", SHORT)
def test_every_guard_holds(kind: str) -> None:
    ending = once((kind, instants(kind, 1)[0]))
    assert ending.wrong == ()


def test_there_are_enough_kinds_and_their_instants_are_drawn_again() -> None:
    assert len(KINDS) >= 30
    assert instants("freeze", 20) == instants("freeze", 20)
    assert len(set(instants("freeze", 20))) >= 18
    assert instants("freeze", 20, seed=1) != instants("freeze", 20)


def test_a_run_that_went_otherwise_is_told() -> None:
    right, wrong = Ending("freeze", 1.0, "done", (), None), Ending("freeze", 1.0, "done", ("moved 2 s after",), 2.0)
    assert "freeze                          1/2" in table([right, wrong])
    assert "motion that must not be      1/2" in table([right, wrong])
    assert STOP_BOUND < 1.0
    assert list(campaign([], 1, 1)) == []
