"""Bounds of how far apart solids are, for many pairs at once: never more than they are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.bounds import Bounds, Flags


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """Solids somewhere: each the sum of a box, a stick along z, a disc about z and a ball, some of them 0.

    Attributes:
        centre: Where they are, shape (k, s, 3) [m].
        R: How they are turned, shape (k, s, 3, 3).
        box: Half its lengths, shape (s, 3) [m].
        stick: Half its length, shape (s,) [m].
        disc: Radius, shape (s,) [m].
        ball: Radius, shape (s,) [m].
    """

    centre: Array
    R: Array
    box: Array
    stick: Array
    disc: Array
    ball: Array

    def at(self, instants: NDArray[np.intp]) -> Posed:
        """Give them at some of the instants."""
        return replace(self, centre=self.centre[instants], R=self.R[instants])

    def picked(self, numbers: NDArray[np.intp]) -> Posed:
        """Give some of them, one for each number."""
        own = (each[numbers] for each in (self.box, self.stick, self.disc, self.ball))
        return Posed(self.centre[:, numbers], self.R[:, numbers], *own)

    @property
    def radius(self) -> Array:
        """Of a ball around each, shape (s,) [m]."""
        furthest: Array = np.linalg.norm(self.box, axis=1) + np.hypot(self.stick, self.disc) + self.ball
        return furthest

    def bounds(self) -> Bounds:
        """Bound them along the world's axes, exactly."""
        along = np.abs(self.R[..., 2])
        half = (np.abs(self.R) @ self.box[..., None])[..., 0] + along * self.stick[:, None] + self.ball[:, None]
        half += self.disc[:, None] * np.sqrt(np.maximum(1.0 - along**2, 0.0))
        return Bounds(self.centre - half, self.centre + half)

    def extent(self, axis: Array) -> Array:
        """Give half their extent along unit vectors, shape (k, s, 3) to (k, s) [m]."""
        own = np.abs((axis[..., None, :] @ self.R)[..., 0, :])
        rim = np.sqrt(np.maximum(1.0 - own[..., 2] ** 2, 0.0))
        extent: Array = (own * self.box).sum(-1) + own[..., 2] * self.stick + self.disc * rim + self.ball
        return extent

    def capsules(self) -> tuple[Array, Array, Array]:
        """Give a capsule around each: its ends, shape (k, s, 3) each, and its radius, shape (s,) [m]."""
        longest = np.where(self.stick > 0.0, 2, np.argmax(self.box, axis=1))
        some = np.arange(len(longest))
        half = self.stick + self.box[some, longest]
        across = np.sqrt(np.maximum((self.box**2).sum(axis=1) - self.box[some, longest] ** 2, 0.0))
        way = self.R[:, some, :, longest].swapaxes(0, 1) * half[:, None]
        return self.centre - way, self.centre + way, across + self.disc + self.ball


def beyond(one: Posed, other: Posed, needed: Array) -> Flags:
    """Tell of pairs of solids whether they are farther apart than needed.

    First as capsules; of the pairs for which that does not show it, the gap is measured along several lines, any of
    which gives a bound (separating axes, Gottschalk et al., 1996).

    Args:
        one: Solids.
        other: As many; each makes a pair with the one of its number.
        needed: Shape (k, s) [m].

    Returns:
        Flags, shape (k, s).
    """
    start, end, radius = one.capsules()
    its_start, its_end, its_radius = other.capsules()
    way = between(start, end, its_start, its_end)
    distance = np.linalg.norm(way, axis=-1)
    shown: Flags = distance - radius - its_radius > needed
    left = np.flatnonzero(~shown.all(axis=0))
    if not len(left):
        return shown
    one, other = one.picked(left), other.picked(left)
    lines = [way[:, left], one.centre - other.centre]
    lines += [each.R[..., i] for each in (one, other) for i in range(3)]
    lines.append(np.cross(one.R[..., 2], other.R[..., 2]))
    apart = one.centre - other.centre
    for line in lines:
        length = np.linalg.norm(line, axis=-1, keepdims=True)
        axis = line / np.maximum(length, 1e-9)
        gap = np.abs((apart * axis).sum(-1)) - one.extent(axis) - other.extent(axis)
        shown[:, left] |= (gap > needed[:, left]) & (length[..., 0] > 1e-6)
    return shown


def between(a: Array, b: Array, c: Array, d: Array) -> Array:
    """Give the shortest way from the segment `c` to `d` to the segment `a` to `b`.

    After Ericson, "Real-Time Collision Detection", 2005, section 5.1.9.

    Args:
        a: Ends, shape (..., 3) [m].
        b: The same.
        c: The same.
        d: The same.

    Returns:
        Shape (..., 3) [m].
    """
    u, v, w = b - a, d - c, a - c
    uu, vv, uv = (u * u).sum(-1), (v * v).sum(-1), (u * v).sum(-1)
    uw, vw = (u * w).sum(-1), (v * w).sum(-1)
    uu, vv = np.maximum(uu, 1e-18), np.maximum(vv, 1e-18)
    across = uu * vv - uv * uv
    s = np.where(across > 1e-12 * uu * vv, np.clip((uv * vw - vv * uw) / np.maximum(across, 1e-300), 0.0, 1.0), 0.0)
    t = np.clip((uv * s + vw) / vv, 0.0, 1.0)
    s = np.clip((uv * t - uw) / uu, 0.0, 1.0)
    way: Array = w + s[..., None] * u - t[..., None] * v
    return way
