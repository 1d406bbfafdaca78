"""Between two poses: the twist that leads from one to the other, and the poses on the way."""

from __future__ import annotations

import numpy as np

from cobot_lab.cell.shape import Pose
from cobot_lab.motion.kinematics import Array


def twists(T_to: Array, T_from: Array) -> Array:
    """Give the twist from poses to poses, seen from their common frame.

    Position difference above rotation vector, the logarithm of the rotation; near half a turn the rotation vector's
    sign is arbitrary, as it has to be.

    Args:
        T_to: Poses to reach, shape (k, 4, 4) or (4, 4).
        T_from: Poses to leave, shape (k, 4, 4).

    Returns:
        Shape (k, 6): [m] above [rad].
    """
    R = T_to[..., :3, :3] @ T_from[:, :3, :3].transpose(0, 2, 1)
    w = 0.5 * np.stack((R[:, 2, 1] - R[:, 1, 2], R[:, 0, 2] - R[:, 2, 0], R[:, 1, 0] - R[:, 0, 1]), axis=1)
    sine = np.sqrt(np.sum(w * w, axis=1))
    cosine = 0.5 * (R[:, 0, 0] + R[:, 1, 1] + R[:, 2, 2] - 1.0)
    small = sine < 1e-9
    scale = np.where(small, 1.0, np.arctan2(sine, cosine) / np.where(small, 1.0, sine))
    result = np.empty((len(R), 6))
    result[:, :3] = T_to[..., :3, 3] - T_from[:, :3, 3]
    result[:, 3:] = w * scale[:, None]
    for i in np.flatnonzero(small & (cosine < 0.0)):
        result[i, 3:] = _half_turn(R[i])
    return result


def _half_turn(R: Array) -> Array:
    # R = 2 a aᵀ − 1 there: any column of R + 1 that is not zero points along the axis.
    columns = R + np.eye(3)
    lengths = np.sqrt(np.sum(columns * columns, axis=0))
    i = int(np.argmax(lengths))
    axis: Array = columns[:, i] / lengths[i]
    return np.pi * axis


def turn(w: Array) -> Array:
    """Give the rotation matrix of a rotation vector [rad], shape (3,) to (3, 3) (Rodrigues' formula)."""
    angle = float(np.sqrt(w @ w))
    if angle < 1e-15:
        return np.eye(3)
    x, y, z = w / angle
    K = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    result: Array = np.eye(3) + np.sin(angle) * K + (1.0 - np.cos(angle)) * (K @ K)
    return result


def cross(a: Array, b: Array) -> Array:
    """Give cross products along the last axis; several times as quick as numpy's for many short vectors."""
    ax, ay, az = a[..., 0], a[..., 1], a[..., 2]
    bx, by, bz = b[..., 0], b[..., 1], b[..., 2]
    result = np.empty(np.broadcast_shapes(a.shape, b.shape))
    x, y, z = result[..., 0], result[..., 1], result[..., 2]
    np.multiply(ay, bz, out=x)
    np.multiply(az, bx, out=y)
    np.multiply(ax, by, out=z)
    x -= az * by
    y -= ax * bz
    z -= ay * bx
    return result


def inverse_pose(T_AB: Pose) -> Pose:
    """Give `T_BA`."""
    T_BA = np.eye(4)
    T_BA[:3, :3] = T_AB[:3, :3].T
    T_BA[:3, 3] = -T_AB[:3, :3].T @ T_AB[:3, 3]
    return T_BA
