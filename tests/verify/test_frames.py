import numpy as np
import pytest

from cobot_lab.motion import kinematics
from cobot_lab.verify.frames import (
    angle_of,
    inverse,
    joint_poses,
    joint_twists,
    pose_of,
    quat_of,
    rotation_vectors,
    turns,
)


def random_q(n: int, count: int = 40) -> np.ndarray:
    return np.random.default_rng(3).uniform(-3.0, 3.0, (count, n))


def test_agrees_with_the_planners_kinematics(cell):
    q = random_q(len(cell.robot.joints))
    mine = joint_poses(cell.robot, cell.T_WB, q)[:, -1] @ cell.robot.T_flange
    theirs = np.array([cell.T_WB @ kinematics.tool_pose(cell.robot, one, np.eye(4)) for one in q])
    assert np.abs(mine - theirs).max() < 1e-12


def test_twists_are_the_poses_differences(cell):
    q, h = random_q(len(cell.robot.joints)), 1e-6
    qd = random_q(len(cell.robot.joints))[::-1]
    poses = joint_poses(cell.robot, cell.T_WB, q)
    v, w = joint_twists(cell.robot, poses, qd)
    later, earlier = (joint_poses(cell.robot, cell.T_WB, q + sign * h * qd) for sign in (1, -1))
    assert np.abs((later - earlier)[:, :, :3, 3] / (2 * h) - v).max() < 1e-7
    spin = (later - earlier)[:, :, :3, :3] / (2 * h) @ np.swapaxes(poses[:, :, :3, :3], -1, -2)
    assert np.abs(np.stack((spin[..., 2, 1], spin[..., 0, 2], spin[..., 1, 0]), axis=-1) - w).max() < 1e-7


@pytest.mark.parametrize("axis", [(1, 0, 0), (0, 1, 0), (0, 0, 1), (0.6, 0.0, 0.8)])
def test_rotations_come_back_from_quaternions_and_vectors(axis):
    angle = np.linspace(-3.1, 3.1, 25)
    R = turns(np.array(axis, dtype=float), angle)
    for one, turn in zip(R, angle, strict=True):
        assert np.abs(pose_of(np.zeros(3), quat_of(one))[:3, :3] - one).max() < 1e-12
        assert angle_of(one) == pytest.approx(abs(turn), abs=1e-9)
    assert np.abs(rotation_vectors(R) - angle[:, None] * np.array(axis)).max() < 1e-9


def test_inverse_undoes(cell):
    T = joint_poses(cell.robot, cell.T_WB, random_q(len(cell.robot.joints)))
    assert np.abs(T @ inverse(T) - np.eye(4)).max() < 1e-12
