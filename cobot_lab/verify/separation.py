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
        box: Half its lengths, shape (s, 3), or (k, s, 3) where it is not the same at each instant [m].
        stick: Half its length, shape (s,) or (k, s) [m].
        disc: Radius, shape (s,) or (k, s) [m].
        ball: Radius, shape (s,) or (k, s) [m].
    """

    centre: Array
    R: Array
    box: Array
    stick: Array
    disc: Array
    ball: Array

    def at(self, instants: NDArray[np.intp]) -> Posed:
        """Give them at some of the instants; they are the same at each."""
        return replace(self, centre=self.centre[instants], R=self.R[instants])

    def picked(self, numbers: NDArray[np.intp]) -> Posed:
        """Give some of them, one for each number."""
        own = (each[..., numbers] for each in (self.stick, self.disc, self.ball))
        return Posed(self.centre[:, numbers], self.R[:, numbers], self.box[..., numbers, :], *own)

    def gathered(self, instants: NDArray[np.intp], numbers: NDArray[np.intp]) -> Posed:
        """Give one solid at one instant, several times, as solids at one instant."""
        sizes = (self.box, self.stick[..., None], self.disc[..., None], self.ball[..., None])
        own = [each[numbers] if each.ndim == 2 else each[instants, numbers] for each in sizes]
        box, stick, disc, ball = own[0], *(each[:, 0] for each in own[1:])
        return Posed(self.centre[instants, numbers][None], self.R[instants, numbers][None], box, stick, disc, ball)

    @property
    def radius(self) -> Array:
        """Of a ball around each, shape (s,) or (k, s) [m]."""
        furthest: Array = np.linalg.norm(self.box, axis=-1) + np.hypot(self.stick, self.disc) + self.ball
        return furthest

    def bounds(self) -> Bounds:
        """Bound them along the world's axes, exactly."""
        along = np.abs(self.R[..., 2])
        half = (np.abs(self.R) @ self.box[..., None])[..., 0] + along * self.stick[..., None] + self.ball[..., None]
        half += self.disc[..., None] * np.sqrt(np.maximum(1.0 - along**2, 0.0))
        return Bounds(self.centre - half, self.centre + half)

    def extent(self, axis: Array) -> Array:
        """Give half their extent along unit vectors, shape (k, s, 3) to (k, s) [m]."""
        own = np.abs((axis[..., None, :] @ self.R)[..., 0, :])
        rim = np.sqrt(np.maximum(1.0 - own[..., 2] ** 2, 0.0))
        extent: Array = _dot(own, self.box) + own[..., 2] * self.stick + self.disc * rim + self.ball
        return extent

    def capsules(self) -> tuple[Array, Array, Array]:
        """Give a capsule around each: its ends, shape (k, s, 3) each, and its radius, shape (s,) or (k, s) [m]."""
        longest = np.where(self.stick > 0.0, 2, np.argmax(self.box, axis=-1))[..., None]
        length = np.take_along_axis(self.box, longest, axis=-1)[..., 0]
        half = self.stick + length
        across = np.sqrt(np.maximum((self.box**2).sum(axis=-1) - length**2, 0.0))
        axis = np.broadcast_to(longest, (*self.centre.shape[:2], 1))[..., None]
        way = np.take_along_axis(self.R, axis, axis=-1)[..., 0] * half[..., None]
        return self.centre - way, self.centre + way, across + self.disc + self.ball


def beyond(one: Posed, i: NDArray[np.intp], other: Posed, j: NDArray[np.intp], needed: Array) -> Flags:
    """Tell of pairs of solids whether they are farther apart than needed.

    First as balls; where that does not show it, as capsules; where that does not either, the gap is measured along
    several lines, any of which gives a bound (separating axes, Gottschalk et al., 1996).

    Args:
        one: Solids.
        i: Numbers of some of them, shape (p,).
        other: Solids at the same instants.
        j: Numbers of some of these; each makes a pair with the one in its place, shape (p,).
        needed: Shape (k, p) [m].

    Returns:
        Flags, shape (k, p).
    """
    apart = one.centre[:, i] - other.centre[:, j]
    room = needed + one.radius[..., i] + other.radius[..., j]
    shown: Flags = np.asarray(_dot(apart, apart) > room * np.abs(room))
    instants, pairs = np.nonzero(~shown)
    if len(instants):
        some, its = one.gathered(instants, i[pairs]), other.gathered(instants, j[pairs])
        shown[instants, pairs] = _shown(some, its, needed[instants, pairs])
    return shown


def _shown(one: Posed, other: Posed, needed: Array) -> Flags:
    """Tell the same of solids at one instant each, without asking about balls, shape (p,)."""
    start, end, radius = one.capsules()
    its_start, its_end, its_radius = other.capsules()
    way = between(start, end, its_start, its_end)[0]
    shown: Flags = np.sqrt(_dot(way, way)) - radius - its_radius > needed
    left = np.flatnonzero(~shown)
    if not len(left):
        return shown
    one, other, needed = one.picked(left), other.picked(left), needed[left]
    apart = one.centre - other.centre
    lines = [way[None, left], apart, *(each.R[..., n] for each in (one, other) for n in range(3))]
    lines.append(np.cross(one.R[..., 2], other.R[..., 2]))
    for line in lines:
        length = np.sqrt(_dot(line, line))
        axis = line / np.maximum(length, 1e-9)[..., None]
        gap = np.abs(_dot(apart, axis)) - one.extent(axis) - other.extent(axis)
        shown[left] |= ((gap > needed) & (length > 1e-6))[0]
    return shown


def _dot(a: Array, b: Array) -> Array:
    """Give the products of vectors, shape (..., 3) to (...)."""
    product: Array = np.einsum("...i,...i->...", a, b)
    return product


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
    uu, vv, uv, uw, vw = _dot(u, u), _dot(v, v), _dot(u, v), _dot(u, w), _dot(v, w)
    uu, vv = np.maximum(uu, 1e-18), np.maximum(vv, 1e-18)
    across = uu * vv - uv * uv
    s = np.where(across > 1e-12 * uu * vv, np.clip((uv * vw - vv * uw) / np.maximum(across, 1e-300), 0.0, 1.0), 0.0)
    t = np.clip((uv * s + vw) / vv, 0.0, 1.0)
    s = np.clip((uv * t - uw) / uu, 0.0, 1.0)
    way: Array = w + s[..., None] * u - t[..., None] * v
    return way
