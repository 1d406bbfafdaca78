"""What a pose that was taught by hand is worth: which mark it reaches, and what stands in its way.

The picture that the arm is driven in lets it go through things, as drawings do. A pose counts only within the joints'
limits, outside every forbidden zone and clear of everything that stands in the cell. That is seen on points of the
arm's and the gripper's surface, which is coarse: enough for a pose of an exercise that no arm will take, and no
substitute for the checks of a program.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import product

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Box, Shape
from cobot_lab.motion.trajectory import Array
from cobot_lab.school.discovery import Mark
from cobot_lab.verify.armature import bones
from cobot_lab.verify.frames import inverse, joint_poses
from cobot_lab.verify.solids import corners, mirrored, moved, shifted

_STEPS = 7
"""Points along each edge of a solid of the gripper."""


class Outcome(Enum):
    """What a taught pose turned out to be."""

    REACHED = "reached"
    """The tool is at a mark."""
    AWAY = "away"
    """The tool is at no mark."""
    TOUCHES = "touches"
    """Something of the arm or the gripper is in a thing of the cell, or under the table's top."""
    ZONE = "zone"
    """Something of it is in a forbidden zone."""
    LIMIT = "limit"
    """A joint is beyond its limit, or the pose is none."""


@dataclass(frozen=True, slots=True)
class Taught:
    """A taught pose, judged.

    Attributes:
        outcome: What it turned out to be.
        mark: The mark nearest to the tool; nothing when the pose is none.
        offset: From the tool to that mark, in the world W [m].
        what: Name of the thing that is touched, or of the zone; empty otherwise.
    """

    outcome: Outcome
    mark: Mark | None = None
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    what: str = ""

    @property
    def distance(self) -> float:
        """Distance from the tool to the mark [m]."""
        return float(np.linalg.norm(self.offset))


def judge(cell: Cell, marks: Sequence[Mark], tolerance: float, q: object) -> Taught:
    """Judge a taught pose. Only joint positions are believed: where the tool is follows from them.

    Args:
        cell: The cell.
        marks: The marks, at least one.
        tolerance: How far from a mark the tool may be, that distance included [m].
        q: Joint positions as a page gave them [rad]; anything that is no such list is no pose.
    """
    given = _positions(cell, q)
    if given is None:
        return Taught(Outcome.LIMIT)
    poses = joint_poses(cell.robot, cell.T_WB, given[None])[0]
    T_WF = poses[-1] @ cell.robot.T_flange
    at = (T_WF @ cell.tool.T_FT)[:3, 3]
    offsets = [np.asarray(mark.at) - at for mark in marks]
    nearest = int(np.argmin([float(offset @ offset) for offset in offsets]))
    x, y, z = map(float, offsets[nearest])
    taught = Taught(Outcome.AWAY, marks[nearest], (x, y, z))
    for outcome, what in _in_the_way(cell, poses, T_WF):
        return Taught(outcome, taught.mark, taught.offset, what)
    return Taught(Outcome.REACHED, taught.mark, taught.offset) if taught.distance <= tolerance else taught


def _positions(cell: Cell, q: object) -> Array | None:
    """Read joint positions; nothing for what is none, or is beyond a joint's limits."""
    joints = cell.robot.joints
    if not isinstance(q, list | tuple) or len(q) != len(joints):
        return None
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in q):
        return None
    # A slider at its end gives the limit itself, rounded.
    held = all(joint.q_min - 1e-6 <= value <= joint.q_max + 1e-6 for joint, value in zip(joints, q, strict=True))
    return np.asarray(q, dtype=np.float64) if held else None


def _in_the_way(cell: Cell, poses: Array, T_WF: Array) -> Iterator[tuple[Outcome, str]]:
    arm = [moved(poses[bone.ride], bone.points) for bone in bones(cell.robot) if bone.ride > 1]
    points = np.vstack([*arm, moved(T_WF, _gripper(cell))])
    for zone in cell.zones:
        if _inside(zone.box, points):
            yield Outcome.ZONE, zone.name
    for thing in cell.things:
        if any(_inside(shape, moved(inverse(thing.T_WO), points)) for shape in thing.shapes):
            yield Outcome.TOUCHES, thing.name


def _gripper(cell: Cell) -> Array:
    """Give points of the open gripper in the flange's frame, shape (p, 3) [m]."""
    right = [shifted(shape, 0.5 * cell.tool.width_max) for shape in cell.tool.finger]
    return np.vstack([_points(shape) for shape in (*cell.tool.body, *right, *map(mirrored, right))])


def _points(shape: Shape) -> Array:
    if not isinstance(shape, Box):
        return corners(shape)
    grid = np.array(list(product(np.linspace(-0.5, 0.5, _STEPS), repeat=3))) * np.array(shape.size)
    return moved(shape.T_OS, grid)


def _inside(shape: Shape, points: Array) -> bool:
    """Tell whether one of the points lies in a solid, both in the same frame."""
    own = moved(inverse(shape.T_OS), points)
    if isinstance(shape, Box):
        return bool((np.abs(own) < 0.5 * np.array(shape.size)).all(axis=1).any())
    within = (np.hypot(own[:, 0], own[:, 1]) < shape.radius) & (np.abs(own[:, 2]) < 0.5 * shape.height)
    return bool(within.any())
