"""Where on a move the arm's controller is, read from where it says that it wants the joints."""

from __future__ import annotations

import numpy as np

from cobot_lab.motion.trajectory import Array, Trajectory

_STEP = 1e-3
"""How finely instants are compared [s]."""
_AHEAD = 0.05
"""How much further than the arm's own clock says is looked [s]."""
_FIRST = 0.5
"""How far from its beginning a move is looked for at first [s]."""


class Along:
    """One move. It is read from the arm, not from when the goal was sent: an arm may begin late, or go slower.

    Attributes:
        reached: The last instant read [s].
    """

    def __init__(self, curve: Trajectory) -> None:
        self.reached = 0.0
        self._curve = curve
        self._stamp: float | None = None
        self._rate = 1.0

    def read(self, stamp: float, wanted: Array) -> None:
        """Take where the controller wants the joints.

        Args:
            stamp: The arm's clock [s].
            wanted: Shape (n,) [rad].
        """
        passed = _FIRST if self._stamp is None else max(0.0, stamp - self._stamp) + _AHEAD
        end = min(self.reached + passed, self._curve.duration)
        t = np.append(np.arange(self.reached, end, _STEP), end)
        q, _, _, _ = self._curve.sample(t)
        found = float(t[int(np.argmin(np.sum((q - wanted) ** 2, axis=1)))])
        if self._stamp is not None and stamp > self._stamp and self.reached > 0.0:
            self._rate = min(1.0, (found - self.reached) / (stamp - self._stamp))
        if found > 0.0 or self._stamp is not None:
            self._stamp = stamp
        self.reached = found

    def at(self, stamp: float) -> float:
        """Give the instant at which measured joints were [s], between two words of the controller.

        Args:
            stamp: The arm's clock when they were measured [s].
        """
        if self._stamp is None or self.reached == 0.0:
            return self.reached
        since = min(max(stamp - self._stamp, -_FIRST), 2 * _AHEAD)
        return min(max(self.reached + self._rate * since, 0.0), self._curve.duration)
