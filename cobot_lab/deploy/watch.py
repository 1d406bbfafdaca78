"""The watch over one run: its own thread, at least 50 looks a second, and the first to say stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cobot_lab.deploy.clock import Clock
from cobot_lab.deploy.course import Course, Pending
from cobot_lab.deploy.driver import ArmState, Driver, DriverError
from cobot_lab.deploy.judge import Cause, Interruption, Judge, Limits
from cobot_lab.findings import Fact
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Array, Trajectory

PERIOD = 0.01
"""Time between two looks [s]."""
TRACE_PERIOD = 0.02
"""Time between two samples of the record [s]."""
LEFT_PAUSED = "left paused"
"""The event that says that a program is still paused at the arm when its run is over: Play would wake it."""
SILENCE_LIMIT = 2.0
"""How long the watch's thread may show no life before its owner stops the arm without it [real s]."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One look kept in the record.

    Attributes:
        t: Instant on the watch's clock [s].
        state: What the arm said.
        error: Distance of the worst joint from the plan at the arm's own progress [rad].
        planned: Joint positions of the plan at that progress, shape (n,) [rad].
    """

    t: float
    state: ArmState
    error: float
    planned: Array


class Log(Protocol):
    """Where the watch writes; both calls return at once and are safe from any thread."""

    def sample(self, sample: Sample) -> None:
        """Keep a look."""

    def event(self, t: float, kind: str, **facts: Fact) -> None:
        """Keep something that happened at `t` on the watch's clock [s]."""


