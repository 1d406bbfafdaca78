"""Sensors for a twin, which sees nothing by itself: they answer by chance what the plan says that they may see."""

from __future__ import annotations

import random

from cobot_lab.deploy.driver import DriverError
from cobot_lab.motion.actions import Read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.residual import Answer


class SimulatedSensors:
    """Answers drawn by chance; without a plan learnt there are none."""

    def __init__(self, seed: int | None = None) -> None:
        """Begin a series of answers.

        Args:
            seed: For the same series again; another one each time without it.
        """
        self._chance = random.Random(seed)  # noqa: S311, nothing secret
        self._may_see: dict[str, tuple[Answer, ...]] = {}

    def learn(self, plan: Plan) -> None:
        """Learn what each sensor of a plan may see."""
        for branch in plan.root.walk():
            for action in branch.actions:
                if isinstance(action, Read):
                    self._may_see[action.sensor] = action.may_see

    def __call__(self, sensor: str) -> object:
        """Give what a sensor says now.

        Raises:
            DriverError: No plan names it.
        """
        answers = self._may_see.get(sensor)
        if not answers:
            raise DriverError("simulated", "read", f"there is no sensor {sensor!r}")
        return self._chance.choice(answers)
