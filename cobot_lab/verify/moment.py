"""The simulated world at one instant, as numbers: all that its future depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from cobot_lab.cell.shape import Pose
from cobot_lab.cell.thing import Thing
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.frames import quat_of
from cobot_lab.verify.solids import inertia

Order = tuple[float, float, float | None]
"""What the fingers are told: width under way [m], width to come to [m], and the force when they close [N]."""

_AWAY = (0.0, 0.0, -50.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
"""Where parts go that are not there; what falls from there meets nothing [m]."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """Where everything is, how fast it goes, and what the fingers are told.

    Attributes:
        q: Positions of the arm's joints [rad] and of both fingers [m], shape (n + 2,).
        qd: Their speeds [rad/s, m/s], shape (n + 2,).
        parts: For each part its centre of mass [m], unit quaternion x, y, z, w, speed of the centre [m/s] and angular
            speed [rad/s], world axes, shape (p, 13).
        order: What the fingers are told.
    """

    q: Array
    qd: Array
    parts: Array
    order: Order

    def without(self, absent: frozenset[int]) -> Moment:
        """Give the same with some parts taken far away."""
        if not absent:
            return self
        parts = self.parts.copy()
        parts[sorted(absent)] = _AWAY
        return replace(self, parts=parts)

    def joined_by(self, arrived: Mapping[int, Array]) -> Moment:
        """Give the same with parts that have come and are at rest.

        Args:
            arrived: For the number of each, its row.
        """
        if not arrived:
            return self
        parts = self.parts.copy()
        for number, row in arrived.items():
            parts[number] = row
        return replace(self, parts=parts)


def at_rest(part: Thing, T_WO: Pose) -> Array:
    """Give the row of a part that stands still at a pose."""
    centre = inertia(part.shapes, part.mass).centre
    position = T_WO[:3, :3] @ centre + T_WO[:3, 3]
    row: Array = np.concatenate((position, quat_of(T_WO[:3, :3]), np.zeros(6)))
    return row
