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
        self._may_see: dict[str, tuple[Answer, ...]] = {}
        self._automation: SimulatedAutomation | None = None
        self._truths: Truths | None = None
        self._sensors: Mapping[str, Sensor] = {}

    def learn(self, plan: Plan) -> None:
        """Learn what each sensor of a plan may see."""
        for branch in plan.root.walk():
            for action in branch.actions:
                if isinstance(action, Read):
                    self._may_see[action.sensor] = action.may_see
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
            DriverError: No plan names it.
        """
        answers = self._may_see.get(sensor)
        if not answers:
            raise DriverError("simulated", "read", f"there is no sensor {sensor!r}")
        by_itself = None if self._automation is None else self._automation.answer(sensor)
        answer = self._drawn(sensor, answers) if by_itself is None else by_itself
        if self._truths is not None:
            self._truths.note(sensor, answer)
        return answer

    def _drawn(self, sensor: str, answers: tuple[Answer, ...]) -> Answer:
        """Of a part, what is true of it and stays so; of anything else, what chance says this time."""
        read = None if self._truths is None else self._truths.next(sensor)
        if self._truths is None or read is None or not read.sees:
            return self._chance.choice(answers if read is None else read.may_see)
        return self._truths.of(read, self._sensors)
