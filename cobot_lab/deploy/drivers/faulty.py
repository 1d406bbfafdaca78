"""A twin with faults, for whoever rehearses a visit and for the tests. No other driver knows of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cobot_lab.deploy.clock import Clock
from cobot_lab.deploy.driver import ArmState, DriverError, Safety
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.motion.trajectory import Array


@dataclass(frozen=True, slots=True)
class Faults:
    """What goes wrong, each at an instant on the plan's timeline [s]; None for never.

    Attributes:
        freeze: The data stop, as if the arm stood still for ever: same stamp, same values, age 0.
        late: The data grow old, and say so.
        unplug: The arm cannot be reached any more.
        protective_stop: The arm's safety system stops it.
        slider: The speed slider is moved to `slider_fraction`.
        slider_fraction: Where it is moved to, 0 to 1.
        drift: The first joint begins to leave its course, by `drift_speed`.
        drift_speed: By how much [rad/s].
        jump_back: The program begins again from 0, by itself.
    """

    freeze: float | None = None
    late: float | None = None
    unplug: float | None = None
    protective_stop: float | None = None
    slider: float | None = None
    slider_fraction: float = 0.3
    drift: float | None = None
    drift_speed: float = 0.2
    jump_back: float | None = None


class FaultyTwin(TwinDriver):
    """A twin on which the faults happen."""

    def __init__(self, model: str, joints: tuple[str, ...], q: Array, *, clock: Clock, faults: Faults) -> None:
        """Power a twin on; see `TwinDriver`."""
        super().__init__(model, joints, q, clock=clock)
        self._faults = faults
        self._frozen: ArmState | None = None
        self._done: set[str] = set()

    def state(self) -> ArmState:
        """Give the twin's state, as far as the faults let it through."""
        state = super().state()
        if self._due("protective_stop", self._faults.protective_stop, state):
            self.trip(Safety.PROTECTIVE_STOP)
        if self._due("slider", self._faults.slider, state):
            self.move_slider(self._faults.slider_fraction)
        if self._reached(self._faults.unplug, state):
            raise DriverError(self.identity.serial, "state", "the connection is gone")
        if self._frozen is None and self._reached(self._faults.freeze or self._faults.late, state):
            self._frozen = state
        if self._frozen is not None:
            age = 0.0 if self._faults.late is None else state.stamp - self._frozen.stamp
            return replace(self._frozen, age=age)
        if self._reached(self._faults.jump_back, state):
            return replace(state, progress=0.0)
        return self._drifted(state)

    def _drifted(self, state: ArmState) -> ArmState:
        if self._faults.drift is None or not state.progress > self._faults.drift:
            return state
        q = state.q.copy()
        q[0] += self._faults.drift_speed * (state.progress - self._faults.drift)
        return replace(state, q=q)

    def _reached(self, instant: float | None, state: ArmState) -> bool:
        return instant is not None and state.progress >= instant

    def _due(self, name: str, instant: float | None, state: ArmState) -> bool:
        due = name not in self._done and self._reached(instant, state)
        if due:
            self._done.add(name)
        return due
