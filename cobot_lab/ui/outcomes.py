"""What was read, in words: « si le magasin est vide », « si l'on mesure 7,90 mm »."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.doings import arrival_of, machine_of
from cobot_lab.cell.thing import Label, Sensor

Outcome = tuple[str, object]
"""Sensor and answer; a sensor that was asked for some time is followed by a sign and the seconds, as in `vert@10`."""

_SUPPLIES = frozenset({"part_present", "arrival", "feeder"})
_CONTRACTED = (("à le ", "au "), ("à les ", "aux "), ("si il ", "s'il "))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a sensor is to people.

    Attributes:
        kind: Key of its phrases.
        about: What it tells of: a place or a machine with its article, a number, a colour.
    """

    kind: str
    about: Label


def asked_in(cell: Cell) -> Mapping[str, Asked]:
    """Give what each sensor of a cell is to people, by its name."""
    return {sensor.name: _asked(cell, sensor) for sensor in cell.sensors}


def _asked(cell: Cell, sensor: Sensor) -> Asked:
    arrival, machine, place = arrival_of(cell, sensor.name), machine_of(cell, sensor.name), cell.place(sensor.place)
    if arrival is not None:
        return Asked("arrival" if arrival.conveyor else "feeder", arrival.label)
    if machine is not None:
        return Asked("machine", machine.label)
    if sensor.kind == "part_present" and place is not None:
        return Asked("part_present", place.label)
    return Asked(sensor.kind, Label(*(2 * (sensor.name.rpartition("_")[2],))))


def in_words(
    outcomes: Sequence[Outcome],
    sensors: Mapping[str, Asked],
    phrases: Mapping[str, str],
    language: str,
    word: Callable[[object], str],
) -> str:
    """Say on which answers something depends, as the beginning of a sentence.

    Args:
        outcomes: In the order in which they were read.
        sensors: What is known of the sensors, by their names.
        phrases: One for each kind of sensor and answer.
        language: `fr` or `en`.
        word: Writes an answer that is no truth.
    """
    said: list[str] = []
    before = ""
    for name, answer in _worth_saying(outcomes, sensors):
        sensor, _, limit = name.partition("@")
        known = sensors.get(sensor)
        kind = known.kind if known is not None else "gripper" if sensor == "gripper" else "other"
        key = f"{kind}_{str(answer).lower()}" if isinstance(answer, bool) else kind
        key = key if key in phrases else "other"
        truth = phrases["true" if answer else "false"] if isinstance(answer, bool) else word(answer)
        about = "" if known is None else getattr(known.about, language)
        short = name == before and not isinstance(answer, bool)
        what = truth if short else phrases[key].format(about=about, answer=truth, sensor=sensor)
        what += phrases["waited"].format(limit=limit) if limit else ""
        said.append(("" if short or not said else phrases["if"]) + what)
        before = name
    text = phrases["when"].format(what=phrases["then"].join(said))
    return _contracted(text) if language == "fr" else text


def _worth_saying(outcomes: Sequence[Outcome], sensors: Mapping[str, Asked]) -> Iterator[Outcome]:
    """Leave out that there was another part, when more was read behind it."""
    for index, (name, answer) in enumerate(outcomes):
        known = sensors.get(name.partition("@")[0])
        supply = known is not None and known.kind in _SUPPLIES
        if not (supply and answer is True and index + 1 < len(outcomes)):
            yield name, answer


def _contracted(text: str) -> str:
    for long, short in _CONTRACTED:
        text = re.sub(rf"\b{long}", short, text)
        text = re.sub(rf"\b{long.capitalize()}", short.capitalize(), text)
    return text
