"""From findings to sentences: facts in SI units become words in a person's language and units."""

from __future__ import annotations

import math
import re
import string
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from cobot_lab.findings import Finding
from cobot_lab.program.residual import grid_of
from cobot_lab.program.table import BY_OP, ROWS
from cobot_lab.ui.outcomes import Asked, Outcome, in_words

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")

_UNITS: Mapping[str, tuple[float, int, str]] = {
    # key of the format: factor from SI, decimals, what is written behind the number
    "mm": (1000.0, 0, "mm"),
    "mm1": (1000.0, 1, "mm"),
    "mm2": (1000.0, 2, "mm"),
    "mmread": (1000.0, 2, "mm"),
    "s": (1.0, 1, "s"),
    "ms": (1000.0, 0, "ms"),
    "deg": (180.0 / math.pi, 0, "°"),
    "deg1": (180.0 / math.pi, 1, "°"),
    "deg2": (180.0 / math.pi, 2, "°"),
    "mm/s": (1000.0, 0, "mm/s"),
    "pct": (100.0, 0, "%"),
    "times": (1.0, 1, ""),
    "n": (1.0, 0, ""),
    "g": (1000.0, 0, "g"),
    "N": (1.0, 0, "N"),
    "J": (1.0, 2, "J"),
    "KiB": (1 / 1024, 0, "Kio"),
    "kg": (1.0, 2, "kg"),
    "rad/s": (1.0, 1, "rad/s"),
}

_UNIT_OF: Mapping[str, str] = {
    # what a finding says of its numbers, in a fact `unit`, `quantity` or `what`: key of the format
    "mm": "mm",
    "deg": "deg",
    "pct": "pct",
    "s": "s",
    "N": "N",
    "1": "n",
    "force": "N",
    "width": "mm",
    "thickness": "mm1",
    "part_mass": "g",
    "slider": "pct",
    "pace": "pct",
    "payload": "kg",
    "bandwidth": "rad/s",
    "age of data": "ms",
    "age of the hardware's status": "ms",
    "time to answer": "ms",
    "gripper opening": "mm1",
    **dict.fromkeys(("tool x", "tool y", "tool z"), "mm1"),
    **dict.fromkeys(("tool rx", "tool ry", "tool rz"), "deg1"),
}
_MEASURED = frozenset({"value", "minimum", "maximum", "found", "wanted"})
"""Facts that are in the unit which the finding names."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of one language.

    Attributes:
        language: Which one.
        table: The message file as read.
        labels: Names of the cell's things, parts and zones with their words in this language; may be empty.
        sensors: What the cell's sensors are to people, by their names; may be empty.
    """

    language: Language
    table: Mapping[str, Any]
    labels: Mapping[str, str]
    sensors: Mapping[str, Asked] = field(default_factory=dict)

    def says(self, finding: Finding) -> str:
        """Say what was found, in one sentence."""
        said = self.filled(self.table["codes"][finding.code.value]["says"], finding)
        return self._when(finding) + said[:1].lower() + said[1:] if finding.outcomes else said

    def _when(self, finding: Finding) -> str:
        """Say on which answers of the sensors it depends."""
        phrases = self.table["phrases"]["outcomes"]
        return in_words(finding.outcomes, self.sensors, phrases, self.language, self._answer)

    def if_said(self, sensor: str, answer: str | float | bool) -> str:
        """Say that a sensor gives an answer, as a condition behind something: « si la fraiseuse a fini »."""
        phrases = {**self.table["phrases"]["outcomes"], "when": "{what}"}
        said = in_words(((sensor, answer),), self.sensors, phrases, self.language, self._answer)
        return str(phrases["if"]) + said

    def case(self, number: int, outcomes: Sequence[Outcome]) -> str:
        """Name one of several outcomes: its number, and what the sensors say in it."""
        phrases = self.table["phrases"]["outcomes"]
        what = in_words(outcomes, self.sensors, {**phrases, "when": "{what}"}, self.language, self._answer)
        return str(phrases["case" if what else "only_case"].format(number=number, what=what))

    def _answer(self, answer: object) -> str:
        if isinstance(answer, float | int):
            return self.number(answer, "mmread")
        seen: Mapping[str, str] = self.table["words"]["seen"]
        return seen.get(str(answer), str(answer))

    def help(self, finding: Finding) -> str:
        """Say what to look at: by a fact, where the messages hold that, else by the code."""
        by_fact = (self.table["look"].get(name, {}).get(value) for name, value in finding.facts)
        own = next((pattern for pattern in by_fact if pattern is not None), None)
        return self.filled(own or self.table["codes"][finding.code.value]["help"], finding)

    def word(self, key: str, /, **facts: object) -> str:
        """Give a phrase of the interface by its dotted key, filled with facts."""
        entry: Any = self.table
        for name in key.split("."):
            entry = entry[name]
        return _Filler(self.language).vformat(entry, (), facts)

    def number(self, value: float, unit: str) -> str:
        """Write a number given in SI units with its unit, as people of this language write it."""
        return _written(value, unit, self.language)

    def reading(self, name: str, value: float) -> str:
        """Write a number that was read from an arm, with the unit of what it is a reading of, where that has one."""
        unit = _UNIT_OF.get(name)
        return _plain(value, self.language) if unit is None else self.number(value, unit)

    def named(self, name: str) -> str:
        """Give the words for the name of a thing, a link or a joint; the name itself where there are none."""
        tables = (self.labels, self.table["words"]["any"], self.table["words"]["joint"])
        return next((table[name] for table in tables if name in table), name)

    def filled(self, pattern: str, finding: Finding) -> str:
        """Fill a pattern with the facts of a finding, in the units and words of this language."""
        facts = dict(finding.facts)
        unit = _UNIT_OF.get(str(facts.get("unit", facts.get("quantity", facts.get("what", "")))))
        tables: Mapping[str, str] = self.table["codes"][finding.code.value].get("words", {})
        worded = {name: self._worded(name, tables.get(name, name), value, unit) for name, value in facts.items()}
        text = _Filler(self.language).vformat(pattern, (), worded)
        return text[:1].upper() + text[1:]

    def _worded(self, name: str, fact: str, value: object, unit: str | None) -> object:
        if isinstance(value, float | int) and not isinstance(value, bool) and unit is not None and name in _MEASURED:
            return self.number(value, unit)
        if isinstance(value, bool) and fact in self.table["words"]:
            value = str(value).lower()
        if not isinstance(value, str):
            return value
        phrases: Mapping[str, str] | None = self.table["phrases"].get(fact)
        if phrases is not None and "some" in phrases:
            return phrases["some" if value else "none"].format(value=value)
        words: Mapping[str, str] = self.table["words"].get(fact, {})
        anywhere: Mapping[str, str] = self.table["words"]["any"]
        said = words.get(value) or self.labels.get(value) or anywhere.get(value) or words.get("other")
        return said or self._vocabulary(fact, value)

    def _vocabulary(self, fact: str, value: str) -> str:
        """Give a step or a parameter of the vocabulary as Python calls it in this language."""
        if fact == "name" and value in BY_OP:
            return BY_OP[value].python.said_in(self.language)
        if fact in {"parameter", "gap"}:
            named = (parameter.name for row in ROWS for parameter in row.parameters)
            return next((words.said_in(self.language) for words in named if words.en == value), value)
        return value


