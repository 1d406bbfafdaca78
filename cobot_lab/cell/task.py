"""What a program is asked to achieve in a cell."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from cobot_lab import stored

SCHEMA = "cobot_lab/task/6"
_PER_METRE, _DIGITS = 1000.0, 6
"""Lengths are compared as programs compare them: in millimetres, to the nanometre."""


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
        answer: What it says; empty when an interval says it.
        thing: Name of the thing in which such parts have to lie at the end.
        between: Least and largest value measured of such parts, both included [m].
        outside: The values measured of such parts are smaller than the first or larger than the second [m].
    """

    sensor: str
    answer: str
    thing: str
    between: tuple[float, float] | None = None
    outside: tuple[float, float] | None = None

    @property
    def measured(self) -> bool:
        """Whether it goes by a value that is measured."""
        return self.between is not None or self.outside is not None

    @property
    def bounds(self) -> tuple[float, ...]:
        """The ends of its interval, if it goes by one [m]."""
        return self.between or self.outside or ()

    def is_about(self, answer: str | float | bool) -> bool:
        """Tell whether it concerns a part of which the sensor gives this answer.

        >>> Sorting("epaisseur", "", "bac", between=(0.0079, 0.0081)).is_about(0.0079)
        True
        """
        if not self.measured:
            return answer == self.answer
        if isinstance(answer, str | bool):
            return False
        if self.between is not None:
            return _within(answer, self.between)
        assert self.outside is not None
        return not _within(answer, self.outside)


def _within(value: float, interval: tuple[float, float]) -> bool:
    low, at, high = (round(each * _PER_METRE, _DIGITS) for each in (interval[0], value, interval[1]))
    return low <= at <= high


@dataclass(frozen=True, slots=True)
class Quota:
    """How many parts have to lie in a thing at the end: no more, and no fewer as long as there are any.

    Attributes:
        thing: Name of the thing.
        count: How many parts.
        supply: Name of the sensor that says whether there is another part.
        side_by_side: Whether none of them may lie on another one.
    """

    thing: str
    count: int
    supply: str
    side_by_side: bool = False


@dataclass(frozen=True, slots=True)
class Lamp:
    """When a lamp has to be lit.

    At the end it is lit exactly when that holds, and dark otherwise; `working` is about the time before the end, and
    leaves the end open.

    Attributes:
        signal: Name of the lamp among the cell's signals.
        when: `always`; `never`; `complete`, when every part and number of parts asked for is in its place;
            `incomplete`, when some cannot be, since a part did not come or a machine is late with it; `said`, when
            a sensor's last answer was a certain one; `working`, from when the first part is gripped until the last
            one is let go.
        sensor: Name of the sensor, for `said`; empty otherwise.
        answer: What it said, for `said`; empty otherwise.
    """

    signal: str
    when: str
    sensor: str = ""
    answer: str | bool = ""


@dataclass(frozen=True, slots=True)
class Trials:
    """In how many slightly different cells a program has to pass.

    Attributes:
        worlds: How many cells, drawn within the tolerances.
        passed: In how many of them it has to pass.
        seed: What they are drawn from.
    """

    worlds: int
    passed: int
    seed: int


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
        quotas: How many parts are wanted where; with one, parts may stay where they wait.
        machined: Names of the parts that a machine has to have worked on.
        robust: In how many slightly different cells the program has to pass; nothing when that is not asked.
        lamps: When lamps have to be lit, each lamp once; of others nothing is asked.
        wait_max: How long the program may wait at a stretch [s]; 0 for as long as it likes.
        own_functions: Whether parts may be handled only in functions of one's own that have a parameter.
    """

    name: str
    goals: tuple[Goal, ...]
    at_rest: bool
    duration_max: float
    toolbox: tuple[str, ...] = ()
    blocks_max: int = 0
    speed_max: float = 1.0
    sorting: tuple[Sorting, ...] = ()
    quotas: tuple[Quota, ...] = ()
    machined: tuple[str, ...] = ()
    robust: Trials | None = None
    lamps: tuple[Lamp, ...] = ()
    wait_max: float = 0.0
    own_functions: bool = False

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
                tuple(_sorting(rule) for rule in document["sorting"]),
                tuple(Quota(**quota) for quota in document["quotas"]),
                tuple(document["machined"]),
                None if document["robust"] is None else Trials(**document["robust"]),
                tuple(Lamp(**lamp) for lamp in document["lamps"]),
                document["wait_max"],
                document["own_functions"],
            )
        except (KeyError, TypeError) as problem:
            raise stored.StoredFormError("task", f"{type(problem).__name__} {problem}", SCHEMA) from problem


def _sorting(rule: dict[str, Any]) -> Sorting:
    intervals = {key: None if rule[key] is None else tuple(rule[key]) for key in ("between", "outside")}
    return Sorting(**{**rule, **intervals})
