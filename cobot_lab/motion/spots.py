"""Where a spot of a program is in its cell."""

from __future__ import annotations

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Pose
from cobot_lab.motion.twist import turn
from cobot_lab.program.commands import Spot


def spot_pose(cell: Cell, spot: Spot) -> Pose:
    """Give `T_WT`, the pose wanted of the tool point in the world.

    Position: the sum of the places' positions, each times its share, moved by the offset. Orientation: that of the
    place the spot is named after.

    Args:
        cell: Whose places; it has all that the spot names.
        spot: What the program asks for.
    """
    positions = {place.name: place.T_WP[:3, 3] for place in cell.places}
    own = next(place for place in cell.places if place.name == spot.name)
    T_WT = own.T_WP.copy()
    if spot.shares:
        T_WT[:3, 3] = sum(share * positions[name] for name, share in spot.shares)
    T_WT[:3, 3] += spot.offset
    return T_WT


def spun(T: Pose, angle: float) -> Pose:
    """Give a pose turned about its own z axis by an angle [rad]."""
    result = T.copy()
    if angle != 0.0:
        result[:3, :3] = T[:3, :3] @ turn(np.array([0.0, 0.0, angle]))
    return result
