"""How fast the tool point and the rest of the arm move through space when the joints move.

A planning estimate: `verify` measures the real surfaces. The arm is taken as the origins of its joints with a sleeve
around them, the tool as the corners of its solids with the fingers wide open, a carried part as a ball at the tool
point.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Box, Shape
from cobot_lab.motion.kinematics import Array, frames
from cobot_lab.motion.twist import cross

_SLEEVE = 0.065
"""Radius of the arm around the line through its joints [m]."""


def _corners(shape: Shape, away: float = 0.0) -> Array:
    """Give the corners of a solid's box, shape (8, 3) [m], moved along x."""
    half = (
        np.array(shape.size) / 2 if isinstance(shape, Box) else np.array([shape.radius, shape.radius, shape.height / 2])
    )
    corners = np.array(list(product((-1.0, 1.0), repeat=3))) * half
    result: Array = corners @ shape.T_OS[:3, :3].T + shape.T_OS[:3, 3] + np.array([away, 0.0, 0.0])
    return result


@dataclass(frozen=True)
class Pace:
    """Speeds of points of one cell's arm.

    Attributes:
        cell: Whose arm and tool.
    """

    cell: Cell

    @cached_property
    def _tool(self) -> Array:
        """Corners of the tool in the flange frame, the tool point first, shape (c, 3)."""
        tool = self.cell.tool
        finger = [_corners(shape, tool.width_max / 2) for shape in tool.finger]
        mirrored = [corners * np.array([-1.0, 1.0, 1.0]) for corners in finger]
        return np.vstack([tool.T_FT[:3, 3], *map(_corners, tool.body), *finger, *mirrored])

    @cached_property
    def _ball(self) -> float:
        """Radius of the largest part around its centre [m]."""
        sizes = [np.abs(_corners(shape)) for part in self.cell.parts for shape in part.shapes]
        return max((float(np.sqrt(np.max(np.sum(size**2, axis=1)))) for size in sizes), default=0.0)

    def speeds(self, Q: Array, Qd: Array, *, carrying: bool) -> tuple[Array, Array]:
        """Give the speed of the tool point and the highest estimated speed of any point.

        Args:
            Q: Joint positions, shape (k, n) [rad].
            Qd: Joint speeds, shape (k, n) [rad/s].
            carrying: Whether the gripper may hold a part.

        Returns:
            Two arrays of shape (k,) [m/s].
        """
        robot = self.cell.robot
        R, p = frames(robot, Q)
        axes = np.stack([R[:, i] @ joint.axis for i, joint in enumerate(robot.joints)], axis=1)
        w = np.cumsum(axes * Qd[:, :, None], axis=1)
        steps = cross(w[:, :-1], np.diff(p, axis=1))
        v = np.concatenate((np.zeros((len(Q), 1, 3)), np.cumsum(steps, axis=1)), axis=1)
        spin = np.sqrt(_squares(w))
        origin = np.sqrt(_squares(v))
        farther = np.concatenate((origin[:, 1:], origin[:, -1:]), axis=1)
        arm = np.max(np.maximum(origin, farther) + _SLEEVE * spin, axis=1)

        R_BF = R[:, -1] @ robot.T_flange[:3, :3]
        from_last = R[:, -1] @ robot.T_flange[:3, 3]
        arms = self._tool @ R_BF.transpose(0, 2, 1) + from_last[:, None]
        points = _squares(v[:, -1:] + cross(w[:, -1:], arms))
        tip, fastest = np.sqrt(points[:, 0]), np.sqrt(np.max(points, axis=1))
        carried = tip + spin[:, -1] * self._ball if carrying else tip
        return tip, np.maximum(np.maximum(arm, carried), fastest)


def _squares(vectors: Array) -> Array:
    """Give the squares of lengths, shape (..., 3) to (...)."""
    x, y, z = np.moveaxis(vectors, -1, 0)
    squares: Array = x * x
    squares += y * y
    squares += z * z
    return squares
