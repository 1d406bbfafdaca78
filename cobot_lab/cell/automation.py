"""What moves by itself in a cell: parts that arrive, and machines that work on them."""

from __future__ import annotations

from dataclasses import dataclass

from cobot_lab.cell.thing import Label


@dataclass(frozen=True, slots=True)
class Arrival:
    """Parts that come to a station one after the other, each at an instant that nobody knows beforehand.

    The next part sets off once the station is free and the conveyor runs; while the conveyor stands, it stands too.

    Attributes:
        name: Unique in its cell.
        label: For people.
        station: Name of the place where they come to rest.
        sensor: Name of the sensor that sees a part there.
        conveyor: Name of the signal that makes them come; empty for a feeder, which needs none.
        lane: Name of the zone that they travel through; empty for a feeder.
        parts: Their names, in order.
        first: Earliest arrival, from when the part can set off [s].
        last: Latest arrival of a part that is not late, likewise [s].
        may_be_late: Whether a part may come later than that, or never.
    """

    name: str
    label: Label
    station: str
    sensor: str
    conveyor: str
    lane: str
    parts: tuple[str, ...]
    first: float
    last: float
    may_be_late: bool


@dataclass(frozen=True, slots=True)
class Machine:
    """Something that works on a part by itself, between a signal that starts it and an input that says it is done.

    Attributes:
        name: Unique in its cell.
        label: For people.
        place: Name of the place where the part has to be.
        zone: Name of the zone that nothing may enter meanwhile.
        start: Name of the signal that starts it when it comes on; while it stays on, nothing more is started.
        done: Name of the input that is on from the end of its work to its next start.
        cycle: How long it works at most when it is not late [s].
        may_be_late: Whether it may take longer than that, or never end.
    """

    name: str
    label: Label
    place: str
    zone: str
    start: str
    done: str
    cycle: float
    may_be_late: bool
