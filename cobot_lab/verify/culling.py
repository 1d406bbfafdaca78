"""Which samples have to be looked at closely: for the others, simple bounds show that all is far apart.

The engine's answer costs some fifty microseconds for one configuration, these bounds a tenth of it or less, and they
are never too far: what they leave out cannot be too near. Many samples are looked at together, by what is where in
their middle and by how far anything may have gone from there; where that does not show it, fewer of them, down to each
by itself. What moves is held against what stands as boxes along the world's axes, links and a held part against each
other solid by solid. All scenes are looked at in one go, since each operation costs more to begin than to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Pose
from cobot_lab.cell.thing import Kind
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.allowance import Flags, Samples
from cobot_lab.verify.bounds import Bounds
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.frames import joint_poses
from cobot_lab.verify.separation import Posed, beyond
from cobot_lab.verify.skeleton import Skeleton, held_skeleton, skeleton
from cobot_lab.verify.solids import corners
from cobot_lab.verify.story import Carried, thing_of

Standing = Sequence[tuple[str, Pose]]
"""Pose in the world of every part that stands somewhere, or may have come there."""

BLOCKS = (16, 4, 1)
"""Samples that are looked at together, at first and then; each divides the one before."""
_SLACK = 1e-4
"""What rounding may take from a bound [m]."""


class Culling:
    """Looks at the scenes of a cell."""

    def __init__(self, cell: Cell, meets: Iterable[tuple[str, str]], stride: float) -> None:
        """Take down what does not change.

        Args:
            cell: The cell.
            meets: Names of the links that may not touch each other, in pairs.
            stride: Largest way of any surface point between two samples [m].
        """
        self._cell, self._stride = cell, stride
        self._arm = skeleton(cell.robot, cell.tool)
        self._moving = self._arm.ride > 0
        self._inner = np.flatnonzero(self._arm.ride < len(cell.robot.joints))
        apart, names = {frozenset(pair) for pair in meets}, self._arm.names
        pairs = [(i, j) for i in range(len(names)) for j in range(i) if frozenset((names[i], names[j])) in apart]
        ride = self._arm.ride
        self._pairs = np.array([(i, j) if ride[i] > ride[j] else (j, i) for i, j in pairs], dtype=np.intp).reshape(
            -1, 2
        )  # the outer one first
        things = [thing for thing in cell.things if thing.kind is not Kind.PART]
        standing = [Bounds.of([corners(shape) for shape in thing.shapes], thing.T_WO) for thing in things]
        self._still = Bounds.together([*standing, Bounds.of([corners(zone.box) for zone in cell.zones], np.eye(4))])

    def suspects(self, scenes: Sequence[tuple[Samples, Standing]]) -> list[Flags]:
        """Tell at which samples anything may come nearer than the clearance to what it may not touch.

        Args:
            scenes: Samples of each, and what stands about.

        Returns:
            For each scene, flags of shape (k,).
        """
        if not scenes:
            return []
        row = _Row(self._cell, [samples for samples, _ in scenes], self._around([standing for _, standing in scenes]))
        suspect = np.ones(len(row.scene), dtype=np.bool_)
        for length in BLOCKS:
            chosen = np.flatnonzero(suspect)
            if len(chosen):
                starts = row.blocks(chosen, length)
                far = self._far(row, chosen, starts)
                suspect[chosen] = np.repeat(~far, np.diff(np.append(starts, len(chosen))))
        return np.split(suspect, row.begins[1:])

    def _far(self, row: _Row, chosen: NDArray[np.intp], starts: NDArray[np.intp]) -> Flags:
        """Tell for which blocks of samples all is far apart.

        Args:
            row: All samples.
            chosen: Numbers of some.
            starts: Where in these each block begins.
        """
        count = np.diff(np.append(starts, len(chosen)))
        centre = starts + count // 2
        middle = chosen[centre]
        steps = count // 2  # samples to the furthest one of its block; one more for what they may be farther apart
        way = np.where(count > 1, self._stride * (steps + 1), 0.0)
        poses = joint_poses(self._cell.robot, self._cell.T_WB, row.q[middle])
        axis, width = row.T_WF[middle, :3, 0], row.width[middle]
        arm = self._arm.posed(poses, axis, width)
        turned = self._turned(poses, _furthest(row.q[chosen], starts, centre), arm, 2.0 * way)
        opening = _furthest(row.width[chosen, None], starts, centre)
        far = self._links_apart(turned, opening, arm)
        ride = self._arm.ride
        own = turned[:, ride, np.arange(len(ride))] + opening * np.abs(self._arm.slides)
        bounds = arm.bounds().widened(np.minimum(own, way[:, None]))
        moving = Bounds(bounds.low[:, self._moving], bounds.high[:, self._moving])
        holds = row.holds[middle]
        if (holds >= 0).any():
            carrying = np.flatnonzero(holds >= 0)
            held = row.held(poses[carrying, -1], holds[carrying])
            far[carrying] &= self._held_apart(held, arm.at(carrying), way[carrying])
            low, high = (np.full((len(middle), held.centre.shape[1], 3), end) for end in (np.inf, -np.inf))
            bounds = held.bounds().widened(way[carrying, None])
            low[carrying], high[carrying] = bounds.low, bounds.high
            moving = Bounds.together([moving, Bounds(low, high)])
        left = np.flatnonzero(far)
        far[left] = self._clear(Bounds(moving.low[left], moving.high[left]), row.around, row.scene[middle[left]])
        return far

    def _clear(self, moving: Bounds, around: Bounds, scene: NDArray[np.intp]) -> Flags:
        """Tell for which blocks no moving solid comes near a standing one."""
        gap = self._cell.limits.clearance + CRITERIA.blunt + _SLACK
        still = _between(moving, self._still.low[None], self._still.high[None]) > gap
        clear: Flags = np.asarray(still.all(axis=(1, 2)))
        left = np.flatnonzero(clear)
        if around.low.shape[1] and len(left):
            some = Bounds(moving.low[left], moving.high[left])
            apart = _between(some, around.low[scene[left]], around.high[scene[left]]) > gap
            clear[left] = apart.all(axis=(1, 2))
        return clear

    def _around(self, standing: Sequence[Standing]) -> Bounds:
        """Bound the parts of each scene, shape (scenes, r, 3); what a scene has less of is nowhere."""
        known: dict[tuple[str, bytes], Bounds] = {}
        rows = []
        for parts in standing:
            for name, T in parts:
                key = name, T.tobytes()
                if key not in known:
                    known[key] = Bounds.of([corners(shape) for shape in thing_of(self._cell, name).shapes], T)
            rows.append([known[name, T.tobytes()] for name, T in parts])
        most = max(sum(len(each.low) for each in row) for row in rows)
        low, high = (np.full((len(rows), most, 3), end) for end in (np.inf, -np.inf))
        for number, row in enumerate(rows):
            if row:
                own = Bounds.together(row)
                low[number, : len(own.low)], high[number, : len(own.low)] = own.low, own.high
        return Bounds(low, high)

    def _turned(self, poses: Array, turns: Array, arm: Posed, further: Array) -> Array:
        """Give how far the joints carry each solid at most in a block, those from the base up to each joint.

        Args:
            poses: Of the base and the joints' frames in the middle of each block, shape (b, n + 1, 4, 4).
            turns: How far each joint turns from there in its block at most, shape (b, n) [rad].
            arm: The solids in the middle.
            further: How much further from a joint a solid may come meanwhile, both moving, shape (b,) [m].

        Returns:
            Shape (b, n + 1, s) [m].
        """
        apart = arm.centre[:, None] - poses[:, 1:, None, :3, 3]
        reach = np.sqrt(np.einsum("...i,...i->...", apart, apart)) + arm.radius
        way = np.cumsum(turns[..., None] * (reach + further[:, None, None]), axis=1)
        return np.concatenate((np.zeros_like(way[:, :1]), way), axis=1)

    def _links_apart(self, turned: Array, opening: Array, arm: Posed) -> Flags:
        """Tell for which blocks no link can touch another.

        Every joint between two links turns the outer one about itself, by as much as it turns in the block; fingers
        slide by their share of the width.

        Args:
            turned: How far the joints carry each solid, as `_turned` gives it.
            opening: How far the width is from that in the middle at most, shape (b, 1) [m].
            arm: The solids in the middle.
        """
        outer, inner = self._pairs.T
        ride = self._arm.ride
        slides = opening * np.abs(self._arm.slides[outer] - self._arm.slides[inner])
        needed = turned[:, ride[outer], outer] - turned[:, ride[inner], outer] + slides + CRITERIA.blunt + _SLACK
        return np.asarray(beyond(arm, outer, arm, inner, needed).all(axis=1))

    def _held_apart(self, held: Posed, arm: Posed, way: Array) -> Flags:
        """Tell for which blocks the held part stays away from the links that it does not ride with."""
        count = held.centre.shape[1]
        i, j = np.repeat(np.arange(count), len(self._inner)), np.tile(self._inner, count)
        needed = self._cell.limits.clearance + CRITERIA.blunt + _SLACK + 2.0 * way
        wide = np.repeat(needed[:, None], len(i), axis=1)
        return np.asarray(beyond(held, i, arm, j, wide).all(axis=1))


@lru_cache(maxsize=8)
def culling(cell: Cell, meets: tuple[tuple[str, str], ...], stride: float) -> Culling:
    """Give what looks at a cell's scenes, made once: it remembers nothing of those that it has looked at."""
    return Culling(cell, meets, stride)


