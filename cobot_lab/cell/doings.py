"""What a cell does by itself, as far as the signals that were set and the sensors that were read tell.

This is what the descriptions of arrivals, machines and closed zones mean. A part that was not seen at its station has
not come, a machine that was not read to be done may still work: what is not known is held to be the worse of the two.
Parts set off one at a time, so the lane of a conveyor that stands is empty once a part was seen at its end. Time adds
up only where somebody says how it passes (`passed`): whoever plans does not know yet how long a program takes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from math import inf

from cobot_lab.cell.automation import Arrival, Machine
from cobot_lab.cell.cell import Cell
from cobot_lab.cell.thing import Zone

Times = tuple[tuple[str, float], ...]
"""How long each of several has had, by name [s]."""


@dataclass(frozen=True, slots=True)
class Doings:
    """The state of arrivals, machines and zones at one instant of one way through a program.

    Attributes:
        on: Names of the signals that are not 0.
        shut: Names of the zones that were closed by a signal and not opened by a sensor since.
        came: Names of the parts that were seen to arrive, in order.
        coming: Names of the arrivals of which the next part may be under way, or there without having been seen.
        working: Names of the machines that were started and not read to be done since.
        done: Names of the machines that were read to be done since their last start.
        late: Names of the arrivals that were waited for long enough, in vain, and of the machines that still are.
        out: Names of the arrivals that were waited for long enough, in vain, and from which nothing came since.
        asked: Of each reading whose answer may be news: its number, its sensor, and whether nothing stood there.
        unsure: Names of the zones that are held to be closed because what was switched before is not known.
        had: How long the next part of each arrival has had since it could set off, and each machine since its start, as
            far as it was told how time passes [s]; those that have had none are missing.
        had_then: The same at each reading, by its number.
    """

    on: frozenset[str] = frozenset()
    shut: frozenset[str] = frozenset()
    came: tuple[str, ...] = ()
    coming: frozenset[str] = frozenset()
    working: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    out: frozenset[str] = frozenset()
    asked: tuple[tuple[int, str, bool], ...] = ()
    unsure: frozenset[str] = frozenset()
    had: Times = ()
    had_then: tuple[tuple[int, Times], ...] = ()

    @classmethod
    def at_start(cls, cell: Cell) -> Doings:
        """Give the beginning: nothing runs, and only feeders may bring a part; they were filled long before."""
        feeders = [arrival.name for arrival in cell.arrivals if not arrival.conveyor]
        return cls(coming=frozenset(feeders), had=tuple((name, inf) for name in feeders))

    @classmethod
    def after_a_stop(cls, cell: Cell) -> Doings:
        """Give the beginning behind an interrupted run: whatever can be under way is, and what can be closed is."""
        closable = [zone for zone in cell.zones if zone.closed_while or zone.closed_from]
        return cls(
            on=frozenset(zone.closed_while for zone in closable if not zone.closed_from),
            shut=frozenset(zone.name for zone in closable if zone.closed_from),
            coming=frozenset(arrival.name for arrival in cell.arrivals),
            working=frozenset(machine.name for machine in cell.machines),
            unsure=frozenset(zone.name for zone in closable),
        )

    def switched(self, cell: Cell, signal: str, value: float) -> Doings:
        """Give what follows when a signal is set. A machine starts when its signal comes on, not while it stays on."""
        if not value > 0.0:
            return replace(self, on=self.on - {signal})
        closed = {zone.name: zone.open_after for zone in cell.zones if zone.closed_from == signal}
        around = {zone.name for zone in cell.zones if signal in (zone.closed_while, zone.closed_from)}
        comes_on = signal not in self.on
        started = {machine.name: machine.done for machine in cell.machines if comes_on and machine.start == signal}
        stale = {*closed.values(), *started.values()}  # what was asked before says nothing of what begins now
        return replace(
            self,
            on=self.on | {signal},
            shut=self.shut | closed.keys(),
            coming=self.coming | {arrival.name for arrival in cell.arrivals if arrival.conveyor == signal},
            working=self.working | started.keys(),
            done=self.done - started.keys(),
            late=self.late - started.keys(),
            asked=tuple(each for each in self.asked if each[1] not in stale),
            unsure=self.unsure - around,
            had=_without(self.had, started.keys()),
        )

    def ask(self, number: int, sensor: str, *, free: bool) -> Doings:
        """Note a question.

        Args:
            number: Of the reading.
            sensor: Who is asked.
            free: Whether nothing is known to stand where the sensor looks.
        """
        asked = (*self.asked, (number, sensor, free))
        return replace(self, asked=asked, had_then=(*self.had_then, (number, self.had)))

    def passed(self, cell: Cell, time: float, free: Callable[[str], bool]) -> Doings:
        """Give what follows when time passes.

        Args:
            cell: The cell.
            time: How much [s].
            free: Tells of the station of an arrival whether nothing is known to be there.
        """
        go_on: list[Arrival | Machine] = [each for each in cell.arrivals if self._runs(each) and free(each.station)]
        go_on += [machine for machine in cell.machines if machine.name in self.working]
        had = dict(self.had)
        for each in go_on:
            had[each.name] = had.get(each.name, 0.0) + time
        return replace(self, had=tuple(had.items()))

    def told(self, cell: Cell, answers: Mapping[int, tuple[object, ...]]) -> Doings:
        """Give what is known once answers are.

        Args:
            cell: The cell.
            answers: For each number of a reading, the answers that are left.
        """
        now = self
        for each in self.asked:
            number, sensor, free = each
            if answers.get(number) == (True,) and each in now.asked:
                now = now._heard(cell, sensor, free=free)
            elif answers.get(number) == (False,) and each in now.asked:
                now = now.missed(cell, sensor, dict(self.had_then)[number], 0.0)
        return now

    def in_vain(self, cell: Cell, sensor: str, limit: float) -> Doings:
        """Give what follows when a sensor said no for a whole time [s]: who should have come by then is late."""
        arrival, machine = arrival_of(cell, sensor), machine_of(cell, sensor)
        runs = arrival is not None and self._runs(arrival)
        return self.missed(cell, sensor, self.had, limit) if runs or machine else self

    def may_say(self, cell: Cell, sensor: str) -> tuple[bool, ...] | None:
        """Give what a sensor may say of what is not there yet; nothing when that is not for the doings to say."""
        arrival, machine = arrival_of(cell, sensor), machine_of(cell, sensor)
        if arrival is not None:
            return (True, False) if arrival.name in self.coming and self.next_part(arrival) else (False,)
        if machine is not None:
            if machine.name in self.done:
                return (True,)
            return (True, False) if machine.name in self.working else (False,)
        return None

    def in_time(self, cell: Cell, sensor: str, limit: float) -> bool:
        """Tell whether a sensor that may say yes does so within a time [s] for certain."""
        arrival, machine = arrival_of(cell, sensor), machine_of(cell, sensor)
        if arrival is not None:
            sure = self._runs(arrival) and not arrival.may_be_late and limit >= arrival.last
            return sure and self.may_say(cell, sensor) == (True, False)
        if machine is not None:
            return machine.name in self.working and not machine.may_be_late and limit >= machine.cycle
        return False

    def next_part(self, arrival: Arrival) -> str:
        """Name the part that comes next; empty when all have come."""
        return next((part for part in arrival.parts if part not in self.came), "")

    def open(self, zone: Zone) -> bool:
        """Tell whether a zone may be entered now: one that no signal closes never may."""
        if not (zone.closed_while or zone.closed_from):
            return False
        return zone.closed_while not in self.on and zone.name not in self.shut

    def missed(self, cell: Cell, sensor: str, had: Times, more: float) -> Doings:
        """Give what follows when a sensor says no.

        Args:
            cell: The cell.
            sensor: Which one.
            had: How long each had had when it was asked [s].
            more: How much longer it went on saying no [s].
        """
        arrival, machine = arrival_of(cell, sensor), machine_of(cell, sensor)
        times = dict(had)
        if arrival is not None and times.get(arrival.name, 0.0) + more >= arrival.last:
            return replace(self, late=self.late | {arrival.name}, out=self.out | {arrival.name})
        works = machine is not None and machine.name in self.working
        if machine is not None and works and times.get(machine.name, 0.0) + more >= machine.cycle:
            return replace(self, late=self.late | {machine.name})
        return self

    def _runs(self, arrival: Arrival) -> bool:
        return not arrival.conveyor or arrival.conveyor in self.on

    def _heard(self, cell: Cell, sensor: str, *, free: bool) -> Doings:
        arrival, machine = arrival_of(cell, sensor), machine_of(cell, sensor)
        now = replace(
            self,
            shut=self.shut - {zone.name for zone in cell.zones if zone.open_after == sensor},
            asked=tuple(each for each in self.asked if each[1] != sensor),
        )
        if arrival is not None and free and arrival.name in self.coming and self.next_part(arrival):
            name = {arrival.name}
            came = (*self.came, self.next_part(arrival))
            now = replace(now, came=came, coming=self.coming - name if arrival.conveyor else self.coming)
            now = replace(now, out=now.out - name, had=_without(now.had, name))
        if machine is not None:
            name = {machine.name}
            now = replace(now, working=self.working - name, done=self.done | name, late=self.late - name)
        return now


def _without(had: Times, names: Collection[str]) -> Times:
    return tuple(each for each in had if each[0] not in names)


QUIET = Doings()
"""Nothing does anything."""


def arrival_of(cell: Cell, sensor: str) -> Arrival | None:
    """Give the arrival that a sensor tells of, or nothing."""
    return next((arrival for arrival in cell.arrivals if arrival.sensor == sensor), None)


def machine_of(cell: Cell, sensor: str) -> Machine | None:
    """Give the machine of whose end a sensor tells, or nothing."""
    return next((machine for machine in cell.machines if machine.done == sensor), None)
