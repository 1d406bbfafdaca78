"""Where the fingers press on a part, as the story has it held."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.holding import Grasp
from cobot_lab.verify.solids import corners, hull, moved
from cobot_lab.verify.story import Carried, thing_of

ACROSS = 6
"""Points along each side of a patch, which stand for its area."""


def grasp_of(cell: Cell, carried: Carried, force: float) -> Grasp:
    """Give the grip of a part: two patches of its surface, pressed evenly.

    Args:
        cell: The cell.
        carried: The part, and how it is held.
        force: With which each finger presses [N].

    Returns:
        The grip; its pads are points spread over each patch.
    """
    part = thing_of(cell, carried.part)
    points = moved(carried.T_FO, hull(part.shapes))
    first, second = (_pad(cell, points * [side, 1.0, 1.0]) * [side, 1.0, 1.0] for side in (1.0, -1.0))
    return Grasp((first, second), force, part.friction * cell.tool.friction)


def _pad(cell: Cell, points: Array) -> Array:
    """Give points of the patch on the +x side, shape (p, 3) [m].

    A part that stands askew meets a finger with an edge, or is met by the finger's own.
    """
    x = float(points[:, 0].max())
    face = points[points[:, 0] > x - CRITERIA.exactness][:, 1:]
    low, high = face.min(axis=0), face.max(axis=0)
    faces = list(_faces(cell))
    covering = [(one, other) for one, other in faces if low[1] < other[1] and high[1] > one[1]]
    spread = np.concatenate([_spread(low.clip(*each), high.clip(*each)) for each in covering or faces])
    return np.column_stack((np.full(len(spread), x), spread))


def _faces(cell: Cell) -> Iterator[tuple[Array, Array]]:
    """Give the inner faces of the solids of a finger: lowest and highest y and z [m]."""
    for shape in cell.tool.finger:
        solid = corners(shape)
        inner = solid[solid[:, 0] < CRITERIA.exactness][:, 1:]  # those that reach the plane x = 0
        if len(inner):
            yield inner.min(axis=0), inner.max(axis=0)


def _spread(low: Array, high: Array) -> Array:
    """Spread points evenly over a rectangle, shape (p, 2)."""
    share = (np.arange(ACROSS) + 0.5) / ACROSS
    y, z = (low[i] + share * (high[i] - low[i]) for i in (0, 1))
    return np.stack(np.meshgrid(y, z), axis=-1).reshape(-1, 2)
