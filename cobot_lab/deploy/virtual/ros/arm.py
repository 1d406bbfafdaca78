"""Joints that follow where the controller wants them; no contact, no gravity."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

CYCLE = 0.004
"""A control cycle [s]; finer than a Ned2's own 40 ms, so that what is wanted is smooth."""
BANDWIDTH = 2 * math.pi * 20
"""Natural frequency of each joint's servo [rad/s], critically damped; our own choice."""
_SUBSTEPS = 4


class Arm:
    """Joints.

    Attributes:
        q: Measured positions, shape (n,) [rad].
        qd: Measured speeds, shape (n,) [rad/s].
        powered: Whether the motors hold; without them the arm stands where it is.
    """

    def __init__(self, q: Array) -> None:
        self.q, self.qd = q.copy(), np.zeros(len(q))
        self.powered = True

    def follow(self, wanted: Array, speed: Array) -> None:
        """Follow for one control cycle.

        Args:
            wanted: Positions at its end, shape (n,) [rad].
            speed: Speeds, shape (n,) [rad/s].
        """
        if not self.powered:
            self.qd = np.zeros(len(self.q))
            return
        dt = CYCLE / _SUBSTEPS
        for i in range(_SUBSTEPS):
            goal = wanted - speed * dt * (_SUBSTEPS - 1 - i)
            self.qd = self.qd + dt * (BANDWIDTH**2 * (goal - self.q) + 2 * BANDWIDTH * (speed - self.qd))
            self.q = self.q + dt * self.qd

    def place(self, q: Array) -> None:
        """Put the arm somewhere, at rest, as if it had been carried there."""
        self.q, self.qd = q.copy(), np.zeros(len(q))
