"""What was computed of the ways of one cell's arm, for whoever plans there next: every part is a pure function."""

from __future__ import annotations

from dataclasses import dataclass, field

from cobot_lab.motion.actions import Move
from cobot_lab.motion.kinematics import Array
from cobot_lab.motion.tracking import Tracked
from cobot_lab.motion.trajectory import Trajectory

MOST = 2048
"""Most entries of a kind."""


@dataclass(slots=True, eq=False)
class Ways:
    """Results by the bytes of what they depend on. They hold for one cell.

    Attributes:
        branches: Configurations of the arm for a pose of the tool.
        followed: Lines, as the joints track them.
        timed: Moves; for a line that the joints lose, the fraction of it up to there.
        rounded: Lines that pass into one another; nothing for those that cannot.
    """

    branches: dict[bytes, Array] = field(default_factory=dict)
    followed: dict[bytes, Tracked] = field(default_factory=dict)
    timed: dict[bytes, Trajectory | float] = field(default_factory=dict)
    rounded: dict[bytes, Move | None] = field(default_factory=dict)

    def tidy(self) -> None:
        """Forget everything of a kind of which there is too much."""
        for known in (self.branches, self.followed, self.timed, self.rounded):
            if len(known) > MOST:
                known.clear()
