"""Boxes along the world's axes around solids: a quick bound of how near bodies come to each other, never too far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.solids import moved

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """For each of several solids, the smallest box along the world's axes around it.

    Attributes:
        low: Least coordinates, shape (..., s, 3) [m].
        high: Greatest coordinates, shape (..., s, 3) [m].
    """

    low: Array
    high: Array

    @classmethod
    def of(cls, solids: Sequence[Array], T: Array) -> Bounds:
        """Bound solids of one body.

        Args:
            solids: For each, points whose hull contains it, in the body's frame, shape (p, 3) [m].
            T: Poses of the body in the world, shape (..., 4, 4).
        """
        points = [moved(T, solid) for solid in solids]
        empty = np.zeros((*T.shape[:-2], 0, 3))
        low = [each.min(axis=-2, keepdims=True) for each in points]
        high = [each.max(axis=-2, keepdims=True) for each in points]
        return cls(np.concatenate((empty, *low), axis=-2), np.concatenate((empty, *high), axis=-2))

    @classmethod
    def together(cls, several: Sequence[Bounds]) -> Bounds:
        """Bound the solids of several bodies."""
        return cls(
            np.concatenate([each.low for each in several], axis=-2),
            np.concatenate([each.high for each in several], axis=-2),
        )

    def widened(self, way: Array) -> Bounds:
        """Bound solids that may have gone some way from there, shape (..., s) [m]."""
        return Bounds(self.low - way[..., None], self.high + way[..., None])

    def swept(self) -> Bounds:
        """Bound what solids go through from each instant to the next, shape (k, s, 3) to (k - 1, s, 3).

        Where a body turns meanwhile, its solids bulge out of the box by less than an eighth of the turn's angle,
        squared, times their distance from its axis.
        """
        return Bounds(np.minimum(self.low[:-1], self.low[1:]), np.maximum(self.high[:-1], self.high[1:]))

    def apart(self, other: Bounds, gap: float) -> Flags:
        """Tell whether every solid is farther than a gap from every solid of another.

        Args:
            other: Boxes of shape (r, 3).
            gap: [m].

        Returns:
            Flags, shape (...).
        """
        low, high = self.low[..., None, :], self.high[..., None, :]
        between = np.maximum(low - other.high, other.low - high).max(axis=-1)
        result: Flags = (between > gap).all(axis=(-2, -1))
        return result
