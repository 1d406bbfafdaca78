"""The tool: a gap between two fingers, and perhaps a part between them."""

from __future__ import annotations

from dataclasses import dataclass

SPEED = 0.15
"""How fast the fingers move [m/s]; our own choice."""


@dataclass(slots=True)
class Gripper:
    """Fingers.

    Attributes:
        gap: Between them [m].
        part: Width of the part that they find when they close [m]; 0 for none.
        wide: Widest gap [m].
        wanted: Gap that they move to [m].
        stuck: Whether they do nothing.
    """

    gap: float = 0.05
    part: float = 0.02
    wide: float = 0.085
    wanted: float = 0.05
    stuck: bool = False

    @property
    def held(self) -> bool:
        """Whether they are stopped by a part."""
        return self.part > 0 and self.gap <= self.part and self.wanted < self.part

    @property
    def moving(self) -> bool:
        """Whether they are on their way."""
        return not self.stuck and not self.held and abs(self.gap - self.wanted) > 1e-9

    def pass_(self, dt: float) -> None:
        """Let time pass [s]."""
        if not self.moving:
            return
        step = min(SPEED * dt, abs(self.wanted - self.gap))
        self.gap += step if self.wanted > self.gap else -step
        if self.part > 0 and self.wanted < self.part:
            self.gap = max(self.gap, self.part)
