"""A polyline of the tool point with rounded corners, by its arc length.

Each corner is a quintic Bézier curve whose ends have the lines' directions and no curvature (Farin, "Curves
and Surfaces for CAGD", 2002, chapter 5), so that a law along the way with a continuous acceleration gives one in space.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cobot_lab.motion.kinematics import Array

_INNER = 0.7
"""Where the second control point lies, from the sharp corner, as a part of the radius; the third is as far again.

Of all values it gives nearly the least curvature at a right angle: 1.17 / radius, where an arc of a circle has 1."""
_SAMPLES = 2001


@dataclass(frozen=True, slots=True, eq=False)
class Bend:
    """One rounded corner.

    Attributes:
        at: The sharp corner, shape (3,) [m].
        radius: Distance from it at which the lines are left and met again [m].
        control: Control points of the curve, shape (6, 3) [m].
        length: Of the curve [m].
        curvature: Highest of the curve [1/m].
        deviation: Distance of the curve from the sharp corner [m].
        s: Arc length at evenly spaced parameters from 0 to 1, shape (k,) [m].
    """

    at: Array
    radius: float
    control: Array
    length: float
    curvature: float
    deviation: float
    s: Array

    @classmethod
    def between(cls, at: Array, d_in: Array, d_out: Array, radius: float) -> Bend:
        """Round a corner.

        Args:
            at: The sharp corner, shape (3,) [m].
            d_in: Direction towards it, unit length, shape (3,).
            d_out: Direction away from it, unit length, shape (3,).
            radius: Where the lines are left [m].
        """
        parts = np.array([1.0, _INNER, 2 * _INNER - 1.0])
        control = np.concatenate((at - radius * parts[:, None] * d_in, at + radius * parts[::-1, None] * d_out))
        w = np.linspace(0.0, 1.0, _SAMPLES)
        p, first, second = _curve(control, w)
        speed = np.linalg.norm(first, axis=1)
        bent = np.linalg.norm(np.cross(first, second), axis=1) / speed**3
        middle = _curve(control, (w[:-1] + w[1:]) / 2)[1]
        pieces = (speed[:-1] + 4 * np.linalg.norm(middle, axis=1) + speed[1:]) / 6 / (_SAMPLES - 1)  # Simpson's rule
        s = np.concatenate(([0.0], np.cumsum(pieces)))
        deviation = float(np.min(np.linalg.norm(p - at, axis=1)))
        return cls(at, radius, control, float(s[-1]), float(np.max(bent)), deviation, s)

    def points(self, s: Array) -> tuple[Array, Array]:
        """Give positions [m] and unit directions at arc lengths [m], shape (k, 3) each."""
        w = np.interp(s, self.s, np.linspace(0.0, 1.0, _SAMPLES))
        p, first, _ = _curve(self.control, w)
        return p, first / np.linalg.norm(first, axis=1)[:, None]


def _curve(control: Array, w: Array) -> tuple[Array, Array, Array]:
    """Give a quintic Bézier curve and its two derivatives at parameters, shape (k, 3) each."""
    first, second = 5 * np.diff(control, axis=0), 20 * np.diff(control, n=2, axis=0)
    return tuple(_bezier(points, w) for points in (control, first, second))  # type: ignore[return-value]


def _bezier(points: Array, w: Array) -> Array:
    """Evaluate by de Casteljau's algorithm, shape (k, 3)."""
    level = np.repeat(points[None], len(w), axis=0)
    while level.shape[1] > 1:
        level = level[:, :-1] + w[:, None, None] * np.diff(level, axis=1)
    result: Array = level[:, 0]
    return result
