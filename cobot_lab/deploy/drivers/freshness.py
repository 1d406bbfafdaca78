"""How old the arm's word is, by when it came and by the arm's own clock."""

from __future__ import annotations

import math

DRIFT = 200e-6
"""How much faster the computer's clock may go than the arm's [s/s]: each of two cheap crystals is off by half of it."""


class Freshness:
    """Compares the arm's clock with the computer's.

    What comes with a delay comes regularly: that it is late shows only against the sample that came soonest of all. To
    forget that one would be to get used to a delay that creeps.
    """

    def __init__(self) -> None:
        self._least = math.inf
        self._arrived = self._late = 0.0

    def arrived(self, stamp: float, now: float) -> None:
        """Learn that a sample came.

        Args:
            stamp: The arm's clock when it was made [s].
            now: The computer's clock [s].
        """
        lag = now - stamp
        self._least = min(self._least + DRIFT * (now - self._arrived), lag)
        self._arrived, self._late = now, lag - self._least

    def age(self, now: float) -> float:
        """Give the age of the last sample [s].

        >>> fresh = Freshness()
        >>> fresh.arrived(5.0, 100.0)
        >>> fresh.arrived(5.1, 100.3)
        >>> round(fresh.age(100.35), 3)
        0.25
        """
        return now - self._arrived + self._late
