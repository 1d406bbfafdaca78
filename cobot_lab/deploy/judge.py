"""What makes a run end before its end: the rules of the watch, without its thread."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from cobot_lab.deploy.driver import DATA_LIMIT, POSE_TOLERANCE, ArmState, RobotMode
from cobot_lab.findings import Fact
from cobot_lab.motion.trajectory import Array, Trajectory

END_TOLERANCE = 0.1
"""How far before the plan's end the last progress of a complete run may lie [s]: an arm reports it at a finite rate."""
REST_SPEED = 0.01
"""Joint speed below which an arm counts as at rest [rad/s]."""
PACE_TOLERANCE = 0.01
"""How far a speed slider may stand above the fraction that was approved."""
SPEED_TOLERANCE = 0.05
"""How far a joint may be faster than the approved fraction of its planned speed [rad/s]: servo lag and measurement."""
SPEED_WINDOW = 0.1
"""Stretch of the plan, on either side of the arm's progress, whose highest speed is compared [s]."""


class Cause(Enum):
    """Why a run did not end as planned."""

    STALE_DATA = "stale_data"  # age, limit (s)
    SAFETY_STATUS = "safety_status"  # safety
    ROBOT_MODE = "robot_mode"  # mode
    FOLLOWING_ERROR = "following_error"  # joint, error, limit (rad), progress (s)
    PROGRESS_BACK = "progress_back"  # progress, reached (s)
    NO_PROGRESS = "no_progress"  # time, limit, progress (s)
    TIME_OUT = "time_out"  # time, limit (s)
    NOT_STARTED = "not_started"  # time, limit (s)
    ENDED_EARLY = "ended_early"  # progress, duration (s)
    ENDED_ELSEWHERE = "ended_elsewhere"  # joint, error, limit (rad)
    NOT_AT_REST = "not_at_rest"  # joint, speed, limit (rad/s)
    UNFORESEEN_OUTCOME = "unforeseen_outcome"  # sensor, value, step
    LATE_READING = "late_reading"  # sensor, age, limit (s)
    NOTHING_HELD = "nothing_held"
    PART_LOST = "part_lost"
    NOT_OPEN = "not_open"
    NO_GRIPPER = "no_gripper"
    NO_HEARTBEAT = "no_heartbeat"
    STANDS_ELSEWHERE = "stands_elsewhere"
    PROGRAM_FAULT = "program_fault"
    TOLERANCE = "tolerance"
    OTHER_PROGRAM = "other_program"
    CONTROL_CHANGED = "control_changed"
    OUTPUT_CHANGED = "output_changed"
    TOOL_CHANGED = "tool_changed"
    OVER_SPEED = "over_speed"  # joint, speed, limit (rad/s); or pace, limit (fraction)
    OPERATOR = "operator"  # reason
    DRIVER_FAILED = "driver_failed"  # detail
    WATCH_FAILED = "watch_failed"  # detail
    NOT_ALLOWED = "not_allowed"  # code: what no longer held when it was about to begin
    LEFT_OPEN = "left_open"  # nobody could write down how it ended


