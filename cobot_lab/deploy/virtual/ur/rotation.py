"""Poses as the controller writes them: position and rotation vector."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


def matrix_of(pose: Sequence[float]) -> Matrix:
    """Give the matrix, shape (4, 4), of a position [m] and rotation vector [rad] (Rodrigues' formula)."""
    rotation = np.array(pose[3:6], dtype=np.float64)
    angle = float(np.linalg.norm(rotation))
    T = np.eye(4)
    T[:3, 3] = pose[:3]
    if angle > 1e-12:
        x, y, z = rotation / angle
        K = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
        T[:3, :3] += math.sin(angle) * K + (1 - math.cos(angle)) * K @ K
    return T


def pose_of(T: Matrix) -> list[float]:
    """Give position [m] and rotation vector [rad] of a pose, shape (4, 4).

    >>> [round(x, 9) for x in pose_of(matrix_of([0.1, 0.2, 0.3, 0.0, 3.0, 0.0]))]
    [0.1, 0.2, 0.3, 0.0, 3.0, 0.0]
    """
    R = T[:3, :3]
    skew = np.array([R[2, 1] - R[1, 2], R[0, 2] - R[2, 0], R[1, 0] - R[0, 1]]) / 2
    sine, cosine = float(np.linalg.norm(skew)), (float(np.trace(R)) - 1) / 2
    angle = math.atan2(sine, cosine)
    if sine > 1e-7:
        rotation = skew * (angle / sine)
    elif cosine > 0:
        rotation = skew
    else:  # half a turn: the axis is the column of R + 1 that is longest
        columns = R + np.eye(3)
        axis = columns[:, int(np.argmax(np.diag(columns)))]
        rotation = axis * (angle / float(np.linalg.norm(axis)))
    return [*map(float, T[:3, 3]), *map(float, rotation)]
