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
    """

    t: Array
    q: Array
    qd: Array

    def __post_init__(self) -> None:
        for array in (self.t, self.q, self.qd):
            array.flags.writeable = False

    @property
    def duration(self) -> float:
        """Time from the first to the last knot [s]."""
        return float(self.t[-1])

    def sample(self, t: Array) -> tuple[Array, Array, Array, Array]:
        """Evaluate the curve; instants outside the trajectory are held at its ends.

        Args:
            t: Instants, shape (k,) [s].

        Returns:
            Position [rad], speed [rad/s], acceleration [rad/s²] and jerk [rad/s³], each of shape (k, n).
        """
        t = np.clip(np.asarray(t, dtype=np.float64), self.t[0], self.t[-1])
        i = np.clip(np.searchsorted(self.t, t, side="right") - 1, 0, len(self.t) - 2)
        h = (self.t[i + 1] - self.t[i])[:, None]
        s = (t - self.t[i])[:, None]
        p0, p1, v0, v1 = self.q[i], self.q[i + 1], self.qd[i], self.qd[i + 1]
        mean = (p1 - p0) / h
        a = (3 * mean - 2 * v0 - v1) / h  # coefficient of s²
        b = (v0 + v1 - 2 * mean) / h**2  # coefficient of s³
        return p0 + s * (v0 + s * (a + s * b)), v0 + s * (2 * a + 3 * s * b), 2 * a + 6 * s * b, 6 * b + 0 * s

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {"t": self.t.tolist(), "q": self.q.tolist(), "qd": self.qd.tolist()}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Trajectory:
        """Read the JSON form back."""
        t, q, qd = (np.array(document[key], dtype=np.float64) for key in ("t", "q", "qd"))
        return cls(t, q, qd)
