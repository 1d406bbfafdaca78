"""What a program is asked to achieve in a cell."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from cobot_lab import stored

SCHEMA = "cobot_lab/task/3"


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
class Sorting:
    """Where parts belong of which a sensor says something.

    Attributes:
        sensor: Name of the sensor.
        answer: What it says.
        thing: Name of the thing in which such parts have to lie at the end.
    """

    sensor: str
    answer: str
    thing: str


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
        sorting: Where the parts belong that a sensor tells apart; empty for none.
    """

    name: str
    goals: tuple[Goal, ...]
    at_rest: bool
    duration_max: float
    toolbox: tuple[str, ...] = ()
    blocks_max: int = 0
    speed_max: float = 1.0
    sorting: tuple[Sorting, ...] = ()

    def to_bytes(self) -> bytes:
        """Give the stored form: what a bundle keeps, so that whoever reads it knows what was asked."""
        return stored.canonical({"schema": SCHEMA, **asdict(self)})

    @classmethod
    def from_bytes(cls, data: bytes) -> Task:
        """Read the stored form back.

        Raises:
            StoredFormError: The bytes are not a task.
        """
        document = stored.parse(data, SCHEMA)
        try:
            return cls(
                document["name"],
                tuple(Goal(**{**goal, "offset": tuple(goal["offset"])}) for goal in document["goals"]),
                document["at_rest"],
                document["duration_max"],
                tuple(document["toolbox"]),
                document["blocks_max"],
                document["speed_max"],
                tuple(Sorting(**rule) for rule in document["sorting"]),
            )
        except (KeyError, TypeError) as problem:
            raise stored.StoredFormError("task", f"{type(problem).__name__} {problem}", SCHEMA) from problem
