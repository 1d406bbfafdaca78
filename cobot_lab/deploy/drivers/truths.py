"""What is true of the parts of a virtual cell: drawn once for each part, told again whenever it is asked.

A twin's sensor is asked by its name alone. Which part it looks at follows from the plan: the next reading of that
sensor on the way that the answers so far have taken.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from cobot_lab.cell.thing import Sensor
from cobot_lab.motion.actions import Read
from cobot_lab.motion.fork import Branch
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.arithmetic import UncomputableError
from cobot_lab.program.evaluation import holds
from cobot_lab.program.residual import Answer


class Truths:
    """Lasting answers about parts: a colour, a size. What changes by itself is not drawn here."""

    def __init__(self, chance: random.Random, plan: Plan) -> None:
        """Begin at the start of a plan.

        Args:
            chance: Where truths come from.
            plan: Whose readings are asked for.
        """
        self._chance = chance
        self._true: dict[tuple[str, str], Answer] = {}
        self._answers: dict[int, Answer] = {}
        self._known: dict[int, Read] = {}
        self._enter(plan.root)

    def _enter(self, branch: Branch | None) -> None:
        self._branch = branch
        self._left = [] if branch is None else [each for each in branch.actions if isinstance(each, Read)]
        self._known.update({each.reading: each for each in self._left})  # numbers count along the way

    def next(self, sensor: str) -> Read | None:
        """Give the next reading of the plan if it asks this sensor; nothing when the plan has lost its way."""
        while not self._left and self._branch is not None:
            fork = self._branch.fork
            if fork is None:
                return None
            try:
                truth = holds(fork.condition, self._answers)
            except (UncomputableError, KeyError):
                return None
            again = [number for number in fork.asked if self._reads_of(number) == sensor]
            if fork.asked and not truth and again:
                return None  # it may be asked again, or behind the fork: no part's answer
            self._enter(fork.yes if truth else fork.no)
        return self._left[0] if self._left and self._left[0].sensor == sensor else None

    def reached(self, sensor: str) -> tuple[Answer, ...]:
        """Give what a sensor may see where the plan is: at its next reading, or at one that a fork asks again.

        Nothing when the plan asks it nothing there.
        """
        read = self.next(sensor)
        if read is not None:
            return read.may_see
        fork = None if self._branch is None or self._left else self._branch.fork
        again = [self._known[number] for number in (() if fork is None else fork.asked) if number in self._known]
        return next((each.may_see for each in again if each.sensor == sensor), ())

    def _reads_of(self, number: int) -> str:
        return self._known[number].sensor if number in self._known else ""

    def note(self, sensor: str, answer: object) -> None:
        """Note what was told, so that the way can be followed."""
        read = self.next(sensor)
        if read is not None and isinstance(answer, str | bool | int | float):
            self._answers[read.reading] = answer
            del self._left[0]
        elif self._branch is not None and self._branch.fork is not None:
            for number in self._branch.fork.asked:  # asked again while the program waits
                if self._reads_of(number) == sensor and isinstance(answer, str | bool | int | float):
                    self._answers[number] = answer

    def of(self, read: Read, sensors: Mapping[str, Sensor]) -> Answer:
        """Say what a sensor tells of the part that it looks at.

        Args:
            read: The reading, about a part.
            sensors: The cell's, by name: what is measured with an uncertainty comes out a little otherwise each time.
        """
        known = sensors.get(read.sensor)
        off = 0.0 if known is None else known.uncertainty
        key = (read.sensor, read.sees)
        if key not in self._true:
            self._true[key] = self._chance.choice(known.may_see if known is not None and off else read.may_see)
        true = self._true[key]
        if not off or not isinstance(true, float):
            return true if true in read.may_see else self._chance.choice(read.may_see)
        return round(true + off * self._chance.choice((-1.0, 0.0, 1.0, self._chance.uniform(-1.0, 1.0))), 9)
