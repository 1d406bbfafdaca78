"""What a program is asked to achieve in a cell."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from cobot_lab import stored

SCHEMA = "cobot_lab/task/2"


@dataclass(frozen=True, slots=True)
class Goal:
    """A part that has to lie at a place at the end.

    Attributes:
        part: Name of the part.
        place: Name of the place.
        offset: Where it has to lie, from the place along the axes of the world [m].
    """

    part: str
    place: str
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Task:
    """What has to be true at the end, and within which limits.

    Attributes:
        name: Number of the lesson, or another name.
        goals: Parts at places.
        at_rest: Whether the arm has to end in its rest position.
        duration_max: Time slot [s].
        toolbox: Keys of the vocabulary rows that may be used; empty for all.
        blocks_max: How many blocks the program may have at most; 0 for as many as it likes.
        speed_max: Highest speed that a program may ask for, as a fraction of what the cell allows.
    """

    name: str
    goals: tuple[Goal, ...]
    at_rest: bool
    duration_max: float
    toolbox: tuple[str, ...] = ()
    blocks_max: int = 0
    speed_max: float = 1.0

    def to_bytes(self) -> bytes:
        """Give the stored form: what a bundle keeps, so that whoever reads it knows what was asked."""
        return stored.canonical({"schema": SCHEMA, **asdict(self)})
