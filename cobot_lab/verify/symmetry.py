"""How far a part is turned, as far as its shape lets anybody see it."""

from __future__ import annotations

import numpy as np

from cobot_lab.cell.shape import Box, Cylinder, Pose, Shape
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.frames import angle_of

_SAME = 1e-6
"""Lengths that differ by less are the same [m]."""


def turn_between(T_wanted: Pose, T_given: Pose, shapes: tuple[Shape, ...]) -> float:
    """Give the angle between two poses of a part [rad]; turns about the axis of a round one do not count."""
    axis = _round_axis(shapes)
    if axis is None:
        return angle_of(T_wanted[:3, :3].T @ T_given[:3, :3])
    return _angle(T_wanted[:3, :3] @ axis, T_given[:3, :3] @ axis)


def turn_at_place(T_WP: Pose, T_WO: Pose, shapes: tuple[Shape, ...]) -> float:
    """Give the angle of a part's x axis to the x axis of the place it lies at [rad].

    Half turns do not count, quarter turns neither for a box as long in x as in y, no turn at all for a cylinder that
    stands on its end.
    """
    axis = _round_axis(shapes)
    if axis is not None and abs(axis[2]) > 1.0 - _SAME:
        return 0.0
    axes = [0, 1] if _square(shapes) else [0]
    wanted = T_WP[:3, 0]
    return min(_angle(sign * wanted, T_WO[:3, i]) for i in axes for sign in (1.0, -1.0))


def _round_axis(shapes: tuple[Shape, ...]) -> Array | None:
    """Give the axis of a part that is one cylinder about its own origin, in its own frame."""
    if len(shapes) != 1 or not isinstance(shapes[0], Cylinder):
        return None
    T_OS = shapes[0].T_OS
    axis: Array = T_OS[:3, 2]
    return axis if np.linalg.norm(np.cross(T_OS[:3, 3], axis)) <= _SAME else None


def _square(shapes: tuple[Shape, ...]) -> bool:
    if len(shapes) != 1 or not isinstance(shapes[0], Box):
        return False
    x, y, _ = shapes[0].size
    return abs(x - y) <= _SAME and bool(np.allclose(shapes[0].T_OS, np.eye(4), atol=_SAME))


def _angle(a: Array, b: Array) -> float:
    return float(np.arctan2(np.linalg.norm(np.cross(a, b)), a @ b))
