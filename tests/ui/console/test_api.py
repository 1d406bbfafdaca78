"""What a page is told of an arm, whatever the arm says."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from fastapi.responses import JSONResponse

from cobot_lab.deploy.driver import ArmState, RobotMode, Safety
from cobot_lab.deploy.watch import Sample
from cobot_lab.service.gateway.stand import Now
from cobot_lab.ui.console.api import told

STATE = ArmState(1.0, 0.5, np.zeros(2), np.zeros(2), Safety.NORMAL, RobotMode.RUNNING, True, 0.5, opening=0.03)
NOW = Now(duration=4.0, joint_speed=0.1)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_said_to_be_unknown(value):
    state = replace(STATE, progress=value, opening=value, q=np.full(2, value))
    now = replace(NOW, sample=Sample(0.0, state, value, np.full(2, value)), joint_speed=value, duration=value)
    shown = told(now)
    JSONResponse(shown)
    assert {name for name, said in shown.items() if said is None} == {
        *("q", "planned", "width", "progress", "duration", "error", "joint_speed")
    }


def test_what_is_finite_is_told_as_it_is():
    shown = told(replace(NOW, sample=Sample(0.0, STATE, 0.001, np.zeros(2))))
    assert (shown["width"], shown["progress"], shown["duration"]) == (0.03, 0.5, 4.0)
    assert (shown["error"], shown["joint_speed"], shown["q"]) == (0.001, 0.1, [0.0, 0.0])
