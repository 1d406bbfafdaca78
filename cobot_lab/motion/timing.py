"""The timing law of a move: how far along its path it is at each instant, from rest to rest.

One degree of freedom, the way along the path, timed by ruckig (Berscheid and Kröger, "Jerk-limited Real-time Trajectory
Generation with Arbitrary Target States", RSS 2021). A joint move whose joints all follow one law stays on its straight
line in joint space; it is what ruckig calls phase synchronisation, without the case where that gives up. The law is
piecewise cubic, so the borders of its pieces hold all of it. No waypoints are ever given to ruckig: its community
edition would send them to a server.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ruckig import InputParameter, Result, Ruckig, RuckigError
from ruckig import Trajectory as Timed

from cobot_lab.findings import CobotLabError
from cobot_lab.motion.kinematics import Array

_HAIRS = (0.0, 1e-9, 1e-7, 1e-5)
"""How far below the limits ruckig is asked, one after another."""
_SHORTEST = 1e-4
"""Pieces shorter than this are left to their neighbour [s]: they would only add rounding noise to its jerk."""
_NOTHING = 1e-6
"""A piece shorter than this changes nothing of its neighbour that matters [s]; a longer one makes the acceleration step
where it was, within a cycle by more than the jerk allows."""
_EASED = (0.0, 1e-3, 2e-3, 4e-3, 8e-3)
"""How far below the limits of speed and acceleration to stay so that no piece is as short as that, in turn."""


class TimingError(CobotLabError):
    """Ruckig found no timing law for limits that should have one."""

    def __init__(self, result: str, length: float, limits: tuple[float, float, float]) -> None:
        super().__init__(f"no timing law over {length} under {limits}: {result}; expected one for positive limits")


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """Knots of a piecewise cubic law, the way `u` from 0 to its length.

    Attributes:
        t: Instants, from 0, shape (m,) [s].
        u: Way, shape (m,).
        ud: Speed along the way, shape (m,) [1/s].
    """

    t: Array
    u: Array
    ud: Array

    def at(self, t: Array) -> tuple[Array, Array]:
        """Give way and speed at instants, shape (k,) each."""
        i = np.clip(np.searchsorted(self.t, t, side="right") - 1, 0, len(self.t) - 2)
        h, s = self.t[i + 1] - self.t[i], t - self.t[i]
        mean = (self.u[i + 1] - self.u[i]) / h
        a = (3 * mean - 2 * self.ud[i] - self.ud[i + 1]) / h
        b = (self.ud[i] + self.ud[i + 1] - 2 * mean) / h**2
        return self.u[i] + s * (self.ud[i] + s * (a + s * b)), self.ud[i] + s * (2 * a + 3 * s * b)


def law(length: float, speed: float, acceleration: float, jerk: float, ends: tuple[float, float] = (0.0, 0.0)) -> Law:
    """Time a way as fast as its limits allow, from rest to rest unless told otherwise.

    Args:
        length: Of the way, in any unit.
        speed: Highest, in that unit per s.
        acceleration: Highest, per s².
        jerk: Highest, per s³.
        ends: Speeds at its start and at its end, at most `speed`; the acceleration is 0 there.

    Returns:
        At most 8 knots. On a way too short for its end speeds, the law goes backwards in between.

    Raises:
        TimingError: A limit is not a positive number.
    """
    # Timed over 1, so that ruckig's tolerances mean the same for every unit.
    limits = (speed / length, acceleration / length, jerk / length)
    wanted = InputParameter(1)
    wanted.current_position, wanted.target_position = [0.0], [1.0]
    wanted.current_velocity, wanted.target_velocity = ([end / length] for end in ends)
    if not all(0.0 < limit < np.inf for limit in limits):
        raise TimingError(str(Result.Error), length, (speed, acceleration, jerk))
    found = []
    for less in _EASED:
        eased = (max(limits[0] * (1.0 - less), *(end / length for end in ends)), limits[1] * (1.0 - less), limits[2])
        timed = Timed(1)
        result = _timed(wanted, timed, eased)
        if result in (Result.Working, Result.Finished):
            found.append(timed.profiles[0][0])
            if not _has_splinters(found[-1].t):
                break
        elif not found:
            raise TimingError(str(result), length, (speed, acceleration, jerk))
    profile = found[0] if _has_splinters(found[-1].t) else found[-1]
    t = np.concatenate(([0.0], np.cumsum(profile.t)))
    u, ud = np.array(profile.p, dtype=np.float64), np.array(profile.v, dtype=np.float64)
    u[0], ud[0], u[-1], ud[-1] = 0.0, ends[0] / length, 1.0, ends[1] / length
    kept = _worth_keeping(t)
    return Law(t[kept], length * u[kept], length * ud[kept])


def _has_splinters(pieces: Sequence[float]) -> bool:
    """Tell whether a piece is too short to be kept, yet too long to be left out."""
    return any(_NOTHING < piece < _SHORTEST for piece in pieces)


def _timed(wanted: InputParameter, timed: Timed, limits: tuple[float, float, float]) -> Result:
    """Ask ruckig; where rounding of its own leaves it without a root, ask again a hair below the limits.

    Ruckig 0.19 finds none for 0.020000000000000018 m at 1 m/s² and 10 m/s³, where a phase of its profile vanishes.
    """
    for less in _HAIRS:
        wanted.max_velocity, wanted.max_acceleration, wanted.max_jerk = ([limit * (1.0 - less)] for limit in limits)
        try:
            return Ruckig(1).calculate(wanted, timed)
        except RuckigError:
            continue
    return Result.Error


def _worth_keeping(t: Array) -> list[int]:
    kept = [0]
    for i in range(1, len(t) - 1):
        if t[i] - t[kept[-1]] >= _SHORTEST and t[-1] - t[i] >= _SHORTEST:
            kept.append(i)
    return [*kept, len(t) - 1]
