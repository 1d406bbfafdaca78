"""What was seen while one stretch of a plan was played, as bare facts: whose they are is for the way to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.moment import Moment


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """Everything at one instant.

    Attributes:
        t: The instant, from the start of the stretch [s].
        looks: How many looks there were before it.
        flange: Pose of the flange, x, y, z [m] and quaternion x, y, z, w, shape (7,).
        parts: The same of each part, shape (p, 7).
        speeds: Of each part's centre, shape (p,) [m/s].
        width: Distance between the fingers [m].
        touched: Number of the part that both fingers touch; -1 for none.
    """

    t: float
    looks: int
    flange: Array
    parts: Array
    speeds: Array
    width: float
    touched: int


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """One stretch, played from a moment on. Instants count from its start; parts have the cell's order.

    Attributes:
        t: Instants of the steps, shape (k,) [s].
        error: Distance of each joint from its command, shape (k, n) [rad].
        torque: Torque of each joint's motor, shape (k, n) [Nm].
        looks: Instants of the looks, shape (m,) [s].
        scenes: Number of the scene under way at each look, shape (m,).
        links: Pose of each link at each look, x, y, z [m] and quaternion x, y, z, w, shape (m, links, 7).
        parts: The same of each part, shape (m, p, 7).
        speeds: Of each part's centre, shape (m, p) [m/s].
        width: Distance between the fingers, shape (m,) [m].
        stills: At the start and at the end of each scene in which the gripper works.
        last: At the end.
        end: The moment in which it ends.
    """

    t: Array
    error: Array
    torque: Array
    looks: Array
    scenes: NDArray[np.intp]
    links: Array
    parts: Array
    speeds: Array
    width: Array
    stills: Mapping[int, tuple[Still, Still]]
    last: Still
    end: Moment
