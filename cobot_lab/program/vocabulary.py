"""What a row of the vocabulary table is made of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import Literal

Language = Literal["fr", "en"]

EXACT_MAX = 2**53 - 1
"""Largest whole number that a program may hold: doubles and JSON hold it exactly (RFC 8785, section 3.2.2.3)."""


@dataclass(frozen=True, slots=True)
class Words:
    """The same thing said in each language."""

    fr: str
    en: str

    def said_in(self, language: Language) -> str:
        """Give the wording of one language.

        >>> Words("repos", "rest").said_in("fr")
        'repos'
        """
        return self.fr if language == "fr" else self.en


class Role(Enum):
    """What a row is to a program."""

    STEP = "step"
    """Something that the cell does."""
    VALUE = "value"
    """Something that stands inside a step."""
    STRUCTURE = "structure"
    """What orders the other steps."""


class Kind(Enum):
    """What may stand in a parameter, or what a value gives."""

    PLACE = "place"
    NUMBER = "number"
    TEXT = "text"
    CONDITION = "condition"
    CHOICE = "choice"
    """One of the parameter's own words."""
    NAME = "name"
    """A quoted name that the pupil or the cell chose: a pallet, a station, a counter."""
    ANY = "any"


class Unit(Enum):
    """The unit in which pupils write a number. Inside, everything is SI."""

    MILLIMETRE = "mm"
    DEGREE = "deg"
    PER_CENT = "pct"
    SECOND = "s"
    NEWTON = "N"
    COUNT = "1"

    def to_si(self, value: float) -> float:
        """Convert what the pupil wrote to SI (per cent to a fraction).

        >>> Unit.MILLIMETRE.to_si(80)
        0.08
        """
        if self is Unit.DEGREE:
            return math.radians(value)
        return value / _DIVISORS.get(self, 1)


_DIVISORS = {Unit.MILLIMETRE: 1000, Unit.PER_CENT: 100}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One gap of a step.

    Attributes:
        name: As a Python keyword; the English one is the key that findings carry.
        kind: What may stand there.
        unit: Of a number.
        initial: What a fresh block shows, in the pupil's unit.
        optional: Whether it may be left out; the step then uses what the cell says.
        minimum: Lowest number, in the pupil's unit.
        maximum: Highest number, in the pupil's unit.
        whole: Whether the number has to be whole.
        choices: Words of a `CHOICE`; the English one is the key that programs hold.
        keyword_only: Whether Python writes it as `name=value`.
    """

    name: Words
    kind: Kind
    unit: Unit = Unit.COUNT
    initial: float | str | None = None
    optional: bool = False
    minimum: float = -math.inf
    maximum: float = math.inf
    whole: bool = False
    choices: tuple[Words, ...] = ()
    keyword_only: bool = False

    def allows(self, value: float) -> bool:
        """Tell whether a number, in the pupil's unit, is in range. NaN is not."""
        return self.minimum <= value <= self.maximum

    def choice(self, word: str) -> str | None:
        """Give the key of a choice said in either language, or nothing."""
        return next((choice.en for choice in self.choices if word in (choice.fr, choice.en)), None)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: one block, one thing that Python can say.

    Attributes:
        op: Key, the standard English term; programs, toolboxes and findings hold it.
        role: What it is to a program.
        lesson: Number of the lesson that introduces it.
        block: Wording of the block; `[x]` and `(x)` are the gaps, in the order of `parameters`.
        python: Name of the Python function; for structures, how Python says it.
        parameters: The gaps.
        gives: What a value gives.
        workshop: Whether it is in the toolbox of the robot workshop.
        word: For rows that Python writes as another row's name with a fixed word, such as `go_to("rest")`.
        opens_into: Keys of the steps that a macro stands for.
        available: Whether the interpreter runs it today. Programs may hold the others, and are refused when run.
    """

    op: str
    role: Role
    lesson: int
    block: Words
    python: Words
    parameters: tuple[Parameter, ...] = ()
    gives: Kind | None = None
    workshop: bool = False
    word: Words | None = None
    opens_into: tuple[str, ...] = ()
    available: bool = True

    @property
    def argument_counts(self) -> range:
        """How many arguments Python may give."""
        required = sum(not parameter.optional for parameter in self.parameters)
        return range(required, len(self.parameters) + 1)
