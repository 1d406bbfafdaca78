"""The simulated arm: what the joints are asked, and how they follow.

A motion command runs in *motion time*, which the speed slider slows down: at half speed, a command of 2 ms takes two
control cycles. The maker's own external control script counts on it. Every joint is a servo that follows its target
critically damped; it lags by acceleration / BANDWIDTH². Blending, the smoothing of `servoj` by its gain and look-ahead,
and forces are not simulated.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cobot_lab.findings import CobotLabError

CYCLE = 0.002
"""A control cycle [s]."""
BANDWIDTH = 2 * math.pi * 25
"""Natural frequency of each joint's servo [rad/s]; our own choice."""
SPEED_MARGIN = 1.05
"""How far above a joint's speed limit a target may be before the safety system stops the arm."""
BRAKE = 10.0
"""Deceleration when motion ends without a command to follow [rad/s²]; our own choice."""
STILL = 1e-4
"""Speed below which a joint stands [rad/s]."""


class JointLimitError(CobotLabError):
    """A target is beyond what a joint can do: the safety system stops the arm."""

    def __init__(self, joint: int, what: str, value: float) -> None:
        super().__init__(f"joint {joint}: {what} {value:.4f}")
        self.joint, self.what, self.value = joint, what, value


class Command(Protocol):
    """A motion that is under way."""

    def advance(self, arm: Arm, dt: float) -> float | None:
        """Move the targets on by at most `dt` of motion time [s]; at its end, give what is left of it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the joints can do, each of shape (n,).

    Attributes:
        q_min: Lowest positions [rad].
        q_max: Highest positions [rad].
        qd_max: Highest speeds [rad/s].
    """

    q_min: tuple[float, ...]
    q_max: tuple[float, ...]
    qd_max: tuple[float, ...]


@dataclass(slots=True)
class Arm:
    """Joints and what they are asked.

    Attributes:
        q: Measured positions [rad].
        limits: Of the joints.
        qd: Measured speeds [rad/s].
        q_target: Positions asked [rad].
        qd_target: Speeds asked, slider included [rad/s].
        qdd_target: Accelerations asked [rad/s²].
        command: What is under way.
        rate: Speed that the command in its own time asks [rad/s].
        powered: Whether brakes are released; an arm without power stands.
    """

    q: list[float]
    limits: Limits
    qd: list[float] = field(default_factory=list)
    q_target: list[float] = field(default_factory=list)
    qd_target: list[float] = field(default_factory=list)
    qdd_target: list[float] = field(default_factory=list)
    command: Command | None = None
    rate: list[float] = field(default_factory=list)
    powered: bool = True

    def __post_init__(self) -> None:
        zeros = [0.0] * len(self.q)
        self.q_target = list(self.q)
        self.qd, self.qd_target, self.qdd_target, self.rate = list(zeros), list(zeros), list(zeros), list(zeros)

    @property
    def still(self) -> bool:
        """Whether every joint stands where it is asked to."""
        return not self.command and all(abs(speed) < STILL for speed in (*self.qd, *self.rate))

    def place(self, q: Sequence[float]) -> None:
        """Put the arm somewhere, at rest, as if it had been carried there."""
        self.q, self.q_target, self.command = list(q), list(q), None
        self.qd, self.rate, self.qd_target = [0.0] * len(q), [0.0] * len(q), [0.0] * len(q)

    def cut(self) -> None:
        """Cut the power: the brakes hold the arm where it is."""
        self.powered = False
        self.place(self.q)

    def move(self, dt: float) -> float:
        """Move the targets on by `dt` of motion time [s]; give what is left of it after the command's end.

        Raises:
            JointLimitError: The command asks for more than a joint can do; it is not followed any further.
        """
        if self.command is None:
            return dt
        q_before, rate_before = list(self.q_target), list(self.rate)
        left = self.command.advance(self, dt)
        try:
            self._judge()
        except JointLimitError:
            self.q_target, self.rate, self.command = q_before, rate_before, None
            raise
        if left is not None:
            self.command = None
        return left or 0.0

    def own_time_ends(self, scaling: float) -> None:
        """Go over from the motion's own time, which a slider or a pause slows down, to the cabinet's."""
        self.rate = [rate * scaling for rate in self.rate]

    def coast(self, dt: float) -> None:
        """Slow the targets down: nothing asks for motion any more."""
        for i, rate in enumerate(self.rate):
            slower = max(0.0, abs(rate) - BRAKE * dt)
            self.rate[i] = math.copysign(slower, rate)
            self.q_target[i] += self.rate[i] * dt

    def follow(self, q_before: Sequence[float]) -> None:
        """Let the joints follow for one control cycle, in which the targets moved on from `q_before` [rad]."""
        if not self.powered:
            return
        for i, (q, qd, before) in enumerate(zip(self.q, self.qd, q_before, strict=True)):
            speed = (self.q_target[i] - before) / CYCLE
            self.qdd_target[i] = (speed - self.qd_target[i]) / CYCLE
            self.qd_target[i] = speed
            pull = BANDWIDTH**2 * (before - q) + 2 * BANDWIDTH * (speed - qd)
            self.qd[i] = qd + CYCLE * pull
            self.q[i] = q + CYCLE * self.qd[i]

    def _judge(self) -> None:
        for i, (q, rate) in enumerate(zip(self.q_target, self.rate, strict=True)):
            if not self.limits.q_min[i] <= q <= self.limits.q_max[i]:
                raise JointLimitError(i, "position", q)
            if not abs(rate) <= self.limits.qd_max[i] * SPEED_MARGIN:
                raise JointLimitError(i, "speed", rate)
