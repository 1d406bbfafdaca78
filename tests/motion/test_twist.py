from __future__ import annotations

import numpy as np
import pytest

from cobot_lab.motion.twist import inverse_pose, turn, twists


@pytest.mark.parametrize("angle", [0.0, 1e-12, 1e-6, 0.5, 3.0, np.pi - 1e-7])
def test_the_twist_of_a_turn_is_its_rotation_vector(angle: float) -> None:
    axis = np.array([2.0, -1.0, 2.0]) / 3.0
    T = np.eye(4)
    T[:3, :3] = turn(angle * axis)
    T[:3, 3] = [1.0, 2.0, 3.0]
    assert twists(T, np.eye(4)[None])[0] == pytest.approx([1.0, 2.0, 3.0, *(angle * axis)], abs=1e-9)


@pytest.mark.parametrize("axis", [(1.0, 0.0, 0.0), (0.6, -0.8, 0.0), (2 / 3, -1 / 3, 2 / 3), (0.0, -0.6, 0.8)])
def test_half_a_turn_leads_there(axis: tuple[float, float, float]) -> None:
    a = np.array(axis)
    R = 2.0 * np.outer(a, a) - np.eye(3)
    T = np.eye(4)
    T[:3, :3] = R
    w = twists(T, np.eye(4)[None])[0, 3:]
    assert float(np.linalg.norm(w)) == pytest.approx(np.pi)
    assert np.max(np.abs(turn(w) - R)) <= 1e-12


def test_an_inverse_pose_undoes() -> None:
    T = np.eye(4)
    T[:3, :3] = turn(np.array([0.3, -1.0, 0.4]))
    T[:3, 3] = [0.1, 0.2, -0.3]
    assert np.max(np.abs(inverse_pose(T) @ T - np.eye(4))) <= 1e-15
