"""A simulated arm: every joint is a servo that follows the plan's curve, with the lag of a real one.

There is no physics of contact here, and no part: a gripper that closes shuts. What was verified about parts was
verified elsewhere; the twin answers how an arm that receives the plan behaves towards whoever drives it.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from enum import Enum

import numpy as np

from cobot_lab.deploy.clock import Clock
from cobot_lab.deploy.curve import curve_for
from cobot_lab.deploy.driver import HEARTBEAT_LIMIT, POSE_TOLERANCE, ArmState, DriverError, Identity, RobotMode, Safety
from cobot_lab.deploy.reading import Reading
from cobot_lab.deploy.signals import Change, changes, levels
from cobot_lab.deploy.start import Start
from cobot_lab.motion.actions import Grip
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Array, Trajectory
from cobot_lab.stored import StoredFormError
from cobot_lab.trust.approval import Mode

STEP = 0.002
"""Step of integration [s]: 500 Hz, the rate of an e-Series controller."""
BANDWIDTH = 2 * math.pi * 10
"""Natural frequency of each joint's servo [rad/s], critically damped: it lags by acceleration / BANDWIDTH²."""
OPEN = 0.05
"""How far the gripper is open at first unless told [m]: that of `robots/ur3e/gripper.toml`."""
RAMP = 0.25
"""Time in which a stop, or a moved slider, slows the program from full speed to rest [s]."""


class _Phase(Enum):
    EMPTY = "empty"
    LOADED = "loaded"
    PLAYING = "playing"
    STOPPING = "stopping"


