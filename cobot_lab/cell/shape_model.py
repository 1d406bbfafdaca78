"""Solids as description files write them."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field

from cobot_lab.cell.fields import Angle_deg, Described, Length_mm, Position_mm, Size_mm
from cobot_lab.cell.frames import pose, rotation_rpy
from cobot_lab.cell.shape import Box, Cylinder, Pose


class _Solid(Described):
    position_mm: Position_mm = (0.0, 0.0, 0.0)
    roll_deg: Angle_deg = 0.0
    pitch_deg: Angle_deg = 0.0
    turn_deg: Angle_deg = 0.0

    def _pose(self) -> Pose:
        angles = (math.radians(angle) for angle in (self.roll_deg, self.pitch_deg, self.turn_deg))
        return pose(metres(self.position_mm), rotation_rpy(*angles))


class BoxModel(_Solid):
    """A box, centred on its position."""

    kind: Literal["box"]
    size_mm: Size_mm

    def shape(self) -> Box:
        """Give it in metres."""
        return Box(metres(self.size_mm), self._pose())


class CylinderModel(_Solid):
    """A cylinder around z, centred on its position."""

    kind: Literal["cylinder"]
    radius_mm: Length_mm
    height_mm: Length_mm

    def shape(self) -> Cylinder:
        """Give it in metres."""
        return Cylinder(self.radius_mm / 1000, self.height_mm / 1000, self._pose())


ShapeModel = Annotated[BoxModel | CylinderModel, Field(discriminator="kind")]


def metres(values_mm: tuple[float, float, float]) -> tuple[float, float, float]:
    """Turn millimetres into metres.

    >>> metres((300.0, -150.0, 34.0))
    (0.3, -0.15, 0.034)
    """
    x, y, z = values_mm
    return x / 1000, y / 1000, z / 1000