class _Row:
    """The samples of several scenes, one behind the other.

    Attributes:
        q: Joint positions, shape (k, n) [rad].
        width: Distance between the fingers, shape (k,) [m].
        T_WF: Pose of the flange, shape (k, 4, 4).
        begins: Number of each scene's first sample.
        scene: Number of the scene of each, shape (k,).
        holds: Which of the holds each has, -1 for none, shape (k,).
        around: Bounds of the parts that stand about in each scene, shape (scenes, r, 3).
    """

    def __init__(self, cell: Cell, taken: Sequence[Samples], around: Bounds) -> None:
        self.around = around
        self.q = np.concatenate([each.q for each in taken])
        self.width = np.concatenate([each.width for each in taken])
        self.T_WF = np.concatenate([each.T_WF for each in taken])
        counts = [len(each.t) for each in taken]
        self.begins = np.array([0, *accumulate(counts[:-1])], dtype=np.intp)
        self.scene = np.repeat(np.arange(len(taken)), counts)
        self._place = np.arange(len(self.scene)) - self.begins[self.scene]
        keys: dict[tuple[str, bytes], int] = {}
        forms: list[Skeleton] = []
        self.holds = np.repeat([_hold(cell, each.scene.carried, keys, forms) for each in taken], counts)
        most = max((len(form.ride) for form in forms), default=0)
        self._forms = [np.array([_filled(getattr(form, name), most) for form in forms]) for name in ("T_JS", *_SIZES)]

    def blocks(self, chosen: NDArray[np.intp], length: int) -> NDArray[np.intp]:
        """Give where among some samples, whole blocks of before, blocks of a length begin."""
        number = self._place[chosen] // length
        new = (np.diff(number) != 0) | (np.diff(self.scene[chosen]) != 0)
        return np.flatnonzero(np.concatenate(([True], new)))

    def held(self, poses: Array, holds: NDArray[np.intp]) -> Posed:
        """Give the held parts, from the poses of the last joint's frame, shape (b, 4, 4)."""
        T_JS, box, stick, disc, ball = (form[holds] for form in self._forms)
        T = poses[:, None] @ T_JS
        return Posed(T[..., :3, 3], T[..., :3, :3], box, stick, disc, ball)