class TwinDriver:
    """Plays a plan on a simulated arm, in the time of the clock that it is given.

    Attributes:
        identity: Model and joints as given, serial `TWIN-<model>`, mode simulated.
    """

    def __init__(
        self,
        model: str,
        joints: tuple[str, ...],
        q: Array,
        *,
        clock: Clock,
        opening: float = OPEN,
        senses: Callable[[str], object] | None = None,
        onlooker: Callable[[ArmState], None] | None = None,
    ) -> None:
        """Power a simulated arm on.

        Args:
            model: Name of the robot's folder in `robots/`.
            joints: Names of its joints.
            q: Where it stands, shape (n,) [rad].
            clock: Its time; a `PacedClock` for simulated time.
            opening: Distance between the gripper's fingers [m].
            senses: Gives what a sensor says, by its name: a twin sees nothing by itself. Without it there are none.
            onlooker: Told of every state that is asked for: what stands around the arm and minds what it does.
        """
        self._identity = Identity(model, f"TWIN-{model}", Mode.SIMULATED, joints, "cobot_lab twin 1")
        self._clock = clock
        self._lock = threading.RLock()
        self._t = clock.now()
        self._q, self._qd = np.array(q, dtype=np.float64), np.zeros(len(joints))
        self._q_wanted = self._q.copy()
        self._phase, self._safety, self._closed = _Phase.EMPTY, Safety.NORMAL, False
        self._progress, self._rate, self._slider, self._heard = 0.0, 0.0, 1.0, self._t
        self._senses, self._onlooker = senses, onlooker
        self._plan: Plan | None = None
        self._curve: Trajectory | None = None
        self._openings = (np.zeros(1), np.array([opening]))
        self._changes: tuple[Change, ...] = ()
        self._levels: dict[str, float] = {}

    @property
    def identity(self) -> Identity:
        """Which arm this is."""
        return self._identity

    def state(self) -> ArmState:
        """Give what the simulated encoders and the controller say now."""
        with self._lock:
            self._advance()
            running = self._phase in (_Phase.PLAYING, _Phase.STOPPING)
            opening = float(np.interp(self._progress, *self._openings))
            mode = RobotMode.OFF if self._closed else RobotMode.RUNNING
            q, qd = self._q.copy(), self._qd.copy()
            outputs = levels(self._levels, self._changes, self._progress)
            state = ArmState(
                *(self._t, 0.0, q, qd, self._safety, mode, running, self._progress, opening, outputs),
                pace=self._slider,
            )
        if self._onlooker is not None:
            self._onlooker(state)
        return state

    def preflight(self, plan: Plan, start: Start) -> tuple[Reading, ...]:
        """Read what a twin has of its own: that the plan drives as many joints as it has, and its speed slider.

        It knows all of its outputs: one that nobody ever switched is off. It never holds a part.
        """
        state = self.state()
        assert state.opening is not None, "a twin knows it"
        known = {**dict.fromkeys(start.moving, 0.0), **dict(state.outputs or ())}
        joints = Reading("joints", len(self._q), len(plan.joints))
        about = joints, Reading("slider", self._slider), Reading("bandwidth", BANDWIDTH)
        return *about, *start.outputs(known), start.opened(state.opening)

    def load(self, plan: Plan) -> None:
        """Take a plan; the arm does not move."""
        with self._lock:
            self._advance()
            if self._closed or self._phase in (_Phase.PLAYING, _Phase.STOPPING):
                raise self._refusal("load", "the arm is switched off" if self._closed else "a program is running")
            try:
                self._curve = curve_for(plan, self._identity)
            except StoredFormError as problem:
                raise self._refusal("load", str(problem)) from problem
            self._openings = _openings(plan, float(np.interp(self._progress, *self._openings)))
            self._levels = dict(levels(self._levels, self._changes, self._progress))
            self._changes = changes(plan)
            self._plan, self._phase, self._progress = plan, _Phase.LOADED, 0.0

    def start(self) -> None:
        """Play the loaded plan once."""
        with self._lock:
            self._advance()
            if self._phase is not _Phase.LOADED or self._plan is None:
                raise self._refusal("start", "nothing is loaded")
            if not self._safety.allows_motion:
                raise self._refusal("start", f"the safety status is {self._safety.value}")
            distance = float(np.abs(self._q - self._plan.q_start).max())
            if not distance <= POSE_TOLERANCE:
                raise self._refusal("start", f"the arm stands {distance:.4f} rad from the plan's start")
            self._phase, self._rate, self._heard = _Phase.PLAYING, self._slider, self._clock.now()

    def read(self, sensor: str) -> object:
        """Give what whoever made the twin lets a sensor say."""
        if self._senses is None or self._closed:
            raise self._refusal("read", f"there is no sensor {sensor!r}")
        return self._senses(sensor)

    def beat(self) -> None:
        """Hear that the watch is alive."""
        with self._lock:
            self._advance()
            self._heard = self._clock.now()

    def stop(self, reason: str) -> None:  # noqa: ARG002 (a twin shows its reason to nobody)
        """Slow down along the curve, then hold; the plan is spent."""
        with self._lock:
            self._advance()
            self._halt()

    def close(self) -> None:
        """Stop and switch off."""
        with self._lock:
            self.stop("closed")
            self._closed = True

    def set_pace(self, fraction: float) -> None:
        """Play at this fraction of the planned speed."""
        if not 0 < fraction <= 1:
            raise self._refusal("set the pace", f"{fraction} is not above 0 and at most 1")
        self.move_slider(fraction)

    def trip(self, safety: Safety) -> None:
        """Let the arm's safety system stop it, as a person at a real arm would."""
        with self._lock:
            self._advance()
            self._safety = safety
            self._halt()

    def move_slider(self, fraction: float) -> None:
        """Move the speed slider on the simulated pendant.

        Args:
            fraction: Of full speed, 0 to 1.
        """
        if not 0 <= fraction <= 1:
            raise self._refusal("slider", f"{fraction} is not between 0 and 1")
        with self._lock:
            self._advance()
            self._slider = fraction

    def switch(self, name: str, value: float) -> None:
        """Switch an output by hand, as at a pendant, while nothing is loaded.

        Args:
            name: Of the signal.
            value: 1 for on, 0 for off.
        """
        with self._lock:
            self._require_idle("switch")
            self._levels = {**dict(levels(self._levels, self._changes, self._progress)), name: value}
            self._changes = ()

    def move_fingers(self, opening: float) -> None:
        """Open or close the gripper by hand, as at a pendant, while nothing is loaded.

        Args:
            opening: Distance between its fingers afterwards [m].
        """
        with self._lock:
            self._require_idle("move the fingers")
            self._openings = (np.zeros(1), np.array([opening]))

    def _require_idle(self, asked: str) -> None:
        self._advance()
        if self._phase is not _Phase.EMPTY:
            raise self._refusal(asked, "a program is loaded or running")

    def _refusal(self, asked: str, reason: str) -> DriverError:
        return DriverError(self._identity.serial, asked, reason)

    def _halt(self) -> None:
        if self._phase is _Phase.PLAYING:
            self._phase = _Phase.STOPPING
        elif self._phase is _Phase.LOADED:
            self._phase = _Phase.EMPTY

    def _advance(self) -> None:
        """Integrate up to the clock's present instant, in whole steps."""
        steps = int((self._clock.now() - self._t) / STEP + 1e-6)
        if steps <= 0:
            return
        if self._phase in (_Phase.PLAYING, _Phase.STOPPING) or np.any(self._qd):
            while steps > 0:
                block = min(steps, 256)
                self._integrate(*self._wanted(block))
                steps -= block
        else:
            self._t += steps * STEP

    def _wanted(self, steps: int) -> tuple[Array, Array]:
        """Run the program on by `steps`; give positions [rad] and speeds [rad/s] asked of the servos, (steps, n)."""
        if self._curve is None:
            return np.tile(self._q_wanted, (steps, 1)), np.zeros((steps, len(self._q)))
        progress, rate = np.empty(steps), np.empty(steps)
        for i in range(steps):
            if self._phase is _Phase.PLAYING and self._t + i * STEP - self._heard > HEARTBEAT_LIMIT:
                self._phase = _Phase.STOPPING
            wanted = self._slider if self._phase is _Phase.PLAYING else 0.0
            self._rate += min(max(wanted - self._rate, -STEP / RAMP), STEP / RAMP)
            self._progress = min(self._progress + self._rate * STEP, self._curve.duration)
            if self._phase is _Phase.PLAYING and self._progress >= self._curve.duration:
                self._phase, self._rate = _Phase.STOPPING, 0.0
            progress[i], rate[i] = self._progress, self._rate
        q, qd, _, _ = self._curve.sample(progress)
        self._q_wanted = q[-1]
        return q, qd * rate[:, None]

    def _integrate(self, q_wanted: Array, qd_wanted: Array) -> None:
        """Let the servos follow, and let a stopped arm come to rest."""
        for wanted, speed in zip(q_wanted, qd_wanted, strict=True):
            pull = BANDWIDTH**2 * (wanted - self._q) + 2 * BANDWIDTH * (speed - self._qd)
            self._qd = self._qd + STEP * pull
            self._q = self._q + STEP * self._qd
        self._t += len(q_wanted) * STEP
        still = np.abs(self._qd).max() < 1e-4 and np.abs(self._q - self._q_wanted).max() < 1e-5
        if still and self._phase is not _Phase.PLAYING and self._rate == 0.0:
            self._qd = np.zeros_like(self._qd)
            if self._phase is _Phase.STOPPING:
                self._phase = _Phase.EMPTY


def _openings(plan: Plan, opening: float) -> tuple[Array, Array]:
    """Give the gripper's opening [m] over the plan's timeline [s], straight in between."""
    t, width = [0.0], [opening]
    for t_start, action in plan.timeline():
        if isinstance(action, Grip):
            t += [t_start, t_start + action.duration]
            width += [width[-1], 0.0 if action.closing else action.width]
    return np.array(t), np.array(width)
