"""Following a line with the joints: many configurations at once, each staying on its branch.

Small steps along the line; each starts from the previous configurations, moved by the Jacobian, and is brought onto the
line by Newton steps. A branch cannot be left without the Jacobian's determinant passing zero, so a change of its sign
ends the way, as do a joint limit and a step of the joints that is too large for the step along the line.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cobot_lab.cell.robot import Robot
from cobot_lab.cell.shape import Pose
from cobot_lab.motion.kinematics import Array, tool_poses_and_jacobians
from cobot_lab.motion.line import Line
from cobot_lab.motion.newton import polish

STEP = 0.02
"""Longest step along the line that is tried first [m]."""
FINE_STEP = 0.002
"""Longest step where the first way does not lead through: near singularities the joints turn fast [m]."""
_JUMP = 0.6
"""Largest change of a joint in one step [rad]."""
_RESIDUAL = 1e-9
_DAMPING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Tracked:
    """Where configurations come along a line.

    Attributes:
        u: Fractions of the line, from 0 to 1, shape (m,).
        Q: Configurations there, shape (m, c, n) [rad]; meaningless behind the point where one had to stop.
        slope: Change of the joints over the whole line at each point, dq/du, shape (m, c, n) [rad].
        fraction: How much of the line each can follow, shape (c,); 1 for those that reach the end.
    """

    u: Array
    Q: Array
    slope: Array
    fraction: Array

    @property
    def through(self) -> NDArray[np.intp]:
        """Indices of those that reach the end."""
        return np.flatnonzero(self.fraction >= 1.0)

    def backwards(self) -> Tracked:
        """Give the way back of those that reached the end, in the same order."""
        kept = self.through
        return Tracked(self.u, self.Q[::-1, kept], -self.slope[::-1, kept], np.ones(len(kept)))


def track(robot: Robot, T_FT: Pose, line: Line, Q: Array, step: float = STEP) -> Tracked:
    """Follow a line.

    Args:
        robot: The arm.
        T_FT: Pose of the tool point in the flange.
        line: In the robot's base.
        Q: Configurations at its start, shape (c, n) [rad].
        step: Longest step along the line [m].

    Returns:
        How far each comes, and where.
    """
    steps = max(3, int(np.ceil(line.length / step)))
    u = np.linspace(0.0, 1.0, steps + 1)
    poses = line.poses(u)
    q_all = np.repeat(Q[None], steps + 1, axis=0)
    slopes = np.zeros_like(q_all)
    fraction = np.ones(len(Q))
    alive = np.ones(len(Q), dtype=bool)
    low, high = np.array([(joint.q_min, joint.q_max) for joint in robot.joints]).T
    slope, side = _slope(robot, T_FT, line, Q)
    slopes[0] = slope
    for i in range(1, steps + 1):
        tried, error = polish(robot, q_all[i - 1] + slope / steps, poses[i], T_FT, steps=4)
        slope, side_now = _slope(robot, T_FT, line, tried)
        good = np.max(np.abs(error), axis=1) <= _RESIDUAL
        good &= np.max(np.abs(tried - q_all[i - 1]), axis=1) <= _JUMP
        good &= np.all((tried >= low) & (tried <= high), axis=1)
        good &= side_now == side
        fraction[alive & ~good] = u[i - 1]
        alive &= good
        q_all[i], slopes[i] = np.where(alive[:, None], tried, q_all[i - 1]), slope
        if not alive.any():
            break
    return Tracked(u, q_all, slopes, fraction)


def _slope(robot: Robot, T_FT: Pose, line: Line, Q: Array) -> tuple[Array, Array]:
    """Give dq/du along the line, shape (c, n), and on which side of the singularities each lies, shape (c,)."""
    J = tool_poses_and_jacobians(robot, Q, T_FT)[1]
    return through(J, line.twist), np.sign(np.linalg.det(J)) if J.shape[1] == J.shape[2] else np.ones(len(Q))


def through(J: Array, twist: Array) -> Array:
    """Give the joints' change for a twist of the tool point, shape (c, 6, n) and (6,) to (c, n)."""
    A = J @ J.transpose(0, 2, 1) + _DAMPING * np.eye(6)
    result: Array = (J.transpose(0, 2, 1) @ np.linalg.solve(A, np.repeat(twist[None, :, None], len(J), axis=0)))[..., 0]
    return result
