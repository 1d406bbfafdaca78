"""The bench that a driver is examined on: waiting, looking, and saying what was promised otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from cobot_lab.deploy.clock import Clock
from cobot_lab.deploy.curve import curve_of
from cobot_lab.deploy.driver import ArmState, Driver, DriverError
from cobot_lab.deploy.judge import REST_SPEED, Judge, Limits
from cobot_lab.findings import CobotLabError
from cobot_lab.motion.actions import Move
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Trajectory

LOOK_PERIOD = 0.01
"""Time between two looks [s]."""
STILLNESS = 0.5
"""How long an arm is looked at to see that it stays where it is [s]."""


class NotConformError(CobotLabError):
    """A driver did otherwise than the contract promises."""


@dataclass(slots=True)
class Bench:
    """One driver under examination.

    Attributes:
        driver: A fresh one.
        plan: For its arm, which stands at the plan's start.
        clock: Paces the looks.
        limits: Those of a run.
        judge: Compares states with the plan.
    """

    driver: Driver
    plan: Plan
    clock: Clock
    limits: Limits
    judge: Judge = field(init=False)

    def __post_init__(self) -> None:
        self.judge = Judge(curve_of(self.plan), self.plan.joints, self.limits)

    def require(self, good: bool, otherwise: str) -> None:
        """Raise `NotConformError` unless something holds."""
        if not good:
            raise NotConformError(otherwise)

    def look(self, wait: float = LOOK_PERIOD, *, beating: bool = True) -> ArmState:
        """Wait [s], beating meanwhile unless told otherwise, then give the arm's state."""
        until = self.clock.now() + wait
        while self.clock.now() < until - 1e-9:
            if beating:
                self.driver.beat()
            self.clock.sleep(max(0.0, min(LOOK_PERIOD, until - self.clock.now())))
        return self.driver.state()

    def load_and_start(self) -> None:
        """Begin a run."""
        self.driver.load(self.plan)
        self.driver.start()

    def watch(self, until: Callable[[ArmState], bool], limit: float | None = None) -> list[ArmState]:
        """Look until something holds, at most `limit` [s]; by default as long as a whole run may take."""
        longest = self.limits.run_factor * self.plan.duration + self.limits.run_extra if limit is None else limit
        deadline, states = self.clock.now() + longest, [self.look()]
        while not until(states[-1]):
            self.require(self.clock.now() < deadline, f"what was awaited did not come within {longest:.1f} s")
            states.append(self.look())
        return states

    def play(self) -> list[ArmState]:
        """Make a whole run, settling included, and give every look at it."""
        self.load_and_start()
        ran = False

        def over(state: ArmState) -> bool:
            nonlocal ran
            ran = ran or state.running
            return not state.running and (ran or self.judge.over(state))

        states = self.watch(over)
        self.look(wait=self.limits.settle)
        return states

    def expect_refusal(self, call: Callable[[], None], what: str) -> None:
        """Make a call that has to raise `DriverError`."""
        try:
            call()
        except DriverError:
            return
        raise NotConformError(f"{what} was not refused")

    def expect_stillness(self) -> None:
        """Look for a while at an arm that has to stay where it is."""
        first = self.look()
        for _ in range(int(STILLNESS / LOOK_PERIOD)):
            state = self.look()
            self.require(not state.running, "a program runs")
            self.require(state.progress == first.progress, f"the progress goes on to {state.progress:.3f} s")
            away = float(np.abs(state.q - first.q).max())
            self.require(away <= REST_SPEED * STILLNESS, f"a joint moves by {away:.4f} rad")

    def moved(self, distance: float) -> Plan:
        """Give the plan with every joint `distance` [rad] further: sound in itself, but not where the arm is."""

        def shifted(action: Move) -> Move:
            knots = action.trajectory
            return replace(action, trajectory=Trajectory(knots.t.copy(), knots.q + distance, knots.qd.copy()))

        actions = tuple(shifted(action) if isinstance(action, Move) else action for action in self.plan.actions)
        return replace(self.plan, q_start=self.plan.q_start + distance, actions=actions)
