"""Which samples of a scene have to be looked at closely: for the others, simple bounds show that all is far apart.

The engine's answer costs some fifty microseconds for one configuration, these bounds a tenth of it or less, and they
are never too far: what they leave out cannot be too near. What moves is held against what stands as boxes along the
world's axes, first around what each solid goes through in several samples, then, where these come near, at each sample.
Links, and a held part, are held against each other once for several samples, with what they can move meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
from cobot_lab.verify.skeleton import held_skeleton, skeleton
from cobot_lab.verify.solids import corners
from cobot_lab.verify.story import thing_of

BLOCK = 8
"""Samples that are looked at together."""
_SLACK = 1e-4
"""What rounding, and the turn of a solid between two samples, may take from a bound [m]."""


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
        apart, names = {frozenset(pair) for pair in meets}, self._arm.names
        pairs = [(i, j) for i in range(len(names)) for j in range(i) if frozenset((names[i], names[j])) in apart]
        ride = self._arm.ride
        self._pairs = np.array([(i, j) if ride[i] > ride[j] else (j, i) for i, j in pairs], dtype=np.intp).reshape(
            -1, 2
        )  # the outer one first
        things = [thing for thing in cell.things if thing.kind is not Kind.PART]
        standing = [Bounds.of([corners(shape) for shape in thing.shapes], thing.T_WO) for thing in things]
        self._still = Bounds.together([*standing, Bounds.of([corners(zone.box) for zone in cell.zones], np.eye(4))])

    def suspects(self, samples: Samples, standing: Sequence[tuple[str, Pose]]) -> Flags:
        """Tell at which samples anything may come nearer than the clearance to what it may not touch, shape (k,).

        Args:
            samples: Of a scene.
            standing: Pose in the world of every part that stands there or may have come.
        """
        cell, scene, count = self._cell, samples.scene, len(samples.t)
        poses = joint_poses(cell.robot, cell.T_WB, samples.q)
        axis = samples.T_WF[:, :3, 0]
        arm = self._arm.posed(poses, axis, samples.width)
        bounds = arm.bounds()
        moving = Bounds(bounds.low[:, self._moving], bounds.high[:, self._moving])
        around = [Bounds.of([corners(shape) for shape in thing_of(cell, name).shapes], T) for name, T in standing]
        starts = np.arange(0, count, BLOCK)
        middle = np.minimum(starts + BLOCK // 2, count - 1)
        turns, opening = _furthest(samples.q, starts, middle), _furthest(samples.width[:, None], starts, middle)
        far = self._links_apart(poses[middle], turns, opening, arm.at(middle))
        if scene.carried is not None:
            shapes = thing_of(cell, scene.carried.part).shapes
            own = held_skeleton(cell.robot, scene.carried.part, shapes, scene.carried.T_FO)
            held = own.posed(poses, axis, samples.width)
            moving = Bounds.together([moving, held.bounds()])
            far &= self._held_apart(held.at(middle), arm.at(middle))
        return ~np.repeat(far, BLOCK)[:count] | self._near(moving, Bounds.together([self._still, *around]))

    def _near(self, moving: Bounds, around: Bounds) -> Flags:
        """Tell at which samples a moving solid comes near a standing one."""
        gap, count = self._cell.limits.clearance + CRITERIA.blunt + _SLACK, len(moving.low)
        starts = np.arange(0, count, BLOCK)
        ends = np.minimum(starts + BLOCK, count - 1)  # with the first of the next block, for what lies between
        low = np.minimum(np.minimum.reduceat(moving.low, starts), moving.low[ends])
        high = np.maximum(np.maximum.reduceat(moving.high, starts), moving.high[ends])
        near: Flags = np.repeat(~Bounds(low, high).apart(around, gap), BLOCK)[:count]
        near[near] = ~Bounds(moving.low[near], moving.high[near]).apart(around, gap)
        return near

    def _links_apart(self, poses: Array, turns: Array, opening: Array, arm: Posed) -> Flags:
        """Tell for which blocks no link can touch another.

        Every joint between two links turns the outer one about itself, by as much as it turns in the block; fingers
        slide by their share of the width.

        Args:
            poses: Of the base and the joints' frames in the middle of each block, shape (b, n + 1, 4, 4).
            turns: How far each joint turns from there in its block at most, shape (b, n) [rad].
            opening: How far the width is from that in the middle at most, shape (b, 1) [m].
            arm: The solids in the middle.
        """
        further = self._stride * BLOCK  # a solid may come that much further out meanwhile
        reach = np.linalg.norm(arm.centre[:, None] - poses[:, 1:, None, :3, 3], axis=-1) + arm.radius + further
        way = np.cumsum(turns[..., None] * reach, axis=1)
        way = np.concatenate((np.zeros_like(way[:, :1]), way), axis=1)  # from the base to each joint
        outer, inner = self._pairs.T
        ride = self._arm.ride
        slides = opening * np.abs(self._arm.slides[outer] - self._arm.slides[inner])
        needed = way[:, ride[outer], outer] - way[:, ride[inner], outer] + slides + CRITERIA.blunt + _SLACK
        apart = beyond(arm.picked(outer), arm.picked(inner), needed)
        return np.asarray(apart.all(axis=1))

    def _held_apart(self, held: Posed, arm: Posed) -> Flags:
        """Tell for which blocks the held part stays away from the links that it does not ride with."""
        others = np.flatnonzero(self._arm.ride < len(self._cell.robot.joints))
        count = len(held.disc)
        i, j = np.repeat(np.arange(count), len(others)), np.tile(others, count)
        needed = self._cell.limits.clearance + CRITERIA.blunt + self._stride * BLOCK + _SLACK
        wide = np.full((len(held.centre), len(i)), needed)
        return np.asarray(beyond(held.picked(i), arm.picked(j), wide).all(axis=1))


def _furthest(q: Array, starts: NDArray[np.intp], middle: NDArray[np.intp]) -> Array:
    """Give how far each column is from the middle of its block at most, shape (b, n)."""
    high, low = np.maximum.reduceat(q, starts), np.minimum.reduceat(q, starts)
    furthest: Array = np.maximum(high - q[middle], q[middle] - low)
    return furthest
