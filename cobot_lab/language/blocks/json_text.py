"""JSON read and written without recursion, and without silence: a repeated name or an unusable number is told.

A stack of blocks is saved as a chain of objects inside one another, so that a program within its limits is deeper than
Python's own reader can go.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from cobot_lab.language.characters import visible
from cobot_lab.program.vocabulary import EXACT_MAX

DEPTH_MAX = 4000
"""Deepest nesting of objects and lists: ten times what a program within its limits needs."""

VALUES_MAX = 60_000
"""Most objects, lists, texts and numbers together: many times what a long program has."""

_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|(true|false|null)|(NaN|-?Infinity)")
_WORDS = {"true": True, "false": False, "null": None}
_PATH_MAX = 120


@dataclass(frozen=True, slots=True)
class Unusable:
    """A number that no double, or no exact whole number, stands for.

    Attributes:
        text: As it is written.
    """

    text: str


class BrokenJson(ValueError):  # noqa: N818 - the text is broken, nothing failed
    """A text is not JSON; caught where it is read.

    Attributes:
        path: Where in the document, such as `$.blocks.blocks[0].type`.
        reason: Key of what is wrong.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class _Reader:
    """Reads one text; `open` holds the objects and lists around the place, each with the name of what comes next."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._left = VALUES_MAX
        self._open: list[tuple[dict[str, Any] | list[Any], str]] = []

    def document(self) -> Any:
        value = self._value()
        while True:
            while self._open:
                self._add(value)
                if self._goes_on():
                    break
                value = self._open.pop()[0]
            else:
                if self._peek():
                    raise self._broken("json")
                return value
            value = self._value()

    def _value(self) -> Any:
        """Read a scalar or an empty object or list; a fuller one is opened and its first value read."""
        while True:
            sign = self._peek()
            self._left -= 1
            if self._left < 0:
                raise self._broken("many")
            if sign not in {"{", "["}:
                return self._scalar(sign)
            self._at += 1
            fresh: dict[str, Any] | list[Any] = {} if sign == "{" else []
            if self._peek() == ("}" if sign == "{" else "]"):
                self._at += 1
                return fresh
            if len(self._open) >= DEPTH_MAX:
                raise self._broken("depth")
            self._open.append((fresh, ""))
            if isinstance(fresh, dict):
                self._name(fresh)

    def _scalar(self, sign: str) -> Any:
        if sign == '"':
            return self._string()
        found = _SCALAR.match(self._text, self._at)
        if found is None:
            raise self._broken("json")
        self._at = found.end()
        number, word, _ = found.groups()
        if word is not None:
            return _WORDS[word]
        return Unusable(_shortened(found[0])) if number is None else _number(number)

    def _string(self) -> str:
        try:
            text, self._at = scanstring(self._text, self._at + 1, True)
        except json.JSONDecodeError:
            raise self._broken("json") from None
        return str(text)

    def _name(self, of: dict[str, Any]) -> None:
        if self._peek() != '"':
            raise self._broken("json")
        name = self._string()
        self._open[-1] = (of, name)
        if name in of:
            raise self._broken("repeated_name")
        if self._peek() != ":":
            raise self._broken("json")
        self._at += 1

    def _add(self, value: Any) -> None:
        around, name = self._open[-1]
        if isinstance(around, dict):
            around[name] = value
        else:
            around.append(value)

    def _goes_on(self) -> bool:
        """Tell whether another value follows in the innermost object or list, or read its end."""
        around = self._open[-1][0]
        sign = self._peek()
        self._at += 1
        if sign == ",":
            if isinstance(around, dict):
                self._name(around)
            return True
        if sign != ("}" if isinstance(around, dict) else "]"):
            raise self._broken("json")
        return False

    def _peek(self) -> str:
        space = _SPACE.match(self._text, self._at)
        assert space is not None
        self._at = space.end()
        return self._text[self._at : self._at + 1]

    def _broken(self, reason: str) -> BrokenJson:
        steps = (f".{visible(name)}" if isinstance(around, dict) else f"[{len(around)}]" for around, name in self._open)
        path = "$" + "".join(steps)
        return BrokenJson(path if len(path) <= _PATH_MAX else f"…{path[-_PATH_MAX:]}", reason)


def parse_json(text: str) -> Any:
    """Read a JSON document into dictionaries, lists, texts, numbers, truths and nothings.

    Raises:
        BrokenJson: It is not JSON, repeats a name in an object, is nested too deep or holds too much.

    >>> parse_json('{"a": [1, 2.5, "é"], "b": {}, "c": NaN}')
    {'a': [1, 2.5, 'é'], 'b': {}, 'c': Unusable(text='NaN')}
    """
    return _Reader(text).document()


def _number(text: str) -> int | float | Unusable:
    if len(text) > 400:
        return Unusable(_shortened(text))
    if text.lstrip("-").isdigit():
        whole = int(text)
        return whole if abs(whole) <= EXACT_MAX else Unusable(_shortened(text))
    value = float(text)
    return value if math.isfinite(value) else Unusable(_shortened(text))


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "…"


@dataclass(frozen=True, slots=True)
class _Sign:
    text: str


def write_json(document: Any) -> str:
    r"""Give the text of a JSON document on one line, with its end of line; names stay in their order.

    >>> write_json({"a": [1, True], "b": {"é": None}})
    '{"a":[1,true],"b":{"é":null}}\n'
    """
    parts: list[str] = []
    waiting: list[Any] = [document]
    while waiting:
        item = waiting.pop()
        if isinstance(item, _Sign):
            parts.append(item.text)
        elif isinstance(item, dict):
            waiting.append(_Sign("}"))
            for at, (name, value) in reversed(list(enumerate(item.items()))):
                waiting += [value, _Sign(("," if at else "") + json.dumps(name, ensure_ascii=False) + ":")]
            parts.append("{")
        elif isinstance(item, list | tuple):
            waiting.append(_Sign("]"))
            for at, value in reversed(list(enumerate(item))):
                waiting += [value, _Sign("," if at else "")]
            parts.append("[")
        else:
            parts.append(json.dumps(item, ensure_ascii=False, allow_nan=False))
    return "".join(parts) + "\n"
