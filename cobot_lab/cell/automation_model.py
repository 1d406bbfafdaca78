"""Arrivals and machines as cell files write them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, Strict

from cobot_lab.cell.automation import Arrival, Machine
from cobot_lab.cell.fields import Described, LabelModel, Misfit, Name
from cobot_lab.cell.thing import Label

Time_s = Annotated[float, Field(gt=0, le=600)]
"""No program waits longer."""


class ArrivalModel(Described):
    """Parts that come to a station; a feeder has neither `conveyor` nor `lane`."""

    name: Name
    label: LabelModel
    station: Name
    sensor: Name
    conveyor: Name | None = None
    lane: Name | None = None
    parts: Annotated[tuple[Name, ...], Strict(False), Field(min_length=1, max_length=50)]
    within_s: Annotated[tuple[Annotated[float, Field(ge=0, le=600)], Time_s], Strict(False)]
    may_be_late: bool

    def misfits(self) -> Iterator[Misfit]:
        """See `Described`."""
        if not self.within_s[0] <= self.within_s[1]:
            yield "within_s", list(self.within_s), "the earliest instant first, then the latest"
        if self.conveyor is not None and self.lane is None:
            yield "lane", "nothing", "the zone that parts on the conveyor travel through"
        if self.conveyor is None and self.lane is not None:
            yield "lane", self.lane, "nothing, a feeder has no lane"

    def arrival(self) -> Arrival:
        """Give it as data."""
        return Arrival(
            name=self.name,
            label=Label(self.label.fr, self.label.en),
            station=self.station,
            sensor=self.sensor,
            conveyor=self.conveyor or "",
            lane=self.lane or "",
            parts=self.parts,
            first=self.within_s[0],
            last=self.within_s[1],
            may_be_late=self.may_be_late,
        )


class MachineModel(Described):
    """A machine with its handshake: an output that starts it, an input that says it is done."""

    name: Name
    label: LabelModel
    place: Name
    zone: Name
    start: Name
    done: Name
    cycle_s: Time_s
    may_be_late: bool

    def machine(self) -> Machine:
        """Give it as data."""
        label = Label(self.label.fr, self.label.en)
        return Machine(self.name, label, self.place, self.zone, self.start, self.done, self.cycle_s, self.may_be_late)
