"""A straight line of the tool point, its orientation turning evenly when both ends differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cobot_lab.cell.shape import Pose
from cobot_lab.motion.kinematics import Array
from cobot_lab.motion.twist import turn, twists

LEVER = 0.25
"""Turning by 1 rad counts as this much way [m], so that a line that mostly turns takes its time too."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line between two poses of the tool point.

    Attributes:
        T_from: Pose at its start, in the robot's base.
        T_to: Pose at its end, in the robot's base.
        twist: From start to end, shape (6,) [m, rad].
    """

    T_from: Pose
    T_to: Pose
    twist: Array

    @classmethod
    def between(cls, T_from: Pose, T_to: Pose) -> Line:
        """Make the line from pose to pose."""
        return cls(T_from, T_to, twists(T_to, T_from[None])[0])

    @property
    def length(self) -> float:
        """Its way [m], turning included."""
        return max(float(np.linalg.norm(self.twist[:3])), LEVER * float(np.linalg.norm(self.twist[3:])))

    def poses(self, u: Array) -> Array:
        """Give the poses at fractions of the way.

        Args:
            u: From 0 to 1, shape (k,).

        Returns:
            Shape (k, 4, 4).
        """
        result = np.repeat(np.array(self.T_from)[None], len(u), axis=0)
        result[:, :3, 3] += u[:, None] * self.twist[:3]
        if np.any(np.abs(self.twist[3:]) > 1e-12):
            for i, part in enumerate(u):
                result[i, :3, :3] = turn(part * self.twist[3:]) @ self.T_from[:3, :3]
        return result

    def back_along(self, other: Line) -> bool:
        """Tell whether this line is another one, backwards."""
        ends = np.abs(self.T_from - other.T_to), np.abs(self.T_to - other.T_from)
        return bool(max(np.max(end) for end in ends) <= 1e-9)
