"""What a question of the program looks at in the cell, and every answer that it may get."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.doings import Doings, arrival_of
from cobot_lab.cell.thing import Sensor
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.whereabouts import Whereabouts
from cobot_lab.program.commands import Read
from cobot_lab.program.gaps import BUTTON, DIMENSION
from cobot_lab.program.residual import Answer
from cobot_lab.program.vocabulary import Parameter

GRIPPER = "gripper"
"""The sensor that says whether the gripper holds something: the gripper itself."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What is asked.

    Attributes:
        sensor: Name of the sensor.
        part: Name of the part that it looks at, empty for none.
        answers: Every answer that is possible, in SI units.
        lasting: Whether the same question about the same part gets the same answer again.
    """

    sensor: str
    part: str
    answers: tuple[Answer, ...]
    lasting: bool


def look(cell: Cell, where: Whereabouts, doings: Doings, read: Read) -> Sight | Finding:
    """Say what a sensor may answer where the program asks it, or what is wrong with the question."""
    if read.kind == "holding":
        return Sight(GRIPPER, where.held, (bool(where.held),), lasting=False)
    known = [sensor for sensor in cell.sensors if sensor.kind == read.kind]
    found = [sensor for sensor in known if _is_meant(sensor, read)]
    if not found:
        names = ", ".join(sorted(sensor.place if read.kind == "part_present" else sensor.name for sensor in known))
        return Finding.of(Code.UNKNOWN_SENSOR, step=read.step, kind=read.kind, name=read.name, known=names)
    sensor = next((each for each in found if each.place and where.seen_at(each.place)), found[0])
    part = where.seen_at(sensor.place) if sensor.place else where.held
    match read.kind:
        case "part_present":
            return _presence(cell, sensor, part, where, doings)
        case "colour" | "dimension":
            if not part:
                return Finding.of(Code.NOTHING_TO_SEE, step=read.step, sensor=sensor.name, place=sensor.place)
            return Sight(sensor.name, part, _measured(sensor), lasting=not sensor.uncertainty)
        case _:
            said = doings.may_say(cell, sensor.name)
            return Sight(sensor.name, "", sensor.may_see if said is None else said, lasting=False)


def _presence(cell: Cell, sensor: Sensor, part: str, where: Whereabouts, doings: Doings) -> Sight:
    """A part that the gripper brought or that was seen to arrive is there.

    The next one to arrive may be there or not, if it is under way. One that waits from the start may be missing, if the
    cell says so.
    """
    arrival = arrival_of(cell, sensor.name)
    if arrival is not None and not part:
        said = doings.may_say(cell, sensor.name)
        assert said is not None
        return Sight(sensor.name, doings.next_part(arrival) if True in said else "", said, lasting=False)
    if arrival is not None:
        return Sight(sensor.name, part, (True,), lasting=False)
    if part and part not in where.moved:
        return Sight(sensor.name, part, sensor.may_see, lasting=True)
    return Sight(sensor.name, part, (bool(part),), lasting=False)


def _measured(sensor: Sensor) -> tuple[Answer, ...]:
    """Give what may be read of what may be true: a size is read with its uncertainty."""
    off = sensor.uncertainty
    if not off:
        return sensor.may_see
    sizes = [seen for seen in sensor.may_see if isinstance(seen, float)]
    return tuple(sorted(set(chain.from_iterable((round(v - off, 9), v, round(v + off, 9)) for v in sizes))))


def _is_meant(sensor: Sensor, read: Read) -> bool:
    match read.kind:
        case "part_present":
            return sensor.place == read.name
        case "dimension":
            return sensor.name in _words(DIMENSION, read.name)
        case "button":
            return sensor.name in _words(BUTTON, read.name)
        case "input":
            return sensor.name in (f"entree_{read.name}", f"input_{read.name}")
        case _:
            return True


def _words(parameter: Parameter, key: str) -> tuple[str, ...]:
    """Give the words that a choice has in each language; what is no choice is its own word."""
    return next(((words.fr, words.en) for words in parameter.choices if words.en == key), (key,))
