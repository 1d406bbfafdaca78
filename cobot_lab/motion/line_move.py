"""Straight lines: timed along the way, tracked by the joints, slowed down until the joints can follow.

The knots are dense enough for the cubic between them to stay within `STRAIGHT` of the line and `LEVEL` of the
orientation, and for the acceleration to be continuous but for `SMOOTH`; all are measured, and pieces that fail are
halved.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.kinematics import Array, tool_poses, tool_poses_and_jacobians
from cobot_lab.motion.limits import CYCLE, HEADROOM, calming, joint_limits, jumps, slowdown, stretched
from cobot_lab.motion.line import Line
from cobot_lab.motion.newton import polish
from cobot_lab.motion.pace import Pace
from cobot_lab.motion.timing import Law, law
from cobot_lab.motion.tracking import Tracked, through
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.motion.twist import twists

STRAIGHT = 5e-5
"""Farthest that the tool point may be from the line between knots [m]; half of what `verify` allows."""
LEVEL = 5e-4
"""Farthest that the orientation may be from the line's between knots [rad]."""
SMOOTH = 0.25
"""Largest jump of a joint's acceleration at a knot, as a part of what its jerk limit allows within a controller's
cycle; a cubic through exact knots leaves some."""
SMOOTHING = 4
"""How many times pieces are halved for that; what still jumps then is played slower."""
ACCELERATION = 1.0
"""Of the tool point along a line [m/s²]; a hand's pace, and it adds a tenth of gravity to what the grip has to hold."""
JERK = 10.0
"""Of the tool point along a line [m/s³]: the acceleration within 0.1 s."""
_SPACING = 0.01
"""Longest way between knots [m]."""
_ASTRAY = 0.1
"""Farthest that a knot may be from where the tracking expects it [rad]."""
_ROUNDS = 8


def line_move(
    pace: Pace, line: Line, tracked: Tracked, chosen: int, fraction: float, *, carrying: bool
) -> Trajectory | float:
    """Time a line, from rest to rest.

    The tool point's speed is a fraction of the cell's limit; above 1 it is planned as asked, within what the joints
    can do, and refusing it is for `verify`. Acceleration and jerk along the line do not depend on the fraction.

    Args:
        pace: Of the cell.
        line: In the robot's base.
        tracked: The way of the joints along it.
        chosen: Which of the tracked configurations, one that reaches the end.
        fraction: Speed asked, above 0; 1 for all that the cell allows.
        carrying: Whether the gripper may hold a part.

    Returns:
        The trajectory, or the fraction of the line up to where the joints lose it.
    """
    cell = pace.cell
    timed = law(line.length, HEADROOM * fraction * cell.limits.tool_speed, ACCELERATION, JERK)
    t = _first_knots(timed)
    lost = 0.0
    for number in range(_ROUNDS):
        trajectory = _through_knots(cell, line, tracked, chosen, timed, t)
        if isinstance(trajectory, float):
            return trajectory
        bad = _crooked(cell, line, trajectory)
        if not bad.any():
            slowed = stretched(trajectory, slowing(pace, trajectory, fraction, carrying=carrying))
            bad = rough(cell, slowed) & (number < SMOOTHING)
            if not bad.any():
                return stretched(slowed, calming(cell.robot, slowed))
        lost = float(timed.at(t[:-1][bad][:1])[0][0] / line.length)
        t = np.sort(np.concatenate((t, (t[:-1] + t[1:])[bad] / 2)))
    return lost


def _first_knots(timed: Law) -> Array:
    pieces = [
        np.linspace(t0, t1, max(1, int(np.ceil((u1 - u0) / _SPACING))) + 1)[:-1]
        for t0, t1, u0, u1 in zip(timed.t[:-1], timed.t[1:], timed.u[:-1], timed.u[1:], strict=True)
    ]
    return np.concatenate([*pieces, timed.t[-1:]])


def _through_knots(cell: Cell, line: Line, tracked: Tracked, chosen: int, timed: Law, t: Array) -> Trajectory | float:
    way, speed = timed.at(t)
    u = np.clip(way / line.length, 0.0, 1.0)
    guess = _between(tracked, chosen, u)
    T_FT = cell.tool.T_FT
    q, error = polish(cell.robot, guess, line.poses(u), T_FT, steps=6)
    lost = ~((np.max(np.abs(error), axis=1) <= 1e-9) & (np.max(np.abs(q - guess), axis=1) <= _ASTRAY))
    if lost.any():
        return float(u[int(np.argmax(lost))])
    q[0], q[-1] = tracked.Q[0, chosen], tracked.Q[-1, chosen]
    J = tool_poses_and_jacobians(cell.robot, q, T_FT)[1]
    qd = through(J, line.twist) * (speed / line.length)[:, None]
    qd[0], qd[-1] = 0.0, 0.0
    return Trajectory(t, q, qd)


def _between(tracked: Tracked, chosen: int, u: Array) -> Array:
    """Interpolate the tracked way, cubic between its points."""
    curve = Trajectory(tracked.u.copy(), tracked.Q[:, chosen].copy(), tracked.slope[:, chosen].copy())
    return curve.sample(u)[0]


def _crooked(cell: Cell, line: Line, trajectory: Trajectory) -> NDArray[np.bool_]:
    """Tell of each piece whether it strays from the line, shape (m - 1,)."""
    t = trajectory.t
    h = np.diff(t)
    inside = np.concatenate([t[:-1] + part * h for part in (0.25, 0.5, 0.75)])
    T = tool_poses(cell.robot, trajectory.sample(inside)[0], cell.tool.T_FT)
    gone = T[:, :3, 3] - line.T_from[:3, 3]
    along = line.twist[:3]
    size = float(along @ along)
    turns_only = size <= 1e-12
    u = np.tile(np.linspace(0.0, 1.0, len(h)), 3) if turns_only else np.clip(gone @ along / size, 0.0, 1.0)
    error = twists(line.poses(u), T)
    astray = ~(np.linalg.norm(error[:, :3], axis=1) <= STRAIGHT)
    if not turns_only:
        astray |= ~(np.linalg.norm(error[:, 3:], axis=1) <= LEVEL)
    worst: NDArray[np.bool_] = astray.reshape(3, -1).any(axis=0)
    return worst


def rough(cell: Cell, trajectory: Trajectory) -> NDArray[np.bool_]:
    """Tell of each piece whether the acceleration jumps at one of its ends, shape (m - 1,).

    Args:
        cell: Whose arm.
        trajectory: What is to be played.
    """
    at_knots = np.any(~(jumps(trajectory) <= SMOOTH * CYCLE * joint_limits(cell.robot)[2]), axis=1)
    at_ends: NDArray[np.bool_] = at_knots[:-1] | at_knots[1:]
    return at_ends


def slowing(pace: Pace, trajectory: Trajectory, fraction: float, *, carrying: bool) -> float:
    """Give the factor by which a trajectory has to be stretched for its surfaces and joints to keep their limits.

    Args:
        pace: Of the cell.
        trajectory: What is to be played.
        fraction: Speed asked, above 0; 1 for all that the cell allows.
        carrying: Whether the gripper may hold a part.
    """
    t = trajectory.t
    between = [t[:-1] + part * np.diff(t) for part in (0.25, 0.5, 0.75)]
    q, qd, *_ = trajectory.sample(np.concatenate((t, *between)))
    _, surface = pace.speeds(q, qd, carrying=carrying)
    allowed = HEADROOM * fraction * pace.cell.limits.surface_speed
    return max(float(np.max(surface)) / allowed, slowdown(pace.cell.robot, trajectory, fraction))
