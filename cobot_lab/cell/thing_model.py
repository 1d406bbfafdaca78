"""Things, places, zones, sensors and signals as cell files write them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, Strict

from cobot_lab.cell.fields import (
    Angle_deg,
    Colour,
    Described,
    Friction,
    LabelModel,
    Length_mm,
    Mass_kg,
    Misfit,
    Name,
    Position_mm,
    Size_mm,
    Words,
)
from cobot_lab.cell.frames import pointing_down, upright
from cobot_lab.cell.shape import Box
from cobot_lab.cell.shape_model import ShapeModel, metres
from cobot_lab.cell.thing import Kind, Label, Place, Sensor, Signal, Thing, Zone

SHAPES_MAX = 16
"""Most solids of one thing: an engine may take no more as one body, and drop the rest without a word."""


class ThingModel(Described):
    """A rigid body, standing upright."""

    name: Name
    label: LabelModel
    kind: Literal["table", "fixture", "part"]
    shapes: Annotated[tuple[ShapeModel, ...], Strict(False), Field(min_length=1, max_length=SHAPES_MAX)]
    position_mm: Position_mm
    turn_deg: Angle_deg = 0.0
    mass_kg: Mass_kg | None = None
    friction: Friction
    colour: Colour

    def misfits(self) -> Iterator[Misfit]:
        """See `Described`."""
        if self.kind == "part" and self.mass_kg is None:
            yield "mass_kg", "nothing", "the mass of a part"
        if self.kind != "part" and self.mass_kg is not None:
            yield "mass_kg", self.mass_kg, "nothing, only parts have a mass"

    def thing(self) -> Thing:
        """Give it in SI units."""
        return Thing(
            name=self.name,
            label=Label(self.label.fr, self.label.en),
            kind=Kind(self.kind),
            shapes=tuple(solid.shape() for solid in self.shapes),
            T_WO=upright(metres(self.position_mm), math.radians(self.turn_deg)),
            mass=self.mass_kg or 0.0,
            friction=self.friction,
            colour=self.colour,
        )


class PlaceModel(Described):
    """A named point, the tool pointing down."""

    name: Name
    label: LabelModel
    position_mm: Position_mm
    turn_deg: Angle_deg

    def place(self) -> Place:
        """Give it in SI units."""
        T_WP = pointing_down(metres(self.position_mm), math.radians(self.turn_deg))
        return Place(self.name, Label(self.label.fr, self.label.en), T_WP)


class ZoneModel(Described):
    """A forbidden box, centred on its position; with `closed_while`, or `closed_from` and `open_after`, only then."""

    name: Name
    label: LabelModel
    position_mm: Position_mm
    turn_deg: Angle_deg = 0.0
    size_mm: Size_mm
    closed_while: Name | None = None
    closed_from: Name | None = None
    open_after: Name | None = None

    def misfits(self) -> Iterator[Misfit]:
        """See `Described`."""
        if self.closed_from is not None and self.open_after is None:
            yield "open_after", "nothing", "the sensor that opens it again after closed_from"
        if self.closed_from is None and self.open_after is not None:
            yield "closed_from", "nothing", "the signal that closes it before open_after"

    def zone(self) -> Zone:
        """Give it in SI units."""
        T_WS = upright(metres(self.position_mm), math.radians(self.turn_deg))
        closed = (self.closed_while or "", self.closed_from or "", self.open_after or "")
        return Zone(self.name, Label(self.label.fr, self.label.en), Box(metres(self.size_mm), T_WS), *closed)


_ANSWERS: dict[str, tuple[str, type, str]] = {
    "dimension": ("may_see_mm", float, "lengths in millimetres"),
    "colour": ("may_see", str, "names of colours"),
}


class SensorModel(Described):
    """What a program may ask; `may_see` or, for a dimension, `may_see_mm`."""

    name: Name
    kind: Literal["part_present", "colour", "dimension", "input", "button"]
    place: Name | None = None
    may_see: Annotated[tuple[bool | Words, ...], Strict(False), Field(min_length=1)] | None = None
    may_see_mm: Annotated[tuple[Length_mm, ...], Strict(False), Field(min_length=1)] | None = None
    uncertainty_mm: Annotated[float, Field(ge=0, le=100)] = 0.0

    def misfits(self) -> Iterator[Misfit]:
        """See `Described`."""
        if self.uncertainty_mm and self.kind != "dimension":
            yield "uncertainty_mm", self.uncertainty_mm, "nothing, only a dimension is measured"
        key, answer, wanted = _ANSWERS.get(self.kind, ("may_see", bool, "true, false or both"))
        other = "may_see" if key == "may_see_mm" else "may_see_mm"
        if getattr(self, other) is not None:
            yield other, list(getattr(self, other)), f"nothing, kind {self.kind} has {key}"
        answers = getattr(self, key)
        if answers is None or not all(type(each) is answer for each in answers):
            yield key, "nothing" if answers is None else list(answers), wanted
        elif len(set(answers)) != len(answers):
            yield key, list(answers), "every answer once"

    def sensor(self) -> Sensor:
        """Give it in SI units."""
        lengths = tuple(length / 1000 for length in self.may_see_mm or ())
        return Sensor(self.name, self.kind, self.place or "", self.may_see or lengths, self.uncertainty_mm / 1000)


_WHICH = {"output": "number", "lamp": "colour"}
"""The key that says which one of its kind a signal is."""


class SignalModel(Described):
    """What a program may switch: an output with its `number`, a lamp with its `colour`, or the conveyor."""

    name: Name
    label: LabelModel
    kind: Literal["output", "lamp", "conveyor"]
    number: Annotated[int, Field(ge=1, le=16)] | None = None
    colour: Literal["green", "orange", "red"] | None = None

    def misfits(self) -> Iterator[Misfit]:
        """See `Described`."""
        own = _WHICH.get(self.kind, "")
        for key in ("number", "colour"):
            given = getattr(self, key)
            if key == own and given is None:
                yield key, "nothing", f"the {key} of the {self.kind}"
            if key != own and given is not None:
                yield key, given, f"nothing, kind {self.kind} has no {key}"

    def signal(self) -> Signal:
        """Give it as programs and plans name it."""
        which = self.colour or ("" if self.number is None else str(self.number))
        return Signal(self.name, Label(self.label.fr, self.label.en), self.kind, which)
