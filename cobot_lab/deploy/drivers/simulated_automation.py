"""Parts that arrive and machines that work around a twin, at instants drawn by chance within what the cell declares."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from cobot_lab.cell.automation import Arrival, Machine
from cobot_lab.cell.cell import Cell
from cobot_lab.deploy.clock import Clock
from cobot_lab.deploy.driver import ArmState

NEVER = float("inf")
_SHUT = 0.5
"""A gripper that closes to less than this share of how far it was open has taken what lay between [of the width]."""


@dataclass(slots=True)
class _Belt:
    """An arrival under way.

    Attributes:
        arrival: What the cell says of it.
        left: Time on the running belt until the next part is there [s]; nothing while none is under way.
        there: Whether a part lies at the station.
        came: How many have come.
        opening: Widest opening of the gripper since then [m].
    """

    arrival: Arrival
    left: float | None = None
    there: bool = False
    came: int = 0
    opening: float = 0.0


@dataclass(slots=True)
class _Mill:
    """A machine.

    Attributes:
        machine: What the cell says of it.
        left: Time until it is done [s]; nothing while it does not work.
        done: Whether it was done since its last start.
        on: Whether its start signal is on.
    """

    machine: Machine
    left: float | None = None
    done: bool = False
    on: bool = False


class SimulatedAutomation:
    """What moves by itself around a twin: it looks at what the arm does (`see`), and sensors say it (`answer`)."""

    def __init__(self, cell: Cell, clock: Clock, chance: random.Random, times: Iterable[float] | None = None) -> None:
        """Begin with nothing under way.

        Args:
            cell: The cell.
            clock: The twin's.
            chance: Draws the instants.
            times: The times [s] of arrivals and cycles in the order in which they begin, instead of drawing them;
                infinite for never.
        """
        self._clock, self._chance = clock, chance
        self._times = None if times is None else iter(times)
        self._belts = [_Belt(arrival) for arrival in cell.arrivals]
        self._mills = [_Mill(machine) for machine in cell.machines]
        self._outputs: dict[str, float] = {}
        self._t = clock.now()
        for belt in self._belts:
            if not belt.arrival.conveyor:
                self._filled(belt)

    def _filled(self, belt: _Belt) -> None:
        """Begin with a feeder that was filled before the run: its first part lies there, if it comes in time at all."""
        left = self._drawn(belt.arrival.first, belt.arrival.last, late=belt.arrival.may_be_late)
        if left <= belt.arrival.last:
            belt.there, belt.came = True, 1
        else:
            belt.left = left

    def see(self, state: ArmState) -> None:
        """Take note of what the arm says about itself."""
        self._pass()
        self._outputs = dict(state.outputs or ())
        for belt in self._belts:
            self._at_station(belt, state.opening or 0.0)
            if belt.left is None and not belt.there and self._runs(belt) and belt.came < len(belt.arrival.parts):
                belt.left = self._drawn(belt.arrival.first, belt.arrival.last, late=belt.arrival.may_be_late)
        for mill in self._mills:
            on = self._outputs.get(mill.machine.start, 0.0) > 0.0
            if on and not mill.on:
                cycle = mill.machine.cycle
                mill.left, mill.done = self._drawn(0.5 * cycle, cycle, late=mill.machine.may_be_late), False
            mill.on = on

    def answer(self, sensor: str) -> bool | None:
        """Give what a sensor sees now; nothing when it looks at nothing that moves by itself."""
        self._pass()
        for belt in self._belts:
            if belt.arrival.sensor == sensor:
                return belt.there
        return next((mill.done for mill in self._mills if mill.machine.done == sensor), None)

    def _pass(self) -> None:
        """Let the time pass that has passed."""
        now = self._clock.now()
        for belt in self._belts:
            if belt.left is not None and self._runs(belt):
                belt.left -= now - self._t
                if belt.left <= _INSTANT:
                    belt.left, belt.there, belt.came, belt.opening = None, True, belt.came + 1, 0.0
        for mill in self._mills:
            if mill.left is not None:
                mill.left -= now - self._t
                if mill.left <= _INSTANT:
                    mill.left, mill.done = None, True
        self._t = now

    def _at_station(self, belt: _Belt, opening: float) -> None:
        """Suppose that the first closing after an arrival takes the part."""
        belt.opening = max(belt.opening, opening)
        if belt.there and opening < _SHUT * belt.opening:
            belt.there = False

    def _runs(self, belt: _Belt) -> bool:
        return not belt.arrival.conveyor or self._outputs.get(belt.arrival.conveyor, 0.0) > 0.0

    def _drawn(self, first: float, last: float, *, late: bool) -> float:
        if self._times is not None:
            return next(self._times)
        if late and self._chance.random() < _LATE:
            return self._chance.choice((NEVER, last * self._chance.uniform(1.0, 4.0)))
        return self._chance.uniform(first, last)


_LATE = 0.3
"""How often what may be late is late."""
_INSTANT = 1e-6
"""What is less than this from now is now [s]."""
