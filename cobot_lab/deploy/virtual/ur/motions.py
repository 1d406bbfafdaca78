"""The motion commands of URScript: `servoj`, `speedj`, `stopj`, `movej`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from cobot_lab.deploy.virtual.ur.arm import Arm

_EPSILON = 1e-12


@dataclass(slots=True)
class Servo:
    """`servoj`: to a position in a given time, in a straight line.

    Attributes:
        goal: Positions, shape (n,) [rad].
        time: Of motion [s].
    """

    goal: list[float]
    time: float

    def advance(self, arm: Arm, dt: float) -> float | None:
        """Move on."""
        used = min(dt, self.time)
        for i, goal in enumerate(self.goal):
            arm.rate[i] = (goal - arm.q_target[i]) / self.time
            arm.q_target[i] = goal if used == self.time else arm.q_target[i] + arm.rate[i] * used
        self.time -= used
        return None if self.time > _EPSILON else dt - used


@dataclass(slots=True)
class Speed:
    """`speedj`: accelerate to joint speeds and keep them.

    Attributes:
        speed: Joint speeds, shape (n,) [rad/s].
        acceleration: Of the leading joint [rad/s²].
        time: Of motion, after which the next command is awaited [s].
    """

    speed: list[float]
    acceleration: float
    time: float = math.inf

    def advance(self, arm: Arm, dt: float) -> float | None:
        """Move on: the speed changes at constant acceleration, the position is its exact integral."""
        used = min(dt, self.time)
        change = max(abs(speed - rate) for speed, rate in zip(self.speed, arm.rate, strict=True))
        ramp = min(used, change / self.acceleration)
        for i, speed in enumerate(self.speed):
            rate = arm.rate[i]
            reached = speed if ramp < used or change == 0 else rate + (speed - rate) * self.acceleration * ramp / change
            arm.q_target[i] += (rate + reached) / 2 * ramp + reached * (used - ramp)
            arm.rate[i] = reached
        self.time -= used
        return None if self.time > _EPSILON else dt - used


@dataclass(slots=True)
class Stop:
    """`stopj`: slow down to rest, the leading joint at a given deceleration [rad/s²]."""

    deceleration: float

    def advance(self, arm: Arm, dt: float) -> float | None:
        """Move on."""
        top = max(map(abs, arm.rate))
        used = min(dt, top / self.deceleration)
        left = max(0.0, 1.0 - self.deceleration * used / top) if top > 0 else 0.0
        for i, rate in enumerate(arm.rate):
            arm.q_target[i] += rate * (1 + left) / 2 * used
            arm.rate[i] = rate * left
        return None if left > 0 else dt - used


@dataclass(slots=True)
class JointMove:
    """`movej`: from rest to rest along the straight joint line, trapezoidal in time.

    Attributes:
        goal: Positions, shape (n,) [rad].
        speed: Of the leading joint [rad/s].
        acceleration: Of the leading joint [rad/s²].
        time: Whole duration [s]; 0 to go by speed and acceleration.
    """

    goal: list[float]
    speed: float
    acceleration: float
    time: float = 0.0
    elapsed: float = 0.0
    start: list[float] = field(default_factory=list)
    ramp: float = 0.0
    duration: float = 0.0

    def begin(self, arm: Arm) -> None:
        """Lay the profile from where the targets are."""
        self.start = list(arm.q_target)
        distance = _longest(self.start, self.goal)
        if self.time > 0:
            self.duration, self.ramp = self.time, self.time / 4
            return
        self.ramp = min(self.speed / self.acceleration, math.sqrt(distance / self.acceleration))
        cruise = max(0.0, distance / (self.acceleration * self.ramp) - self.ramp) if self.ramp > 0 else 0.0
        self.duration = 2 * self.ramp + cruise

    def advance(self, arm: Arm, dt: float) -> float | None:
        """Move on."""
        if not self.start:
            self.begin(arm)
        used = min(dt, self.duration - self.elapsed)
        self.elapsed += used
        done = self.duration - self.elapsed <= _EPSILON
        share, rate = (1.0, 0.0) if done else self._at(self.elapsed)
        for i, (start, goal) in enumerate(zip(self.start, self.goal, strict=True)):
            arm.q_target[i] = start + (goal - start) * share
            arm.rate[i] = (goal - start) * rate
        return dt - used if done else None

    def _at(self, t: float) -> tuple[float, float]:
        """Give the share of the way done at an instant, and its rate [1/s]."""
        top = 1.0 / (self.duration - self.ramp)
        if t < self.ramp:
            return top * t * t / (2 * self.ramp), top * t / self.ramp
        if t <= self.duration - self.ramp:
            return top * (t - self.ramp / 2), top
        left = self.duration - t
        return 1.0 - top * left * left / (2 * self.ramp), top * left / self.ramp


def _longest(start: Sequence[float], goal: Sequence[float]) -> float:
    return max(abs(b - a) for a, b in zip(start, goal, strict=True))
