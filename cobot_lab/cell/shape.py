"""Simple solids that bodies are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pose = NDArray[np.float64]
"""A read-only homogeneous transform, shape (4, 4)."""


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """A box.

    Attributes:
        size: Full lengths along x, y, z [m].
        T_OS: Pose of its centre in the frame of the body it belongs to.
    """

    size: tuple[float, float, float]
    T_OS: Pose


@dataclass(frozen=True, slots=True, eq=False)
class Cylinder:
    """A cylinder around z.

    Attributes:
        radius: [m].
        height: Full length along z [m].
        T_OS: Pose of its centre in the frame of the body it belongs to.
    """

    radius: float
    height: float
    T_OS: Pose


Shape = Box | Cylinder
