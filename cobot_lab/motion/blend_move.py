"""Blends: lines that pass into one another without a stop.

What is rounded: a corner between two straight lines of one speed with nothing to do in between, the tool not turning on
either, both long enough for the radius asked, not folding back. Everything else stops exactly at the corner (a joint
move before or after, a turn, a line too short, a change of speed, a radius of 0): nothing is ever cut with a smaller
radius instead. The tool point never passes farther from the sharp corner than the deviation that the plan states, which
is about three eighths of the radius at a right angle.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from cobot_lab.motion.actions import Corner, Move, Path
from cobot_lab.motion.corner import Bend
from cobot_lab.motion.kinematics import Array, tool_poses, tool_poses_and_jacobians
from cobot_lab.motion.legs import Leg
from cobot_lab.motion.limits import HEADROOM, calming, stretched
from cobot_lab.motion.line import Line
from cobot_lab.motion.line_move import ACCELERATION, JERK, LEVEL, SMOOTHING, STRAIGHT, rough, slowing
from cobot_lab.motion.newton import polish
from cobot_lab.motion.pace import Pace
from cobot_lab.motion.timing import Law, law
from cobot_lab.motion.tracking import Tracked, through
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.motion.twist import twists

_SHARPEST = np.cos(np.radians(150.0))
"""Least cosine between two directions that are rounded; beyond, the line nearly folds back."""
_TURNING = 1e-9
"""Turn of a line above which its corners are not rounded [rad]."""
_SLOWER = 0.8
_SPACING = 0.005
"""Longest way between knots [m]."""
_STEP = 0.2
"""Largest change of a joint between knots [rad]: the same branch all along."""
_ROUNDS = 8
_TRIES = 5
_CREEP = 0.25
"""Part of the pass speed wanted below which a line is too short for its corners."""


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """A leg that is a line, and how the joints follow it.

    Attributes:
        leg: The leg.
        line: Its line, in the robot's base.
        tracked: The way of the joints along it.
        column: Which of the tracked configurations.
    """

    leg: Leg
    line: Line
    tracked: Tracked
    column: int


def roundable(before: Followed, after: Followed, used: float) -> bool:
    """Tell whether the corner between two lines is rounded with the radius that was asked.

    Args:
        before: The line that leads to it.
        after: The line that leaves it, whose leg says the radius.
        used: How much of `before` the corner at its start takes [m].
    """
    radius = after.leg.corner
    if not radius > 0.0:
        return False
    sizes = [float(np.linalg.norm(one.line.twist[:3])) for one in (before, after)]
    turning = max(float(np.linalg.norm(one.line.twist[3:])) for one in (before, after))
    if turning > _TURNING or radius > sizes[0] - used or radius > sizes[1]:
        return False
    return bool(before.line.twist[:3] @ after.line.twist[:3] >= _SHARPEST * sizes[0] * sizes[1])


@dataclass(frozen=True)
class Chain:
    """Lines with rounded corners between them, as one way by its arc length.

    Attributes:
        parts: At least two, each joined to the one before by a corner that is `roundable`.
    """

    parts: tuple[Followed, ...]

    @cached_property
    def bends(self) -> tuple[Bend, ...]:
        """The corners in order."""
        return tuple(
            Bend.between(two.line.T_from[:3, 3].copy(), _direction(one.line), _direction(two.line), two.leg.corner)
            for one, two in pairwise(self.parts)
        )

    @cached_property
    def pieces(self) -> tuple[tuple[float, int, float], ...]:
        """Length [m], number of the line (corners: minus one minus their own) and start on the line, in order."""
        result = []
        for i, part in enumerate(self.parts):
            start = self.bends[i - 1].radius if i > 0 else 0.0
            end = self.bends[i].radius if i < len(self.bends) else 0.0
            result.append((float(np.linalg.norm(part.line.twist[:3])) - start - end, i, start))
            if i < len(self.bends):
                result.append((self.bends[i].length, -1 - i, 0.0))
        return tuple(piece for piece in result if piece[0] > 1e-9)

    def points(self, s: Array) -> tuple[Array, Array]:
        """Give positions [m] and unit directions at arc lengths [m], shape (k, 3) each."""
        p, d = np.empty((len(s), 3)), np.empty((len(s), 3))
        for at, (_, i, start), rest in self._split(s):
            if i < 0:
                p[at], d[at] = self.bends[-1 - i].points(rest)
            else:
                line = self.parts[i].line
                d[at] = _direction(line)
                p[at] = line.T_from[:3, 3] + (start + rest)[:, None] * d[at]
        return p, d

    def poses(self, s: Array) -> Array:
        """Give poses of the tool point in the base, shape (k, 4, 4)."""
        T = np.repeat(np.array(self.parts[0].line.T_from)[None], len(s), axis=0)
        T[:, :3, 3] = self.points(s)[0]
        return T

    def guesses(self, s: Array) -> Array:
        """Give joint positions near the way: those of the nearest line, shape (k, n) [rad]."""
        q = np.empty((len(s), self.parts[0].tracked.Q.shape[2]))
        for at, (length, i, start), rest in self._split(s):
            if i >= 0:
                q[at] = self._on(i, start + rest)
                continue
            bend, first = self.bends[-1 - i], -1 - i
            away = np.clip(2 * rest / length - 1.0, -1.0, 1.0) * bend.radius
            before = self._on(first, float(np.linalg.norm(self.parts[first].line.twist[:3])) + np.minimum(away, 0.0))
            q[at] = np.where((away < 0.0)[:, None], before, self._on(first + 1, np.maximum(away, 0.0)))
        return q

    def _on(self, i: int, way: Array) -> Array:
        part = self.parts[i]
        u = np.clip(way / float(np.linalg.norm(part.line.twist[:3])), 0.0, 1.0)
        tracked, c = part.tracked, part.column
        return Trajectory(tracked.u.copy(), tracked.Q[:, c].copy(), tracked.slope[:, c].copy()).sample(u)[0]

    def _split(self, s: Array) -> list[tuple[NDArray[np.intp], tuple[float, int, float], Array]]:
        """Give for each piece which of the arc lengths lie on it, the piece, and how far on it."""
        ends = np.cumsum([length for length, *_ in self.pieces])
        number = np.minimum(np.searchsorted(ends, s, side="right"), len(ends) - 1)
        result = []
        for k, piece in enumerate(self.pieces):
            at = np.flatnonzero(number == k)
            rest: Array = np.clip(s[at] - (ends[k] - piece[0]), 0.0, piece[0])
            result.append((at, piece, rest))
        return result


def blend_move(pace: Pace, chain: Chain, fraction: float, *, carrying: bool) -> Move | None:
    """Time a chain, from rest to rest, passing its corners at a steady speed.

    At the corners the tool point is as slow as its acceleration across the way, at most that along a line, asks for; or
    slower, where that spares the rest of the way from being slowed down with it for the sake of a joint.

    Args:
        pace: Of the cell.
        chain: The way.
        fraction: Speed asked, above 0; 1 for all that the cell allows.
        carrying: Whether the gripper may hold a part.

    Returns:
        The move, or nothing when the joints cannot follow the rounded way or its ends are too short to get to speed; it
        is then to be done with stops.
    """
    speed = HEADROOM * fraction * pace.cell.limits.tool_speed
    sharpest = max(bend.curvature for bend in chain.bends)
    pass_speed = min(speed, float(np.sqrt(ACCELERATION / max(sharpest, 1e-9))))
    best: Move | None = None
    for _ in range(_TRIES):
        done = _with_pass_speed(pace, chain, (speed, pass_speed), fraction, carrying=carrying)
        if done is None:
            break
        move, factor = done
        if best is None or move.duration < best.duration:
            best = move
        if factor <= 1.0:
            break
        pass_speed *= _SLOWER
    return best


def _with_pass_speed(
    pace: Pace, chain: Chain, speeds: tuple[float, float], fraction: float, *, carrying: bool
) -> tuple[Move, float] | None:
    """Give the move with a highest and a pass speed [m/s], and by how much it had to be slowed down as a whole."""
    laws = _laws(chain, *speeds)
    if laws is None:
        return None
    timed, passes = laws
    t = _first_knots(timed)
    for number in range(_ROUNDS):
        trajectory = _through_knots(pace, chain, timed, t)
        if trajectory is None:
            return None
        bad = _astray(pace, chain, timed, trajectory)
        if not bad.any():
            factor = slowing(pace, trajectory, fraction, carrying=carrying)
            slowed = stretched(trajectory, factor)
            bad = rough(pace.cell, slowed) & (number < SMOOTHING)
            if not bad.any():
                factor *= calming(pace.cell.robot, slowed)
                return _move(chain, stretched(trajectory, factor), [factor * at for at in passes]), factor
        t = np.sort(np.concatenate((t, (t[:-1] + t[1:])[bad] / 2)))
    return None


def _move(chain: Chain, trajectory: Trajectory, passes: list[float]) -> Move:
    corners = tuple(
        Corner(part.leg.step, t, (float(bend.at[0]), float(bend.at[1]), float(bend.at[2])), bend.radius, bend.deviation)
        for part, bend, t in zip(chain.parts[1:], chain.bends, passes, strict=True)
    )
    return Move(chain.parts[0].leg.step, Path.BLEND, trajectory, chain.parts[-1].leg.place, corners)


def _laws(chain: Chain, speed: float, pass_speed: float) -> tuple[Law, list[float]] | None:
    """Give the law of the whole way and the instants in the middle of the corners [s].

    The pass speed is lowered until the lines are long enough to reach and to leave it; nothing when it would creep.
    """
    slowest = _CREEP * pass_speed
    while pass_speed > slowest:
        laws = _at_pass_speed(chain, speed, pass_speed)
        if all(np.all(one.ud >= -1e-12) for one in laws):
            break
        pass_speed *= _SLOWER
    else:
        return None
    t, u, ud = [np.zeros(1)], [np.zeros(1)], [laws[0].ud[:1]]
    passes = []
    for one, (_, i, _) in zip(laws, chain.pieces, strict=True):
        if i < 0:
            passes.append(float(t[-1][-1] + one.t[-1] / 2))
        t.append(t[-1][-1] + one.t[1:])
        u.append(u[-1][-1] + one.u[1:])
        ud.append(one.ud[1:])
    return Law(np.concatenate(t), np.concatenate(u), np.concatenate(ud)), passes


def _at_pass_speed(chain: Chain, speed: float, pass_speed: float) -> list[Law]:
    laws = []
    last = len(chain.pieces) - 1
    for k, (length, i, _) in enumerate(chain.pieces):
        ends = (0.0 if k == 0 else pass_speed, 0.0 if k == last else pass_speed)
        if i < 0 and 0 < k < last:
            laws.append(Law(np.array([0.0, length / pass_speed]), np.array([0.0, length]), np.full(2, pass_speed)))
        else:
            laws.append(law(length, speed, ACCELERATION, JERK, ends))
    return laws


def _first_knots(timed: Law) -> Array:
    pieces = [
        np.linspace(t0, t1, max(1, int(np.ceil((u1 - u0) / _SPACING))) + 1)[:-1]
        for t0, t1, u0, u1 in zip(timed.t[:-1], timed.t[1:], timed.u[:-1], timed.u[1:], strict=True)
    ]
    return np.concatenate([*pieces, timed.t[-1:]])


def _through_knots(pace: Pace, chain: Chain, timed: Law, t: Array) -> Trajectory | None:
    robot, T_FT = pace.cell.robot, pace.cell.tool.T_FT
    s, speed = timed.at(t)
    q, error = polish(robot, chain.guesses(s), chain.poses(s), T_FT, steps=8)
    first, last = chain.parts[0], chain.parts[-1]
    q[0], q[-1] = first.tracked.Q[0, first.column], last.tracked.Q[-1, last.column]
    if not np.max(np.abs(error[1:-1])) <= 1e-9 or not np.max(np.abs(np.diff(q, axis=0))) <= _STEP:
        return None
    twist = np.zeros((len(t), 6))
    twist[:, :3] = chain.points(s)[1] * speed[:, None]
    J = tool_poses_and_jacobians(robot, q, T_FT)[1]
    qd = np.stack([through(one[None], two)[0] for one, two in zip(J, twist, strict=True)])
    qd[0], qd[-1] = 0.0, 0.0
    return Trajectory(t, q, qd)


def _astray(pace: Pace, chain: Chain, timed: Law, trajectory: Trajectory) -> NDArray[np.bool_]:
    """Tell of each piece whether it strays from the way, shape (m - 1,)."""
    t, cell = trajectory.t, pace.cell
    h = np.diff(t)
    bad = np.zeros(len(h), dtype=bool)
    for part in (0.25, 0.5, 0.75):
        at = t[:-1] + part * h
        T = tool_poses(cell.robot, trajectory.sample(at)[0], cell.tool.T_FT)
        error = twists(chain.poses(timed.at(at)[0]), T)
        bad |= ~(np.linalg.norm(error[:, :3], axis=1) <= STRAIGHT) | ~(np.linalg.norm(error[:, 3:], axis=1) <= LEVEL)
    return bad


def _direction(line: Line) -> Array:
    result: Array = line.twist[:3] / np.linalg.norm(line.twist[:3])
    return result
