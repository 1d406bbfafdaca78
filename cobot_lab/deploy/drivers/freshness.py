"""How old the arm's word is, by when it came and by the arm's own clock."""

from __future__ import annotations

from collections import deque

WINDOW = 5.0
"""How far back the shortest way of a sample is remembered [s]; the two clocks drift by far less in that time."""


class Freshness:
    """Compares the arm's clock with the computer's.

    What comes with a delay comes regularly: that it is late shows only against the samples that came sooner.
    """

    def __init__(self) -> None:
        self._lags: deque[tuple[float, float]] = deque()  # rising from left to right: the least is the first
        self._arrived = self._late = 0.0

    def arrived(self, stamp: float, now: float) -> None:
        """Learn that a sample came.

        Args:
            stamp: The arm's clock when it was made [s].
            now: The computer's clock [s].
        """
        lag = now - stamp
        while self._lags and self._lags[-1][1] >= lag:
            self._lags.pop()
        self._lags.append((now, lag))
        while self._lags[0][0] < now - WINDOW:
            self._lags.popleft()
        self._arrived, self._late = now, lag - self._lags[0][1]

    def age(self, now: float) -> float:
        """Give the age of the last sample [s].

        >>> fresh = Freshness()
        >>> fresh.arrived(5.0, 100.0)
        >>> fresh.arrived(5.1, 100.3)
        >>> round(fresh.age(100.35), 9)
        0.25
        """
        return now - self._arrived + self._late
