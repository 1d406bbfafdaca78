"""A trajectory: joint positions and speeds at instants, cubic in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory:
    """Knots of a piecewise cubic Hermite curve; the timing law is inside it.

    Attributes:
        t: Instants of the knots from 0, strictly rising, shape (m,) [s].
        q: Joint positions at the knots, shape (m, n) [rad].
        qd: Joint speeds at the knots, shape (m, n) [rad/s].

    The arrays are made read-only. Anything that is not such a curve is a ValueError: fewer than two knots, shapes that
    do not fit, a first instant other than 0, instants that do not rise, a value that is not finite.
    """

    t: Array
    q: Array
    qd: Array

    def __post_init__(self) -> None:
        if self.t.ndim != 1 or len(self.t) < 2 or self.q.ndim != 2 or len(self.q) != len(self.t):
            raise ValueError(f"knots of shapes t {self.t.shape}, q {self.q.shape}, not (m,) and (m, n) with m > 1")
        if self.qd.shape != self.q.shape:
            raise ValueError(f"qd has shape {self.qd.shape}, q has {self.q.shape}")
        if not all(np.isfinite(array).all() for array in (self.t, self.q, self.qd)):
            raise ValueError("a knot is not finite")
        if self.t[0] != 0.0 or not (np.diff(self.t) > 0.0).all():
            raise ValueError("the instants of the knots do not rise from 0")
        for array in (self.t, self.q, self.qd):
            array.flags.writeable = False

    @property
    def duration(self) -> float:
        """Time from the first to the last knot [s]."""
        return float(self.t[-1])

    @property
    def content(self) -> bytes:
        """Give all that it is as bytes: equal for equal trajectories."""
        return b"".join(array.tobytes() for array in (self.t, self.q, self.qd))

    def sample(self, t: Array) -> tuple[Array, Array, Array, Array]:
        """Evaluate the curve; instants outside the trajectory are held at its ends.

        Args:
            t: Instants, shape (k,) [s].

        Returns:
            Position [rad], speed [rad/s], acceleration [rad/s²] and jerk [rad/s³], each of shape (k, n).
        """
        s, p0, v0, a, b = self._pieces(t)
        return p0 + s * (v0 + s * (a + s * b)), v0 + s * (2 * a + 3 * s * b), 2 * a + 6 * s * b, 6 * b + 0 * s

    def at(self, t: Array) -> Array:
        """Give the positions alone, as `sample` does, shape (k, n) [rad]."""
        s, p0, v0, a, b = self._pieces(t)
        position: Array = p0 + s * (v0 + s * (a + s * b))
        return position

    def _pieces(self, t: Array) -> tuple[Array, Array, Array, Array, Array]:
        """Give s (k, 1) and p, v, a, b (k, n) of q(s) = p + v s + a s² + b s³ on the piece of each instant."""
        t = np.clip(np.asarray(t, dtype=np.float64), self.t[0], self.t[-1])
        i = np.clip(np.searchsorted(self.t, t, side="right") - 1, 0, len(self.t) - 2)
        h = (self.t[i + 1] - self.t[i])[:, None]
        s = (t - self.t[i])[:, None]
        p0, p1, v0, v1 = self.q[i], self.q[i + 1], self.qd[i], self.qd[i + 1]
        mean = (p1 - p0) / h
        a = (3 * mean - 2 * v0 - v1) / h
        b = (v0 + v1 - 2 * mean) / h**2
        return s, p0, v0, a, b

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {"t": self.t.tolist(), "q": self.q.tolist(), "qd": self.qd.tolist()}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Trajectory:
        """Read the JSON form back."""
        t, q, qd = (np.array(document[key], dtype=np.float64) for key in ("t", "q", "qd"))
        return cls(t, q, qd)
