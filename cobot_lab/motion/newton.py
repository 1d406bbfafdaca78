"""Newton steps towards poses, for many configurations at once.

The step is the damped least squares step of Levenberg and Marquardt with a damping of |e|², which keeps the fast end
game even where the Jacobian loses rank (Yamashita and Fukushima, "On the rate of convergence of the
Levenberg-Marquardt method", 2001).
"""

from __future__ import annotations

import numpy as np

from cobot_lab.cell.robot import Robot
from cobot_lab.cell.shape import Pose
from cobot_lab.motion.kinematics import Array, tool_poses, tool_poses_and_jacobians
from cobot_lab.motion.twist import twists

_FLOOR = 1e-12
_DONE = 1e-12
_BOLDER, _WARIER = 0.5, 8.0
"""What the damping is multiplied with after a step that helped and after one that did not."""


def polish(robot: Robot, Q: Array, T_BT: Array, T_FT: Pose, steps: int = 2) -> tuple[Array, Array]:
    """Bring configurations nearer to poses.

    Args:
        robot: The arm.
        Q: Where to start, shape (k, n) [rad].
        T_BT: Poses wanted of the tool point in the base, shape (k, 4, 4), or (4, 4) for the same one everywhere.
        T_FT: Pose of the tool point in the flange.
        steps: Most steps taken; fewer when all residuals are already below 1e-12.

    Returns:
        Configurations, shape (k, n) [rad], and their residual twists, shape (k, 6) [m, rad]: never worse than the
        given ones' where no step helps.
    """
    best = np.array(Q, dtype=np.float64)
    T, J = tool_poses_and_jacobians(robot, best, T_FT)
    error = twists(T_BT, T)
    gain = np.ones(len(best))
    for _ in range(steps):
        if not np.any(np.abs(error) > _DONE):
            break
        damping = (gain * np.sum(error * error, axis=1) + _FLOOR)[:, None, None]
        A = J @ J.transpose(0, 2, 1) + damping * np.eye(6)
        tried = best + (J.transpose(0, 2, 1) @ np.linalg.solve(A, error[:, :, None]))[..., 0]
        T_tried, J_tried = tool_poses_and_jacobians(robot, tried, T_FT)
        error_tried = twists(T_BT, T_tried)
        better = np.sum(error_tried**2, axis=1) < np.sum(error**2, axis=1)
        best = np.where(better[:, None], tried, best)
        error = np.where(better[:, None], error_tried, error)
        J = np.where(better[:, None, None], J_tried, J)
        gain *= np.where(better, _BOLDER, _WARIER)
    return best, error


def residuals(robot: Robot, Q: Array, T_BT: Array, T_FT: Pose) -> tuple[Array, Array]:
    """Give how far configurations are from poses.

    Returns:
        Distances [m] and angles [rad], each of shape (k,).
    """
    error = twists(T_BT, tool_poses(robot, Q, T_FT))
    return np.sqrt(np.sum(error[:, :3] ** 2, axis=1)), np.sqrt(np.sum(error[:, 3:] ** 2, axis=1))