@dataclass(frozen=True, slots=True)
class Interruption:
    """A cause and its facts, in SI units."""

    cause: Cause
    facts: tuple[tuple[str, Fact], ...] = ()

    @classmethod
    def of(cls, cause: Cause, **facts: Fact) -> Interruption:
        """Make one from keyword facts."""
        return cls(cause, tuple(sorted(facts.items())))


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a run may stray before it is stopped.

    Attributes:
        age: Of the data [s].
        following: Distance of a joint from the plan at the arm's own progress [rad]; the path tolerance sent to arms
            that take one.
        stall: How long the progress of a running program may stand still [s]: longer than any gripper takes.
        start: How long an arm may take to start [s].
        settle: How long it may take to come to rest, at the end or after a stop [s].
        run_factor: The longest run, as a multiple of the plan's duration at the speed approved: the slowest slider
            position in use.
        run_extra: Added to that [s].
        speed: The largest fraction of the planned speed that was approved.
    """

    age: float = DATA_LIMIT
    following: float = 0.1
    stall: float = 5.0
    start: float = 1.0
    settle: float = 1.0
    run_factor: float = 10.0
    run_extra: float = 30.0
    speed: float = 1.0


class Judge:
    """Judges one run, look by look. Every comparison is written so that NaN is no excuse."""

    def __init__(self, curve: Trajectory, joints: tuple[str, ...], limits: Limits) -> None:
        self._curve, self._joints, self._limits = curve, joints, limits
        self._stamp: float | None = None
        self._stamp_at = self._started_at = self._progress_at = 0.0
        self._progress = 0.0
        self._started = self._ran = False
        self._awaited_at: float | None = None

    def started(self, now: float) -> None:
        """Learn that the arm was told to start at `now` [s]."""
        self._started, self._started_at, self._progress_at = True, now, now

    def following_error(self, state: ArmState) -> tuple[int, float]:
        """Give the joint that is furthest from the plan at the arm's own progress, and by how much [rad]."""
        errors = np.abs(state.q - self.planned(state))
        joint = int(np.argmax(errors))  # the first NaN, when there is one
        return joint, float(errors[joint])

    def planned(self, state: ArmState) -> Array:
        """Give the joint positions of the plan at the arm's own progress, shape (n,) [rad]."""
        q, _, _, _ = self._curve.sample(np.array([state.progress]))
        at: Array = q[0]
        return at

    def look(self, state: ArmState, now: float) -> Interruption | None:
        """Say what is wrong, if anything.

        Args:
            state: The arm's latest word.
            now: Instant of the look on the watch's clock [s].
        """
        return (
            self._of_age(state, now)
            or self._of_arm(state)
            or self._of_direction(state)
            or self._of_course(state)
            or self._of_speed(state)
            or self._of_progress(state, now)
        )

    def over(self, state: ArmState) -> bool:
        """Whether the program has come to its end."""
        near = state.progress >= self._curve.duration - END_TOLERANCE
        return not state.running and near and state.whole is not False

    def final(self, state: ArmState, now: float) -> Interruption | None:
        """Judge an arm whose program is over: at the last knot, at rest, its safety system content."""
        errors, speeds = np.abs(state.q - self._curve.q[-1]), np.abs(state.qd)
        i, j = int(np.argmax(errors)), int(np.argmax(speeds))
        found = self._of_age(state, now) or self._of_arm(state)
        if found is None and not errors[i] <= POSE_TOLERANCE:
            found = Interruption.of(
                Cause.ENDED_ELSEWHERE, joint=self._joints[i], error=float(errors[i]), limit=POSE_TOLERANCE
            )
        if found is None and not speeds[j] <= REST_SPEED:
            found = Interruption.of(Cause.NOT_AT_REST, joint=self._joints[j], speed=float(speeds[j]), limit=REST_SPEED)
        return found

    def standing(self, state: ArmState, now: float) -> Interruption | None:
        """Judge an arm that stands between two stretches, where nothing may run: what does is not the plan's."""
        return self.final(state, now) or (Interruption.of(Cause.OTHER_PROGRAM) if state.running else None)

    def _of_age(self, state: ArmState, now: float) -> Interruption | None:
        if self._stamp is None or state.stamp > self._stamp:
            self._stamp, self._stamp_at = state.stamp, now
        unchanged = now - self._stamp_at  # a frozen controller repeats its last word as if it were new
        if state.age <= self._limits.age and unchanged <= self._limits.age:
            return None
        return Interruption.of(Cause.STALE_DATA, age=max(state.age, unchanged), limit=self._limits.age)

    def _of_arm(self, state: ArmState) -> Interruption | None:
        if not state.safety.allows_motion:
            return Interruption.of(Cause.SAFETY_STATUS, safety=state.safety.value)
        if state.mode is not RobotMode.RUNNING:
            return Interruption.of(Cause.ROBOT_MODE, mode=state.mode.value)
        return None if state.halt is None else Interruption.of(Cause(state.halt.value))

    def _of_course(self, state: ArmState) -> Interruption | None:
        joint, error = self.following_error(state)
        if error <= self._limits.following:
            return None
        return Interruption.of(
            Cause.FOLLOWING_ERROR,
            joint=self._joints[joint],
            error=error,
            limit=self._limits.following,
            progress=state.progress,
        )

    def _of_speed(self, state: ArmState) -> Interruption | None:
        """Judge an arm that was approved for less than the planned speed by its slider, and by how fast it moves."""
        speed = self._limits.speed
        if speed >= 1:
            return None
        if state.pace is not None and not state.pace <= speed + PACE_TOLERANCE:
            return Interruption.of(Cause.OVER_SPEED, pace=state.pace, limit=speed)
        t = np.clip(state.progress + np.linspace(-SPEED_WINDOW, SPEED_WINDOW, 5), 0.0, self._curve.duration)
        _, planned, _, _ = self._curve.sample(t)
        limits = speed * np.abs(planned).max(axis=0) + SPEED_TOLERANCE
        over = np.abs(state.qd) - limits
        joint = int(np.argmax(over))
        if over[joint] <= 0:
            return None
        measured, limit = float(abs(state.qd[joint])), float(limits[joint])
        return Interruption.of(Cause.OVER_SPEED, joint=self._joints[joint], speed=measured, limit=limit)

    def _of_direction(self, state: ArmState) -> Interruption | None:
        if state.progress >= self._progress:
            return None
        return Interruption.of(Cause.PROGRESS_BACK, progress=state.progress, reached=self._progress)

    def _of_progress(self, state: ArmState, now: float) -> Interruption | None:
        if not self._started:
            return None
        if state.progress > self._progress:
            self._progress, self._progress_at = state.progress, now
        self._ran = self._ran or state.running
        if state.awaited or self._awaited_at is not None:
            return self._of_waiting(now, awaited=state.awaited)
        if not state.running and not self.over(state):
            return self._of_standing(state, now)
        return self._of_time(state, now)

    def _of_standing(self, state: ArmState, now: float) -> Interruption | None:
        """Judge an arm that does not run though its program is not over."""
        if self._ran:
            return Interruption.of(Cause.ENDED_EARLY, progress=state.progress, duration=self._curve.duration)
        time = now - self._started_at
        if time <= self._limits.start:
            return None
        return Interruption.of(Cause.NOT_STARTED, time=time, limit=self._limits.start)

    def _of_waiting(self, now: float, *, awaited: bool) -> Interruption | None:
        """Judge a stretch that goes on once a person presses Play: as at its start, and that time is not the arm's."""
        since = now if self._awaited_at is None else self._awaited_at
        self._awaited_at = since if awaited else None
        if not awaited:
            self._progress_at, self._started_at = now, self._started_at + now - since
        elif not now - since <= self._limits.start:
            return Interruption.of(Cause.NOT_STARTED, time=now - since, limit=self._limits.start)
        return None

    def _of_time(self, state: ArmState, now: float) -> Interruption | None:
        still, time = now - self._progress_at, now - self._started_at
        longest = self._limits.run_factor * self._curve.duration / self._limits.speed + self._limits.run_extra
        if state.running and not still <= self._limits.stall:
            return Interruption.of(Cause.NO_PROGRESS, time=still, limit=self._limits.stall, progress=state.progress)
        if not time <= longest:
            return Interruption.of(Cause.TIME_OUT, time=time, limit=longest)
        return None
