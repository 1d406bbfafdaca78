"""Sensors for a twin, which sees nothing by itself: they answer by chance what the plan says that they may see."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.thing import Sensor
from cobot_lab.deploy.clock import Clock
from cobot_lab.deploy.driver import ArmState, DriverError
from cobot_lab.deploy.drivers.simulated_automation import SimulatedAutomation
from cobot_lab.deploy.drivers.truths import Truths
from cobot_lab.motion.actions import Read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.residual import Answer


class SimulatedSensors:
    """Answers drawn by chance, once for each part; without a plan learnt there are none."""

    def __init__(self, seed: int | None = None) -> None:
        """Begin a series of answers.

        Args:
            seed: For the same series again; another one each time without it.
        """
        self._chance = random.Random(seed)  # noqa: S311, nothing secret
        self._named: frozenset[str] = frozenset()
        self._automation: SimulatedAutomation | None = None
        self._truths: Truths | None = None
        self._sensors: Mapping[str, Sensor] = {}

    def learn(self, plan: Plan) -> None:
        """Learn a plan: what a sensor may see is what that says where the answers so far have led."""
        actions = [action for branch in plan.root.walk() for action in branch.actions]
        self._named = frozenset(action.sensor for action in actions if isinstance(action, Read))
        self._truths = Truths(self._chance, plan)

    def stand_in(self, cell: Cell, clock: Clock, times: Iterable[float] | None = None) -> None:
        """Let parts arrive and machines work as a cell says.

        Args:
            cell: The cell.
            clock: The twin's.
            times: As `SimulatedAutomation` takes them.
        """
        self._automation = SimulatedAutomation(cell, clock, self._chance, times)
        self._sensors = {sensor.name: sensor for sensor in cell.sensors}

    def see(self, state: ArmState) -> None:
        """Take note of what the arm does: whoever makes a twin has it call this at each of its states."""
        if self._automation is not None:
            self._automation.see(state)

    def __call__(self, sensor: str) -> object:
        """Give what a sensor says now.

        Raises:
            DriverError: The plan names none such, or asks it nothing where it is.
        """
        truths = self._truths
        if truths is None or sensor not in self._named:
            raise DriverError("simulated", "read", f"there is no sensor {sensor!r}")
        by_itself = None if self._automation is None else self._automation.answer(sensor)
        answer = self._drawn(truths, sensor) if by_itself is None else by_itself
        truths.note(sensor, answer)
        return answer

    def _drawn(self, truths: Truths, sensor: str) -> Answer:
        """Of a part, what is true of it and stays so; of anything else, what chance says this time."""
        read = truths.next(sensor)
        if read is not None and read.sees:
            return truths.of(read, self._sensors)
        may_see = truths.reached(sensor)
        if not may_see:
            raise DriverError("simulated", "read", f"the plan does not ask {sensor!r} where it is")
        return self._chance.choice(may_see)
