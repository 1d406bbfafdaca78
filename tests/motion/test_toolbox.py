"""roboticstoolbox, an independent implementation: slow to import, so all that needs it stands here."""

from __future__ import annotations

import numpy as np
import pytest

from cobot_lab.cell.robot import Robot
from cobot_lab.motion import inverse as inverse_module
from cobot_lab.motion.inverse import Inverse
from cobot_lab.motion.kinematics import forward
from cobot_lab.motion.newton import residuals
from cobot_lab.motion.search import search, starts
from cobot_lab.motion.toolbox import Toolbox

pytestmark = pytest.mark.filterwarnings("ignore:.*:DeprecationWarning")


def test_it_sees_the_same_arm_and_finds_the_same_branches(calibrated: Robot) -> None:
    q = np.array([0.4, -1.2, 1.0, 0.3, 0.8, -0.5])
    T = forward(calibrated, q)
    found = Toolbox(calibrated).solve(T, starts(calibrated))
    position, angle = residuals(calibrated, found, T, np.eye(4))
    assert len(found) >= 40
    assert np.max(position) <= 5e-6
    assert np.max(angle) <= 5e-6
    ours = Inverse(calibrated).branches(T)
    turned = np.abs((found[:, None] - ours[None] + np.pi) % (2 * np.pi) - np.pi)
    assert np.max(np.min(np.max(turned, axis=2), axis=1)) <= 1e-4, "a branch of theirs that we do not know"


def test_it_is_asked_when_the_search_finds_nothing(calibrated: Robot, monkeypatch: pytest.MonkeyPatch) -> None:
    T = forward(calibrated, np.array([0.4, -1.2, 1.0, 0.3, 0.8, -0.5]))
    assert len(search(calibrated, T)) > 0
    monkeypatch.setattr(inverse_module, "search", lambda *_: np.empty((0, 6)))
    found = Inverse(calibrated).branches(T)
    assert len(found) >= 2
    position, angle = residuals(calibrated, found, T, np.eye(4))
    assert np.max(position) <= 1e-9
    assert np.max(angle) <= 2e-9
