"""One value read from an arm before a run."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cobot_lab.findings import Fact


@dataclass(frozen=True, slots=True)
class Reading:
    """One value read from the arm before a run; whether it is as it should be is derived.

    Attributes:
        name: What was read.
        found: The value.
        wanted: What it has to be; None when it is only kept in the record.
        tolerance: How far a number may be off, in the unit of the number.
    """

    name: str
    found: Fact
    wanted: Fact | None = None
    tolerance: float = 0.0

    @property
    def good(self) -> bool:
        """Whether the arm is as it should be in this respect.

        >>> Reading("payload", 1.02, 1.0, tolerance=0.05).good
        True
        >>> Reading("payload", float("nan"), 1.0, tolerance=0.05).good
        False
        """
        if self.wanted is None:
            return not (isinstance(self.found, float) and not math.isfinite(self.found))
        if self.tolerance and isinstance(self.found, int | float) and isinstance(self.wanted, int | float):
            return abs(self.found - self.wanted) <= self.tolerance
        return self.found == self.wanted