@cache
def messages(name: str, language: Language) -> Mapping[str, Any]:
    """Read a message file, the spaces of French unbroken; `name` is empty for the main one."""
    file = Path(__file__).parent / "messages" / (f"{name}.{language}.toml" if name else f"{language}.toml")
    table: Mapping[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return _spaced(table) if language == "fr" else table


_SPACES = re.compile(r"(?<=«) | (?=[;?»%])| (?=[:!](?!=))")
"""The spaces of French before a high sign and inside quotes; `:=` and `!=` are signs of Python."""


def _spaced(table: Mapping[str, Any]) -> dict[str, Any]:
    """Give the phrases with these spaces unbroken, so that no line of a screen begins with a sign."""
    return {
        key: _spaced(value) if isinstance(value, Mapping) else _SPACES.sub("\N{NO-BREAK SPACE}", value)
        for key, value in table.items()
    }


def sentences(
    language: Language, labels: Mapping[str, str] | None = None, sensors: Mapping[str, Asked] | None = None
) -> Sentences:
    """Open the sentences of a language.

    Args:
        language: `fr` or `en`.
        labels: Words for the names of a cell's things, in that language.
        sensors: What a cell's sensors are to people.
    """
    return Sentences(language, messages("", language), labels or {}, sensors or {})


def _written(value: float, unit: str, language: Language) -> str:
    factor, decimals, suffix = _UNITS[unit]
    text = f"{value * factor:.{decimals}f}"
    if unit == "mmread" and grid_of(float(text) / factor) != grid_of(value):  # what decides may be the last digit
        text = f"{value * factor:.6f}".rstrip("0")
    if language == "fr":
        text = text.replace(".", ",")
    elif suffix == "Kio":
        suffix = "KiB"
    space = "" if suffix in {"", "°"} or (suffix == "%" and language == "en") else "\N{NO-BREAK SPACE}"
    return f"{text}{space}{suffix}"


def _plain(value: float, language: Language) -> str:
    text = f"{value:.6g}"
    return text.replace(".", ",") if language == "fr" else text


class _Filler(string.Formatter):
    """`str.format` with our units as format keys, and plural forms: `{count:plural|pièce|pièces}`."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Any, format_spec: str) -> Any:
        if format_spec in _UNITS:
            return _written(float(value), format_spec, self._language)
        if format_spec.startswith("plural|"):
            one, many = format_spec.removeprefix("plural|").split("|")
            few = abs(value) < 2 if self._language == "fr" else value == 1
            return one if few else many
        if isinstance(value, float) and not format_spec:
            return _plain(value, self._language)
        return super().format_field(value, format_spec)
