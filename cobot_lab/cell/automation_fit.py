"""Whether arrivals, machines and closed zones name what there is, and agree with each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cobot_lab.cell.automation_model import ArrivalModel, MachineModel
from cobot_lab.cell.fields import Misfit
from cobot_lab.cell.thing_model import PlaceModel, SensorModel, SignalModel, ThingModel, ZoneModel

_NEAR = 0.5
"""How far a part may stand from the station it is to arrive at [mm]."""


class Fit:
    """The tables of one cell file, by name.

    Args:
        things: Its things.
        places: Its places.
        zones: Its zones.
        sensors: Its sensors.
        signals: Its signals.
    """

    def __init__(
        self,
        things: Sequence[ThingModel],
        places: Sequence[PlaceModel],
        zones: Sequence[ZoneModel],
        sensors: Sequence[SensorModel],
        signals: Sequence[SignalModel],
    ) -> None:
        self._parts = {thing.name: thing for thing in things if thing.kind == "part"}
        self._places = {place.name: place for place in places}
        self._zones = {zone.name: zone for zone in zones}
        self._sensors = {sensor.name: sensor for sensor in sensors}
        self._signals = {signal.name: signal for signal in signals}

    def of_zone(self, at: str, zone: ZoneModel) -> Iterator[Misfit]:
        """Say what is wrong with when a zone is closed."""
        for key in ("closed_while", "closed_from"):
            name = getattr(zone, key)
            if name is not None and name not in self._signals:
                yield f"{at}.{key}", name, _one_of("signals", self._signals)
        if zone.open_after is not None and not self._says_yes_or_no(zone.open_after):
            wanted = _one_of(
                "sensors that say yes or no", [name for name in self._sensors if self._says_yes_or_no(name)]
            )
            yield f"{at}.open_after", zone.open_after, wanted

    def of_arrival(self, at: str, arrival: ArrivalModel, earlier: Sequence[str]) -> Iterator[Misfit]:
        """Say what is wrong with an arrival.

        Args:
            at: Its key.
            arrival: The arrival.
            earlier: Parts of the arrivals before it.
        """
        place, sensor = self._places.get(arrival.station), self._sensors.get(arrival.sensor)
        if place is None:
            yield f"{at}.station", arrival.station, _one_of("places", self._places)
        if sensor is None or sensor.kind != "part_present" or sensor.place != arrival.station:
            yield f"{at}.sensor", arrival.sensor, "the sensor of kind part_present that looks at the station"
        elif set(sensor.may_see or ()) != {True, False}:
            yield f"{at}.sensor", arrival.sensor, "a sensor that may see true and false"
        if arrival.conveyor is not None:
            yield from self._of_conveyor(at, arrival, arrival.conveyor)
        for index, name in enumerate(arrival.parts):
            part = self._parts.get(name)
            key = f"{at}.parts[{index}]"
            if part is None:
                yield key, name, _one_of("parts", self._parts)
            elif name in (*earlier, *arrival.parts[:index]):
                yield key, name, "a part that does not arrive elsewhere"
            elif place is not None and not _together(part, place):
                yield key, name, f"a part whose position and turn are those of {place.name}, where it arrives"

    def _of_conveyor(self, at: str, arrival: ArrivalModel, conveyor: str) -> Iterator[Misfit]:
        belts = [signal.name for signal in self._signals.values() if signal.kind == "conveyor"]
        if conveyor not in belts:
            yield f"{at}.conveyor", conveyor, _one_of("signals of kind conveyor", belts)
        zone = self._zones.get(arrival.lane or "")
        if zone is None:
            yield f"{at}.lane", arrival.lane, _one_of("zones", self._zones)
        elif (zone.closed_while, zone.closed_from, zone.open_after) != (conveyor, conveyor, arrival.sensor):
            wanted = f"closed_while and closed_from {conveyor!r}, open_after {arrival.sensor!r}"
            yield f"{at}.lane", zone.name, f"a zone with {wanted}"

    def of_machine(self, at: str, machine: MachineModel) -> Iterator[Misfit]:
        """Say what is wrong with a machine."""
        if machine.place not in self._places:
            yield f"{at}.place", machine.place, _one_of("places", self._places)
        outputs = [signal.name for signal in self._signals.values() if signal.kind == "output"]
        if machine.start not in outputs:
            yield f"{at}.start", machine.start, _one_of("signals of kind output", outputs)
        sensor = self._sensors.get(machine.done)
        if sensor is None or sensor.kind != "input" or set(sensor.may_see or ()) != {True, False}:
            yield f"{at}.done", machine.done, "a sensor of kind input that may see true and false"
        zone = self._zones.get(machine.zone)
        if zone is None:
            yield f"{at}.zone", machine.zone, _one_of("zones", self._zones)
        elif (zone.closed_from, zone.open_after) != (machine.start, machine.done):
            yield f"{at}.zone", zone.name, f"a zone with closed_from {machine.start!r}, open_after {machine.done!r}"

    def _says_yes_or_no(self, name: str) -> bool:
        sensor = self._sensors.get(name)
        return sensor is not None and sensor.kind in ("part_present", "input", "button")


def _together(part: ThingModel, place: PlaceModel) -> bool:
    off = (abs(a - b) for a, b in zip(part.position_mm, place.position_mm, strict=True))
    return all(each <= _NEAR for each in off) and (part.turn_deg - place.turn_deg) % 180.0 == 0.0


def _one_of(what: str, names: Iterable[str]) -> str:
    known = ", ".join(sorted(names))
    return f"one of the {what}: {known or 'there is none'}"
