"""Poses from the numbers that description files hold."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cobot_lab.cell.shape import Pose


def read_only(values: object) -> NDArray[np.float64]:
    """Give a read-only array of floats."""
    array = np.array(values, dtype=np.float64)
    array.flags.writeable = False
    return array


def pose(position: Sequence[float], rotation: NDArray[np.float64]) -> Pose:
    """Give the pose with this position, shape (3,) [m], and rotation matrix, shape (3, 3)."""
    T = np.eye(4)
    T[:3, :3] = rotation
    T[:3, 3] = position
    return read_only(T)


def rotation_rpy(roll: float, pitch: float, yaw: float) -> NDArray[np.float64]:
    """Give the rotation matrix of URDF's fixed-axis angles [rad]: about x, then y, then z of the parent.

    >>> rotation_rpy(0.0, 0.0, math.pi / 2).round(9).tolist()
    [[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [-0.0, 0.0, 1.0]]
    """
    cr, sr = math.cos(roll), math.sin(roll)
    cp, sp = math.cos(pitch), math.sin(pitch)
    cy, sy = math.cos(yaw), math.sin(yaw)
    return np.array(
        [
            [cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr],
            [sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr],
            [-sp, cp * sr, cp * cr],
        ]
    )


def upright(position: Sequence[float], turn: float) -> Pose:
    """Give the pose of something that stands upright, turned by `turn` [rad] about the vertical."""
    return pose(position, rotation_rpy(0.0, 0.0, turn))


def pointing_down(position: Sequence[float], turn: float) -> Pose:
    """Give the pose of a tool whose z points down and whose x is turned by `turn` [rad] about the vertical.

    >>> (pointing_down((0.0, 0.0, 0.1), 0.0)[:3, :3] @ [1.0, 2.0, 3.0]).round(9).tolist()
    [1.0, -2.0, -3.0]
    """
    return pose(position, rotation_rpy(0.0, 0.0, turn) @ np.diag([1.0, -1.0, -1.0]))
