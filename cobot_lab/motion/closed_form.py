"""The closed form of an arm's inverse kinematics, where its geometry has one.

Computed by EAIK (Ostermeier et al., "Automatic Geometric Decomposition for Analytical Inverse Kinematics", RA-L 2025).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cobot_lab.cell.robot import Robot
from cobot_lab.cell.shape import Pose
from cobot_lab.motion.kinematics import Array, forward, frames

_SQUARE = 0.1
"""Difference of an axis from the nearest right angle that is straightened in a neighbour [rad]."""


class ClosedForm:
    """The closed form of an arm, or of a neighbour of it.

    The neighbour has the arm's axes made square to each other and its small offsets made zero, at the zero position;
    its flange is there where the arm's is. A wrist whose axes miss each other by a centimetre becomes one whose axes
    meet, and a calibrated arm the nominal one.

    Attributes:
        known: Whether there is one.
    """

    def __init__(self, robot: Robot, *, snap: float = 0.0) -> None:
        """Look for it.

        Args:
            robot: The arm.
            snap: Offsets up to this are made zero and axes are squared [m]; 0 for the arm as it is.
        """
        from eaik.IK_HP import HPRobot  # noqa: PLC0415, a compiled module, not needed by those who only read plans

        self._n = len(robot.joints)
        self._solver: Any = None
        if self._n == 6:
            axes, offsets, self._R_zero = _screws(robot)
            if snap > 0.0:
                axes, offsets = _squared(axes), _snapped(offsets, snap)
            solver = HPRobot(axes, offsets)
            self._solver = solver if solver.hasKnownDecomposition() else None
        self.known = self._solver is not None

    def solve(self, T_BF: Pose) -> Array:
        """Give its configurations for a pose of the flange, unchecked, shape (k, n) [rad]; none when it is unknown."""
        if self._solver is None:
            return np.empty((0, self._n))
        T = T_BF.copy()
        T[:3, :3] = T_BF[:3, :3] @ self._R_zero.T
        answers = np.array(self._solver.IK(T).Q, dtype=np.float64).reshape(-1, self._n)
        finite: Array = answers[np.all(np.isfinite(answers), axis=1)]
        return finite


def _screws(robot: Robot) -> tuple[Array, Array, Array]:
    """Give axes, offsets from one to the next and the flange's rotation, all at the zero position in the base."""
    zero = np.zeros(len(robot.joints))
    R, p = frames(robot, zero[None])
    T_BF = forward(robot, zero)
    axes = np.array([R[0, i] @ joint.axis for i, joint in enumerate(robot.joints)])
    points = np.vstack((np.zeros(3), p[0], T_BF[:3, 3]))
    return axes, np.diff(points, axis=0), T_BF[:3, :3]


def _squared(axes: Array) -> Array:
    square = np.round(axes)
    result: Array = np.where(np.linalg.norm(axes - square, axis=1, keepdims=True) <= _SQUARE, square, axes)
    return result


def _snapped(offsets: Array, snap: float) -> Array:
    result: Array = np.where(np.abs(offsets) <= snap, 0.0, offsets)
    result[-1] += offsets.sum(axis=0) - result.sum(axis=0)
    return result
