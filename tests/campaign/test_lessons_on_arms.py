"""Lesson 01 on each virtual arm, from its plan to the last knot; lesson 04 takes a minute: `python -m arm.lessons`."""

from __future__ import annotations

from pathlib import Path

import pytest
from arm.lessons import ARMS, lesson_plan, play
from arm.unhurried import unhurried

from cobot_lab.deploy.states import State

LAG = {"ur": 1e-3, "ros": 5e-3}
"""How far a joint may be from the plan at the arm's own progress [rad]: a servo behind ROS lags more."""


@pytest.mark.parametrize("arm", ARMS)
def test_lesson_01_is_played_as_planned(arm: str, tmp_path: Path) -> None:
    with unhurried():
        played = play(arm, lesson_plan("01"), tmp_path, pace=1.0)
    assert played.record.end is State.DONE, played.record.cause
    assert played.record.largest_following_error < LAG[arm]
    assert played.q_off < 1e-3
