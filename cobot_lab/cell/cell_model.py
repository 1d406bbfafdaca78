"""`cells/<name>.toml`: a cell around an arm."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, Strict

from cobot_lab.cell.automation_fit import Fit
from cobot_lab.cell.automation_model import ArrivalModel, MachineModel
from cobot_lab.cell.cell import Limits, Tolerances
from cobot_lab.cell.fields import (
    Angle_deg,
    Described,
    Distance_mm,
    LabelModel,
    Misfit,
    Name,
    Percent,
    Position_mm,
    Speed_mm_s,
    repeated,
)
from cobot_lab.cell.thing_model import PlaceModel, SensorModel, SignalModel, ThingModel, ZoneModel


class StandModel(Described):
    """Where the arm stands."""

    position_mm: Position_mm
    turn_deg: Angle_deg


class LimitsModel(Described):
    """What is allowed in front of people."""

    tool_speed_mm_s: Speed_mm_s
    surface_speed_mm_s: Speed_mm_s
    clearance_mm: Distance_mm
    approach_mm: Distance_mm

    def limits(self) -> Limits:
        """Give them in SI units."""
        values = (self.tool_speed_mm_s, self.surface_speed_mm_s, self.clearance_mm, self.approach_mm)
        return Limits(*(value / 1000 for value in values))


class TolerancesModel(Described):
    """How far the real cell may differ."""

    position_mm: Distance_mm
    angle_deg: Annotated[float, Field(ge=0, le=180)]
    mass_pct: Percent
    friction_pct: Percent
    size_mm: Distance_mm

    def tolerances(self) -> Tolerances:
        """Give them in SI units."""
        return Tolerances(
            position=self.position_mm / 1000,
            angle=math.radians(self.angle_deg),
            mass=self.mass_pct / 100,
            friction=self.friction_pct / 100,
            size=self.size_mm / 1000,
        )


class CellModel(Described):
    """The file as a whole."""

    schema_: Annotated[Literal["cobot_lab/cell/1"], Field(alias="schema")]
    name: Name
    label: LabelModel
    robot: Name
    tool: Name
    base: StandModel
    limits: LimitsModel
    tolerances: TolerancesModel
    things: Annotated[tuple[ThingModel, ...], Strict(False), Field(max_length=200)]
    places: Annotated[tuple[PlaceModel, ...], Strict(False), Field(max_length=200)]
    zones: Annotated[tuple[ZoneModel, ...], Strict(False), Field(max_length=50)] = ()
    sensors: Annotated[tuple[SensorModel, ...], Strict(False), Field(max_length=50)] = ()
    signals: Annotated[tuple[SignalModel, ...], Strict(False), Field(max_length=50)] = ()
    arrivals: Annotated[tuple[ArrivalModel, ...], Strict(False), Field(max_length=10)] = ()
    machines: Annotated[tuple[MachineModel, ...], Strict(False), Field(max_length=10)] = ()

    def misfits(self) -> Iterator[Misfit]:
        """See `Described`."""
        for group in ("things", "places", "zones", "sensors", "signals", "arrivals", "machines"):
            yield from repeated(group, [each.name for each in getattr(self, group)])
        known = [place.name for place in self.places]
        for index, sensor in enumerate(self.sensors):
            if sensor.place is not None and sensor.place not in known:
                yield f"sensors[{index}].place", sensor.place, f"one of the places {', '.join(sorted(known))}"
        said = [(signal.kind, signal.number, signal.colour) for signal in self.signals]
        for index, one in enumerate(said):
            if said.index(one) != index:
                yield f"signals[{index}]", self.signals[index].kind, "each output, lamp and conveyor once"
        yield from self._automation()

    def _automation(self) -> Iterator[Misfit]:
        fit = Fit(self.things, self.places, self.zones, self.sensors, self.signals)
        for index, zone in enumerate(self.zones):
            yield from fit.of_zone(f"zones[{index}]", zone)
        earlier: list[str] = []
        for index, arrival in enumerate(self.arrivals):
            yield from fit.of_arrival(f"arrivals[{index}]", arrival, earlier)
            earlier += arrival.parts
        for index, machine in enumerate(self.machines):
            yield from fit.of_machine(f"machines[{index}]", machine)
