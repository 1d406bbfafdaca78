"""Rates with their bounds, and the tables that a campaign prints."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.stats import beta


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many, with the bounds of Clopper and Pearson (1934): exact, never too narrow."""

    of: int
    total: int

    @property
    def value(self) -> float:
        return self.of / self.total if self.total else float("nan")

    def bounds(self, confidence: float = 0.95) -> tuple[float, float]:
        k, n, a = self.of, self.total, 1.0 - confidence
        low = float(beta.ppf(a / 2, k, n - k + 1)) if k else 0.0
        high = float(beta.ppf(1 - a / 2, k + 1, n - k)) if k < n else 1.0
        return low, high

    def __str__(self) -> str:
        low, high = self.bounds()
        return f"{self.of}/{self.total} = {100 * self.value:.1f} % [{100 * low:.1f} ; {100 * high:.1f}]"
