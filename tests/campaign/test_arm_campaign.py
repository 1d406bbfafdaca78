"""The campaign at the arm in short: one instant of the kinds that between them pass through every guard."""

from __future__ import annotations

import pytest
from arm.campaign import campaign, instants, once, table
from arm.kinds import KINDS
from arm.rigs import RIGS
from arm.stage import Ending

SHORT = (
    "ur: cable cut",
    "ur: zeroed samples",
    "ur: another serial",
    "ur: start off by 0.02 rad",
    "ur: output on at the start",
    "ur: gripper closed at the start",
    "ur: protective stop",
    "ur: local mode",
    "ur: no heartbeat",
    "ur: part lost",
    "ur: disk full at the start",
    "ur: one byte changed",
    "ur: process killed",
    "pull: paused at the pendant",
    "pull: safeguard stop",
    "pull: operator says stop",
    "ros: cable cut",
    "ros: no JSON",
    "ros: learning mode before",
    "ros: output on at the start",
    "ros: collision",
    "ros: another goal",
    "ros: no heartbeat",
)


@pytest.mark.parametrize("kind", SHORT)
def test_every_guard_holds(kind: str) -> None:
    ending = once((kind, instants(kind, 1)[0]))
    assert ending.wrong == ()


def test_there_are_enough_kinds_and_their_instants_are_drawn_again() -> None:
    for arm in RIGS:
        assert sum(kind.startswith(f"{arm}: ") for kind in KINDS) >= 30
    kind = "ur: freeze"
    assert instants(kind, 20) == instants(kind, 20)
    assert len(set(instants(kind, 20))) >= 18
    assert instants(kind, 20, seed=1) != instants(kind, 20)


def test_a_run_that_went_otherwise_is_told() -> None:
    kind = "ur: freeze"
    right, wrong = Ending(kind, 1.0, "done", (), None), Ending(kind, 1.0, "done", ("moved 2 s after",), 2.0)
    assert f"{kind:34}    1/2" in table([right, wrong])
    assert "motion that must not be      1/2" in table([right, wrong])
    assert RIGS["ur"].stop_bound < 1.0
    assert RIGS["ros"].stop_bound < 1.5
    assert list(campaign([], 1, 1)) == []
