from __future__ import annotations

import numpy as np
import pytest

from cobot_lab.cell.robot import Robot
from cobot_lab.motion.kinematics import forward, jacobian, tool_pose, tool_poses


def dh_flange(q: np.ndarray) -> np.ndarray:
    """Plain DH of the UR3e as published, written independently of the chain."""
    rows = ((0.15185, 0, 1), (0, -0.24355, 0), (0, -0.2132, 0), (0.13105, 0, 1), (0.08535, 0, -1), (0.0921, 0, 0))
    T = np.eye(4)
    for angle, (d, a, quarter) in zip(q, rows, strict=True):
        c, s, ca, sa = np.cos(angle), np.sin(angle), 1.0 - abs(quarter), float(quarter)
        T = T @ np.array([[c, -s * ca, s * sa, a * c], [s, c * ca, -c * sa, a * s], [0, sa, ca, d], [0, 0, 0, 1]])
    return T


TOOL = np.array([[0.0, -1.0, 0.0, 0.01], [1.0, 0.0, 0.0, -0.02], [0.0, 0.0, 1.0, 0.15], [0.0, 0.0, 0.0, 1.0]])


def test_forward_is_the_published_model(ur3e: Robot) -> None:
    for q in np.random.default_rng(0).uniform(-6.2, 6.2, (200, 6)):
        assert np.max(np.abs(forward(ur3e, q) - dh_flange(q))) <= 1e-12


def test_at_zero_the_arm_lies_stretched_along_minus_x(ur3e: Robot) -> None:
    T = forward(ur3e, np.zeros(6))
    assert T[:3, 3] == pytest.approx([-0.45675, -0.22315, 0.0665], abs=1e-12)
    assert T[:3, 2] == pytest.approx([0.0, -1.0, 0.0], abs=1e-12)


def test_many_at_once_are_the_same_as_one_by_one(ur3e: Robot) -> None:
    Q = np.random.default_rng(1).uniform(-3.0, 3.0, (17, 6))
    for T, q in zip(tool_poses(ur3e, Q, TOOL), Q, strict=True):
        assert np.max(np.abs(T - forward(ur3e, q) @ TOOL)) <= 1e-14


def test_the_jacobian_is_the_derivative_of_the_tool_pose(calibrated: Robot) -> None:
    q, h = np.array([0.3, -1.1, 1.3, -0.4, 0.9, 2.0]), 1e-6
    J = jacobian(calibrated, q, TOOL)
    for i in range(6):
        step = np.zeros(6)
        step[i] = h
        more, less = tool_pose(calibrated, q + step, TOOL), tool_pose(calibrated, q - step, TOOL)
        spin = (more[:3, :3] - less[:3, :3]) / (2 * h) @ tool_pose(calibrated, q, TOOL)[:3, :3].T
        assert J[:3, i] == pytest.approx((more[:3, 3] - less[:3, 3]) / (2 * h), abs=1e-8)
        assert J[3:, i] == pytest.approx([spin[2, 1], spin[0, 2], spin[1, 0]], abs=1e-8)


def test_poses_are_read_only_and_a_wrong_number_of_joints_is_refused(ur3e: Robot) -> None:
    assert not forward(ur3e, np.zeros(6)).flags.writeable
    with pytest.raises(ValueError, match="not \\(k, 6\\)"):
        forward(ur3e, np.zeros(5))
