"""Extremes of a trajectory, exactly: between two knots each joint follows one cubic.

They are computed once for each trajectory, which never changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cobot_lab.motion.trajectory import Array, Trajectory

_kept = lru_cache(maxsize=2048)


@dataclass(frozen=True, slots=True, eq=False)
class Peak:
    """Where something is largest on each piece between two knots.

    Attributes:
        t: Instant since the trajectory's start, shape (m - 1, n) [s].
        value: The value there, sign kept, shape (m - 1, n).
    """

    t: Array
    value: Array


@_kept
def coefficients(trajectory: Trajectory) -> tuple[Array, Array, Array, Array, Array]:
    """Give lengths h (m - 1, 1) and a, b, c, d (m - 1, n) of q(s) = a + b s + c s² + d s³ on each piece."""
    h = np.diff(trajectory.t)[:, None]
    a, b = trajectory.q[:-1], trajectory.qd[:-1]
    mean, after = np.diff(trajectory.q, axis=0) / h, trajectory.qd[1:]
    return h, a, b, (3 * mean - 2 * b - after) / h, (b + after - 2 * mean) / h**2


@_kept
def position_peaks(trajectory: Trajectory) -> tuple[Peak, Peak]:
    """Give the lowest and the highest position on each piece [rad]."""
    h, a, b, c, d = coefficients(trajectory)
    s = np.stack(
        [np.zeros_like(a), np.broadcast_to(h, a.shape), *(_inside(root, h) for root in _roots(b, 2 * c, 3 * d))]
    )
    values = a + s * (b + s * (c + s * d))
    return _pick(trajectory, s, values, np.argmin(values, axis=0)), _pick(
        trajectory, s, values, np.argmax(values, axis=0)
    )


@_kept
def speed_peak(trajectory: Trajectory) -> Peak:
    """Give the speed of largest size on each piece [rad/s]."""
    h, a, b, c, d = coefficients(trajectory)
    with np.errstate(divide="ignore", invalid="ignore"):
        vertex = _inside(-c / (3 * d), h)
    s = np.stack([np.zeros_like(a), np.broadcast_to(h, a.shape), vertex])
    values = b + s * (2 * c + s * 3 * d)
    return _pick(trajectory, s, values, np.argmax(np.abs(values), axis=0))


@_kept
def acceleration_peak(trajectory: Trajectory) -> Peak:
    """Give the acceleration of largest size on each piece [rad/s²]."""
    h, a, _, c, d = coefficients(trajectory)
    s = np.stack([np.zeros_like(a), np.broadcast_to(h, a.shape)])
    values = 2 * c + 6 * d * s
    return _pick(trajectory, s, values, np.argmax(np.abs(values), axis=0))


SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")
"""From which side an instant is looked at: accelerations step at knots."""


def acceleration_beside(trajectory: Trajectory, t: Array, side: Literal["left", "right"]) -> Array:
    """Give the acceleration just before (`left`) or just after (`right`) instants, shape (k, n) [rad/s²].

    Before and after the trajectory the joints are at rest.

    Args:
        trajectory: The trajectory.
        t: Instants, shape (k,) [s].
        side: From which side.
    """
    h, _, _, c, d = coefficients(trajectory)
    i = np.searchsorted(trajectory.t, t, side=side) - 1
    on_it = (i >= 0) & (i < len(h))
    i = np.clip(i, 0, len(h) - 1)
    value: Array = 2 * c[i] + 6 * d[i] * (t - trajectory.t[i])[:, None]
    return np.where(on_it[:, None], value, 0.0)


def jerk(trajectory: Trajectory) -> Peak:
    """Give the jerk of each piece [rad/s³]."""
    *_, d = coefficients(trajectory)
    return Peak(np.broadcast_to(trajectory.t[:-1, None], d.shape), 6 * d)


def _roots(c0: Array, c1: Array, c2: Array) -> tuple[Array, Array]:
    """Solve c0 + c1 s + c2 s² = 0 in the form that keeps its digits; what is no root becomes NaN or infinite."""
    with np.errstate(divide="ignore", invalid="ignore"):
        m = -0.5 * (c1 + np.copysign(np.sqrt(c1 * c1 - 4 * c2 * c0), c1))
        return m / c2, c0 / m


def _inside(s: Array, h: Array) -> Array:
    """Keep instants inside their piece; others go to its start, which is looked at anyway."""
    return np.where((s > 0) & (s < h), s, 0.0)


def _pick(trajectory: Trajectory, s: Array, values: Array, at: NDArray[np.intp]) -> Peak:
    t = np.take_along_axis(s, at[None], axis=0)[0] + trajectory.t[:-1, None]
    return Peak(t, np.take_along_axis(values, at[None], axis=0)[0])
