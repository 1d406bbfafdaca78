"""`gripper.toml`: a two-finger parallel gripper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, Strict

from cobot_lab.cell.fields import (
    Described,
    Distance_mm,
    Force_N,
    Friction,
    Mass_kg,
    Misfit,
    Name,
    Position_mm,
    Speed_mm_s,
    Words,
)
from cobot_lab.cell.frames import pose, rotation_rpy
from cobot_lab.cell.shape_model import ShapeModel, metres
from cobot_lab.cell.tool import Tool

Shapes = Annotated[tuple[ShapeModel, ...], Strict(False), Field(min_length=1, max_length=20)]


class ToolSourcesModel(Described):
    """Where the figures come from, in words."""

    stroke: Words
    force: Words
    speed: Words
    mass: Words
    friction: Words
    shapes: Words


class ToolModel(Described):
    """The file as a whole."""

    schema_: Annotated[Literal["cobot_lab/tool/1"], Field(alias="schema")]
    name: Name
    title: Words
    tool_point_mm: Position_mm
    width_min_mm: Distance_mm
    width_max_mm: Distance_mm
    force_min_N: Force_N
    force_max_N: Force_N
    force_N: Force_N
    finger_speed_mm_s: Speed_mm_s
    mass_kg: Mass_kg
    finger_mass_kg: Mass_kg
    friction: Friction
    sources: ToolSourcesModel
    body: Shapes
    finger: Shapes

    def misfits(self) -> Iterator[Misfit]:
        """See `Described`."""
        if not self.width_min_mm < self.width_max_mm:
            yield "width_min_mm", self.width_min_mm, f"less than width_max_mm ({self.width_max_mm:g})"
        if not self.force_min_N <= self.force_N <= self.force_max_N:
            yield (
                "force_N",
                self.force_N,
                f"from force_min_N to force_max_N ({self.force_min_N:g} to {self.force_max_N:g})",
            )
        if not 2 * self.finger_mass_kg < self.mass_kg:
            yield (
                "finger_mass_kg",
                self.finger_mass_kg,
                f"less than half of mass_kg ({self.mass_kg:g}), which contains it",
            )

    def tool(self) -> Tool:
        """Give it in SI units."""
        return Tool(
            name=self.name,
            title=self.title,
            T_FT=pose(metres(self.tool_point_mm), rotation_rpy(0.0, 0.0, 0.0)),
            width_min=self.width_min_mm / 1000,
            width_max=self.width_max_mm / 1000,
            force_min=self.force_min_N,
            force_max=self.force_max_N,
            force=self.force_N,
            finger_speed=self.finger_speed_mm_s / 1000,
            mass=self.mass_kg,
            finger_mass=self.finger_mass_kg,
            friction=self.friction,
            body=tuple(solid.shape() for solid in self.body),
            finger=tuple(solid.shape() for solid in self.finger),
        )
