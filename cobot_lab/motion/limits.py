"""How much slower a trajectory has to be played to stay within the limits of the joints.

Exact for the cubic pieces: acceleration is linear and jerk constant on each, speed has one extreme inside.
"""

from __future__ import annotations

import math

import numpy as np

from cobot_lab.cell.robot import Robot
from cobot_lab.motion.kinematics import Array
from cobot_lab.motion.trajectory import Trajectory

HEADROOM = 0.99
"""Part of each limit that plans use: what is checked in between knots, or after rounding, stays below the whole."""

CYCLE = 1e-3
"""Time in which a controller takes an acceleration that steps to change [s]: its cycle, at 1 kHz."""


def joint_limits(robot: Robot) -> tuple[Array, Array, Array]:
    """Give the highest speed, acceleration and jerk of every joint, shape (n,) each [rad/s, rad/s², rad/s³]."""
    table = np.array([(joint.qd_max, joint.qdd_max, joint.qddd_max) for joint in robot.joints])
    return table[:, 0], table[:, 1], table[:, 2]


def _pieces(trajectory: Trajectory) -> tuple[Array, Array, Array]:
    """Give length (m - 1, 1), acceleration at the start and jerk (m - 1, n) of every piece."""
    h = np.diff(trajectory.t)[:, None]
    mean = np.diff(trajectory.q, axis=0) / h
    v0, v1 = trajectory.qd[:-1], trajectory.qd[1:]
    return h, 2 * (3 * mean - 2 * v0 - v1) / h, 6 * (v0 + v1 - 2 * mean) / h**2


def peaks(trajectory: Trajectory) -> tuple[Array, Array, Array]:
    """Give the highest speed, acceleration and jerk of every joint, absolute, shape (n,) each."""
    h, first, jerk = _pieces(trajectory)
    v0 = trajectory.qd[:-1]
    turning = -first / np.where(jerk == 0.0, 1.0, jerk)  # where the acceleration passes zero
    inside = (jerk != 0.0) & (turning > 0.0) & (turning < h)
    summit = np.where(inside, v0 + first * turning / 2, v0)
    speed = np.max(np.abs(np.concatenate((trajectory.qd, summit))), axis=0)
    acceleration = np.max(np.abs(np.concatenate((first, first + jerk * h))), axis=0)
    return speed, acceleration, np.max(np.abs(jerk), axis=0)


def jumps(trajectory: Trajectory) -> Array:
    """Give how much the acceleration of each joint jumps at each knot, absolute, shape (m, n) [rad/s²].

    Before the first knot and after the last one the joints are at rest.
    """
    h, first, jerk = _pieces(trajectory)
    last = first + jerk * h
    return np.abs(np.concatenate((first[:1], first[1:] - last[:-1], last[-1:])))


def jolts(trajectory: Trajectory) -> Array:
    """Give the most jerk that a controller sees of each joint around each knot, absolute, shape (m, n) [rad/s³].

    Within a cycle that holds the knot the acceleration changes by its jump and by what the pieces beside it add.
    """
    _, _, jerk = _pieces(trajectory)
    size = np.abs(jerk)
    beside = np.maximum(np.concatenate((size[:1], size)), np.concatenate((size, size[-1:])))
    result: Array = jumps(trajectory) / CYCLE + beside
    return result


def slowdown(robot: Robot, trajectory: Trajectory, speed_fraction: float) -> float:
    """Give the factor, at least 1, that the trajectory's time has to be stretched by.

    Args:
        robot: Whose limits.
        trajectory: What is to be played.
        speed_fraction: Part of the joints' speed limits that may be used, at most 1.
    """
    speed, acceleration, jerk = (
        float(np.max(peak / (HEADROOM * limit)))
        for peak, limit in zip(peaks(trajectory), joint_limits(robot), strict=True)
    )
    return max(1.0, speed / min(1.0, speed_fraction), math.sqrt(acceleration), math.pow(jerk, 1 / 3))


def calming(robot: Robot, trajectory: Trajectory) -> float:
    """Give the factor, at least 1, by which to stretch a trajectory that is within its limits but jolts at its knots.

    A jump of acceleration shrinks with the square of the factor, a jerk with its cube.

    Args:
        robot: Whose limits.
        trajectory: What is to be played.
    """
    return math.sqrt(max(1.0, float(np.max(jolts(trajectory) / joint_limits(robot)[2]))))


def stretched(trajectory: Trajectory, factor: float) -> Trajectory:
    """Give the same curve played slower: times multiplied, speeds divided by a factor."""
    if factor == 1.0:
        return trajectory
    return Trajectory(trajectory.t * factor, trajectory.q, trajectory.qd / factor)
