"""Forward kinematics and the geometric Jacobian of an arm of revolute joints, one configuration or many at once.

The pose of the flange is the product of the joints' fixed transforms and their rotations about their axes (Siciliano et
al., "Robotics: Modelling, Planning and Control", 2009, chapters 2 and 3). Plain numpy: cheap to import, and cheap to
call on many configurations, since each step of the chain is one operation over all of them.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cobot_lab.cell.robot import Robot
from cobot_lab.cell.shape import Pose

Array = NDArray[np.float64]


@lru_cache(maxsize=16)
def _terms(robot: Robot) -> tuple[Array, Array, Array, Array, Array]:
    """Give each joint's rotation as `A0 + sin q A1 + cos q A2` (Rodrigues), its origin and its axis."""
    R = np.array([joint.T_origin[:3, :3] for joint in robot.joints])
    p = np.array([joint.T_origin[:3, 3] for joint in robot.joints])
    axes = np.array([joint.axis for joint in robot.joints])
    K = np.zeros((len(axes), 3, 3))
    K[:, 2, 1], K[:, 0, 2], K[:, 1, 0] = axes.T
    K -= K.transpose(0, 2, 1)
    KK = K @ K
    return R @ (np.eye(3) + KK), R @ K, -R @ KK, p, axes


def _chain(robot: Robot, Q: Array) -> tuple[Array, Array]:
    """Give rotation (k, n, 3, 3) and origin (k, n, 3) of every moved joint frame in the base."""
    if Q.ndim != 2 or Q.shape[1] != len(robot.joints):
        raise ValueError(f"q has shape {Q.shape}, not (k, {len(robot.joints)})")
    A0, A1, A2, origins, _ = _terms(robot)
    S, C = np.sin(Q)[:, :, None, None], np.cos(Q)[:, :, None, None]
    turned = A0 + S * A1 + C * A2
    R_all, p_all = np.empty_like(turned), np.empty((*Q.shape, 3))
    R_all[:, 0], p_all[:, 0] = turned[:, 0], origins[0]
    for i in range(1, Q.shape[1]):
        p_all[:, i] = p_all[:, i - 1] + R_all[:, i - 1] @ origins[i]
        R_all[:, i] = R_all[:, i - 1] @ turned[:, i]
    return R_all, p_all


def _tipped(R: Array, p: Array, T: Pose) -> Array:
    result = np.zeros((len(R), 4, 4))
    result[:, :3, :3] = R @ T[:3, :3]
    result[:, :3, 3] = p + R @ T[:3, 3]
    result[:, 3, 3] = 1.0
    return result


def frames(robot: Robot, Q: Array) -> tuple[Array, Array]:
    """Give the frame of every joint, joint moved, in the base B.

    Args:
        robot: The arm.
        Q: Joint positions, shape (k, n) [rad].

    Returns:
        Rotations, shape (k, n, 3, 3), and origins, shape (k, n, 3) [m], from base to flange.

    Raises:
        ValueError: `Q` does not have one column for each joint.
    """
    return _chain(robot, np.asarray(Q, dtype=np.float64))


def tool_poses(robot: Robot, Q: Array, T_FT: Pose) -> Array:
    """Give `T_BT` for many configurations.

    Args:
        robot: The arm.
        Q: Joint positions, shape (k, n) [rad].
        T_FT: Pose of the tool point T in the flange F; the identity for the flange itself.

    Returns:
        Shape (k, 4, 4).
    """
    R, p = frames(robot, Q)
    return _tipped(R[:, -1], p[:, -1], robot.T_flange @ T_FT)


def tool_poses_and_jacobians(robot: Robot, Q: Array, T_FT: Pose) -> tuple[Array, Array]:
    """Give `T_BT` and the geometric Jacobian at the tool point, in the base B, for many configurations.

    Args:
        robot: The arm.
        Q: Joint positions, shape (k, n) [rad].
        T_FT: Pose of the tool point T in the flange F.

    Returns:
        Poses, shape (k, 4, 4), and Jacobians, shape (k, 6, n), as `jacobian` gives them.
    """
    R, p = frames(robot, Q)
    T_BT = _tipped(R[:, -1], p[:, -1], robot.T_flange @ T_FT)
    axes = (R @ _terms(robot)[4][:, :, None])[..., 0]
    arms = T_BT[:, None, :3, 3] - p
    J = np.empty((len(R), 6, R.shape[1]))
    J[:, 0] = axes[..., 1] * arms[..., 2] - axes[..., 2] * arms[..., 1]
    J[:, 1] = axes[..., 2] * arms[..., 0] - axes[..., 0] * arms[..., 2]
    J[:, 2] = axes[..., 0] * arms[..., 1] - axes[..., 1] * arms[..., 0]
    J[:, 3:] = axes.transpose(0, 2, 1)
    return T_BT, J


def forward(robot: Robot, q: Array) -> Pose:
    """Give `T_BF`, the pose of the flange F in the base B.

    Args:
        robot: The arm.
        q: Joint positions, shape (n,) [rad].

    Returns:
        Read-only, shape (4, 4).

    Raises:
        ValueError: `q` does not have one value for each joint.
    """
    return tool_pose(robot, q, np.eye(4))


def tool_pose(robot: Robot, q: Array, T_FT: Pose) -> Pose:
    """Give `T_BT`, the pose of the tool point T in the base B.

    Args:
        robot: The arm.
        q: Joint positions, shape (n,) [rad].
        T_FT: Pose of the tool point in the flange.

    Returns:
        Read-only, shape (4, 4).

    Raises:
        ValueError: `q` does not have one value for each joint.
    """
    T_BT: Pose = tool_poses(robot, np.asarray(q, dtype=np.float64)[None], T_FT)[0]
    T_BT.flags.writeable = False
    return T_BT


def jacobian(robot: Robot, q: Array, T_FT: Pose) -> Array:
    """Give the geometric Jacobian at the tool point, in the base B.

    Args:
        robot: The arm.
        q: Joint positions, shape (n,) [rad].
        T_FT: Pose of the tool point in the flange.

    Returns:
        Shape (6, n): speed of the tool point [m/s] above the angular speed [rad/s], for 1 rad/s of each joint.
    """
    J: Array = tool_poses_and_jacobians(robot, np.asarray(q, dtype=np.float64)[None], T_FT)[1][0]
    return J