class Watch:
    """Starts a loaded arm and watches it until it rests.

    The look, the start and the judging share one thread, so the arm never moves unwatched.

    Attributes:
        interruption: Why the run ended before its end; None after a complete one.
        rounds: How many looks were taken.
        longest_gap: Longest time between two looks [s].
    """

    def __init__(
        self,
        driver: Driver,
        curve: Trajectory,
        log: Log,
        *,
        clock: Clock,
        limits: Limits,
        course: Course | None = None,
    ) -> None:
        self.interruption: Interruption | None = None
        self.rounds = 0
        self.longest_gap = 0.0
        self._driver, self._log, self._clock, self._limits = driver, log, clock, limits
        self._course = course
        self._judge = Judge(curve, driver.identity.joints, limits)
        self._lock = threading.Lock()
        self._alive_at: float | None = time.monotonic()
        self._looked_at: float | None = None
        self._traced_at: float | None = None
        self._outputs: dict[str, float] = {}
        self._paused = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    @property
    def interrupted(self) -> bool:
        """Whether somebody or something said stop."""
        return self.interruption is not None

    def play(self, begun: Callable[[], Interruption | None]) -> None:
        """Watch the whole run; comes back when the arm rests, or when nothing more can be done about it.

        Args:
            begun: Called in the watch's thread just before the arm is told to start; says why it may not, if so. It may
                take any time: the driver is not blamed for it.
        """
        self._begun = begun
        self._alive_at = time.monotonic()
        self._thread.start()
        while not self._over.wait(0.05):  # a thread whose `join` was interrupted may pass for dead while it lives
            silent = self._silent()
            if silent > SILENCE_LIMIT and not self._over.is_set():
                detail = f"the driver has not answered for {silent:.1f} s"
                self.interrupt(Interruption.of(Cause.WATCH_FAILED, detail=detail))
                return

    def _silent(self) -> float:
        """Give how long the driver has not answered [s]; none while it is asked nothing."""
        alive_at = self._alive_at
        return 0.0 if alive_at is None else time.monotonic() - alive_at

    def interrupt(self, interruption: Interruption) -> None:
        """Stop the arm now, from any thread. The first cause is the one that counts."""
        with self._lock:
            if self.interruption is not None:
                return
            self.interruption = interruption
        self._stop_arm(interruption.cause.value)
        self._log.event(self._clock.now(), "interrupted", cause=interruption.cause.value, **dict(interruption.facts))

    def _run(self) -> None:
        try:
            self._watch_over()
            if self.interrupted:
                self._see_to_rest()
        finally:
            self._over.set()

    def _watch_over(self) -> None:
        try:
            self._watch()
        except DriverError as problem:
            self.interrupt(Interruption.of(Cause.DRIVER_FAILED, detail=str(problem)))
        except Exception as problem:  # a watch that fails stops the arm; what failed is in the record
            detail = f"{type(problem).__name__}: {problem}"
            self.interrupt(Interruption.of(Cause.WATCH_FAILED, detail=detail))

    def _watch(self) -> None:
        if not self._fine(self._look()):
            return
        self._alive_at = None  # the arm is at rest, and it is not the arm that is asked: a long journal takes its time
        found = self._begun()
        if found is not None:
            self.interrupt(found)
        elif self._fine(self._look()):  # once more: to write it down may have taken any time
            self._play_stretch()
        while self._course is not None and not self.interrupted and self._next_stretch(self._course):
            self._play_stretch()

    @property
    def first(self) -> Plan | None:
        """What the arm has to hold before the watch begins; nothing when it holds a whole plan."""
        return None if self._course is None else self._course.current.plan

    def _next_stretch(self, course: Course) -> bool:
        """Read and decide while the arm rests, and load what follows; false at the end, or when nothing may follow."""
        found = course.advance(self._driver, self._clock, self._log)
        self._alive_at = time.monotonic()
        while isinstance(found, Pending):
            if not self._stand_until(found.due):
                return False
            found = course.advance(self._driver, self._clock, self._log)
            self._alive_at = time.monotonic()
        if isinstance(found, Interruption):
            self.interrupt(found)
            return False
        if not found or self.interrupted:
            return False
        self._driver.load(course.current.plan)
        self._judge = Judge(course.curve, self._driver.identity.joints, self._limits)
        self._log.event(self._clock.now(), "stretch", steps=_steps(course.current.plan))
        return self._fine(self._look())

    def _stand_until(self, due: float) -> bool:
        """Watch the arm stand still until an instant [s]; tell whether it did, and nobody said stop."""
        while not self.interrupted and self._clock.now() < due - PERIOD / 1000:
            self._clock.sleep(min(PERIOD, due - self._clock.now()))
            self._driver.beat()
            state = self._look()
            found = self._judge.standing(state, self._clock.now())
            if found is not None:
                self.interrupt(found)
        return not self.interrupted

    def _play_stretch(self) -> None:
        """Start what is loaded and watch it to its end."""
        self._start_arm()
        over = False
        while not over and not self.interrupted:
            self._clock.sleep(PERIOD)
            self._driver.beat()
            state = self._look()
            over = self._fine(state) and self._judge.over(state)
        if over:
            self._see_end()

    def _start_arm(self) -> None:
        """Tell the arm to start, unless somebody said stop meanwhile, or the last look is none any more."""
        looked = self._clock.now() if self._looked_at is None else self._looked_at
        since = self._clock.now() - looked
        if not since <= self._limits.age:
            self.interrupt(Interruption.of(Cause.STALE_DATA, age=since, limit=self._limits.age))
        if not self.interrupted:
            self._driver.start()
            self._judge.started(self._clock.now())

    def _fine(self, state: ArmState) -> bool:
        found = self._judge.look(state, self._clock.now())
        if found is not None:
            self.interrupt(found)
        return not self.interrupted

    def _see_end(self) -> None:
        """Give the arm the time to settle on the last knot, then judge where it is."""
        deadline = self._clock.now() + self._limits.settle
        found = self._judge.final(self._look(), self._clock.now())
        while found is not None and not self.interrupted and self._clock.now() < deadline:
            self._clock.sleep(PERIOD)
            found = self._judge.final(self._look(), self._clock.now())
        if found is not None:
            self.interrupt(found)

    def _see_to_rest(self) -> None:
        """After a stop, look on until the arm says that it rests; say so, or that it did not."""
        deadline = self._clock.now() + self._limits.settle
        held, said = False, ""
        paused, on = False, ""
        while not held and self._clock.now() < deadline:
            try:
                state = self._look()
                held, paused = not state.running, state.paused
                on = ",".join(name for name, value in state.outputs or () if value)
            except Exception as problem:  # the arm is already stopped: what is left is to say that it is not seen
                said = f"{type(problem).__name__}: {problem}"
            if not held:
                self._stop_arm("still running")
                self._clock.sleep(PERIOD)
        self._log.event(self._clock.now(), "held" if held else "not seen at rest", detail=said, outputs=on)
        if paused:
            self._log.event(self._clock.now(), LEFT_PAUSED)

    def _look(self) -> ArmState:
        state = self._driver.state()
        now, self._alive_at = self._clock.now(), time.monotonic()
        self.rounds += 1
        if self._looked_at is not None:
            self.longest_gap = max(self.longest_gap, now - self._looked_at)
        self._looked_at = now
        self._note_outputs(state, now)
        self._note_pause(state, now)
        if self._traced_at is None or now - self._traced_at >= TRACE_PERIOD - PERIOD / 2:
            self._traced_at = now
            error = self._judge.following_error(state)[1]
            self._log.sample(Sample(now, state, error, self._judge.planned(state)))
        return state

    def _note_outputs(self, state: ArmState, now: float) -> None:
        """Put every change of an output on record, as the arm says it."""
        for name, value in state.outputs or ():
            if self._outputs.get(name) != value:
                self._outputs[name] = value
                self._log.event(now, "output", name=name, value=value, progress=state.progress)

    def _note_pause(self, state: ArmState, now: float) -> None:
        """Put on record that somebody paused the program at the arm, and played it on."""
        if state.paused is self._paused:
            return
        self._paused = state.paused
        if state.paused or state.running:
            self._log.event(now, "paused" if state.paused else "resumed", progress=state.progress)

    def _stop_arm(self, reason: str) -> None:
        try:
            self._driver.stop(reason)
        except Exception as problem:  # there is nothing stronger to call; the arm's own emergency stop remains
            self._log.event(self._clock.now(), "stop failed", detail=f"{type(problem).__name__}: {problem}")


def _steps(plan: Plan) -> str:
    """Name the program's steps that a stretch belongs to."""
    return ",".join(str(step) for step in dict.fromkeys(action.step for action in plan.actions))
