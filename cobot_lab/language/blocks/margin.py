"""What a block keeps beside what it shows: the words of its `data`, a text that Blockly carries along untouched."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, unquote

BLANK = "blank"
"""Blank lines stand before the step."""
NUMBER = "number"
"""How a number is written, where JSON would lose it: `1.0`, `-0.0`."""
VARIABLE = "variable"
"""The name that a loop counts with, when nobody looks at it."""
AT = "at"
"""Where a definition stands among the steps of the top level, counted from 0, blank lines left out."""
NOTE = "note"
"""With the number of a case behind it: the comment of a `sinon si`."""

_KEYS = frozenset({BLANK, NUMBER, VARIABLE, AT, NOTE})


def write_margin(kept: Mapping[str, str]) -> str:
    """Give the words of a margin.

    >>> write_margin({"blank": "", "variable": "i"})
    'blank variable=i'
    """
    return " ".join(f"{key}={quote(value, safe='')}" if value else key for key, value in kept.items())


def read_margin(data: str) -> dict[str, str]:
    """Read the words of a margin; what others wrote there does no harm.

    >>> read_margin("blank variable=%C3%A9")
    {'blank': '', 'variable': 'é'}
    """
    pairs = (word.partition("=") for word in data.split(" "))
    return {key: unquote(value) for key, _, value in pairs if key.rstrip("0123456789") in _KEYS}
