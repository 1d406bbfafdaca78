"""Solids seen as points: enough to say how far they reach in any direction."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from cobot_lab.cell.shape import Box, Shape

Array = NDArray[np.float64]
_RIM = 16
"""Points on a cylinder's rim; they stand on a circle that surrounds it, 2 % wider."""


@lru_cache(maxsize=2048)
def corners(shape: Shape) -> Array:
    """Give points whose convex hull contains a solid, computed once for each object: a solid never changes.

    Returns:
        Shape (p, 3), read-only, in the frame of the body it belongs to [m]. Exact for boxes, 2 % wide for cylinders.
    """
    if isinstance(shape, Box):
        points = 0.5 * np.array(list(product((-1.0, 1.0), repeat=3))) * np.array(shape.size)
    else:
        angle = 2 * np.pi * np.arange(_RIM) / _RIM
        radius = shape.radius / np.cos(np.pi / _RIM)
        rim = np.column_stack((radius * np.cos(angle), radius * np.sin(angle), np.full(_RIM, 0.5 * shape.height)))
        points = np.vstack((rim, rim * (1.0, 1.0, -1.0)))
    points = moved(shape.T_OS, points)
    points.flags.writeable = False
    return points


def moved(T: Array, points: Array) -> Array:
    """Move points of shape (..., p, 3) by transforms of shape (..., 4, 4)."""
    return points @ np.swapaxes(T[..., :3, :3], -1, -2) + T[..., None, :3, 3]


def hull(shapes: tuple[Shape, ...]) -> Array:
    """Give the corners of several solids, shape (p, 3) [m]."""
    return np.vstack([corners(shape) for shape in shapes]) if shapes else np.zeros((0, 3))