_SIZES = ("box", "stick", "disc", "ball")


def _hold(cell: Cell, carried: Carried | None, keys: dict[tuple[str, bytes], int], forms: list[Skeleton]) -> int:
    """Give the number of a hold, a new one where it is not yet among the forms."""
    if carried is None:
        return -1
    key = carried.part, carried.T_FO.tobytes()
    if key not in keys:
        keys[key] = len(forms)
        forms.append(held_skeleton(cell.robot, carried.part, thing_of(cell, carried.part).shapes, carried.T_FO))
    return keys[key]


def _filled(array: Array, count: int) -> Array:
    """Give as many rows as the longest has, the last one again and again."""
    return np.concatenate((array, np.repeat(array[-1:], count - len(array), axis=0)))


def _between(moving: Bounds, low: Array, high: Array) -> Array:
    """Give the widest gap along an axis between boxes, shape (b, s, 3) and (b, r, 3) to (b, s, r) [m]."""
    gaps = np.full((len(moving.low), moving.low.shape[1], low.shape[1]), -np.inf)
    for i in range(3):
        np.maximum(gaps, moving.low[:, :, None, i] - high[:, None, :, i], out=gaps)
        np.maximum(gaps, low[:, None, :, i] - moving.high[:, :, None, i], out=gaps)
    return gaps


def _furthest(q: Array, starts: NDArray[np.intp], centre: NDArray[np.intp]) -> Array:
    """Give how far each column is from the middle of its block at most, shape (b, n)."""
    high, low = np.maximum.reduceat(q, starts), np.minimum.reduceat(q, starts)
    furthest: Array = np.maximum(high - q[centre], q[centre] - low)
    return furthest
