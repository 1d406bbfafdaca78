"""The parameters that several rows of the vocabulary share."""

from __future__ import annotations

from cobot_lab.program.vocabulary import Kind, Parameter, Unit, Words

PLACE = Parameter(Words("point", "place"), Kind.PLACE)
STATION = Parameter(Words("poste", "station"), Kind.NAME)
PALLET = Parameter(Words("palette", "pallet"), Kind.NAME)
COUNTER = Parameter(Words("nom", "name"), Kind.NAME)
CONDITION = Parameter(Words("condition", "condition"), Kind.CONDITION)
LAMP = Parameter(
    Words("voyant", "lamp"),
    Kind.CHOICE,
    choices=(Words("vert", "green"), Words("orange", "orange"), Words("rouge", "red")),
)
BUTTON = Parameter(
    Words("bouton", "button"),
    Kind.CHOICE,
    choices=(Words("vert", "green"), Words("rouge", "red"), Words("bleu", "blue")),
)
DIMENSION = Parameter(
    Words("cote", "dimension"),
    Kind.CHOICE,
    choices=(Words("epaisseur", "thickness"), Words("largeur", "width"), Words("longueur", "length")),
)
TIME_LIMIT = Parameter(
    Words("delai", "timeout"), Kind.NUMBER, Unit.SECOND, 10, optional=True, minimum=0, maximum=600, keyword_only=True
)


def length(fr: str, en: str, initial: float, *, minimum: float = 0, optional: bool = False) -> Parameter:
    """A length in millimetres, at most a metre: no arm of the catalogue goes further in one step."""
    return Parameter(
        Words(fr, en), Kind.NUMBER, Unit.MILLIMETRE, initial, optional=optional, minimum=minimum, maximum=1000
    )


def shift(axis: str, initial: float = 0) -> Parameter:
    """A signed length along one axis of the world."""
    return length(axis, axis, initial, minimum=-1000)


def angle(initial: float) -> Parameter:
    """An angle in degrees, one turn at most either way."""
    return Parameter(Words("angle", "angle"), Kind.NUMBER, Unit.DEGREE, initial, minimum=-360, maximum=360)


def rank(fr: str, en: str, maximum: int) -> Parameter:
    """A whole number from 1."""
    return Parameter(Words(fr, en), Kind.NUMBER, Unit.COUNT, 1, minimum=1, maximum=maximum, whole=True)


SHIFT = (shift("x"), shift("y"), shift("z"))
