"""Slips with numbers: the comma of French, units, zeros in front."""

from __future__ import annotations

import tokenize

from cobot_lab.language.slips.slip import Said, Slip, at, together
from cobot_lab.program.table import folded

_UNITS = frozenset(
    {
        "mm",
        "cm",
        "m",
        "s",
        "sec",
        "seconde",
        "secondes",
        "seconds",
        "ms",
        "deg",
        "degre",
        "degres",
        "n",
        "fois",
        "times",
    }
)


def unit_written(said: Said) -> Slip | None:
    """`remonter(80mm)`, `vitesse(40%)`."""
    words = said.words
    for number, unit, after in zip(words, words[1:], (*words[2:], None), strict=False):
        if number.type != tokenize.NUMBER:
            continue
        word = unit.type == tokenize.NAME and folded(unit.string).lower() in _UNITS
        per_cent = unit.string == "%" and (after is None or after.string in {")", ",", ":"})
        if word or per_cent:
            return Slip("unit_written", at(unit))
    return None


def leading_zero(said: Said) -> Slip | None:
    """`007`."""
    for word, after in zip(said.words, (*said.words[1:], None), strict=True):
        if word.type != tokenize.NUMBER:
            continue
        if after is not None and after.type == tokenize.NUMBER and together(word, after):
            return Slip("leading_zero", at(word, after))
        if word.string.isdigit() and len(word.string) > 1 and word.string[0] == "0" and word.string.strip("0"):
            return Slip("leading_zero", at(word))
    return None


def decimal_comma(said: Said) -> Slip | None:
    """`0,5` for `0.5`: digits, a comma and digits without a space."""
    words = said.words
    for whole, comma, part in zip(words, words[1:], words[2:], strict=False):
        numbers = whole.type == part.type == tokenize.NUMBER and comma.string == ","
        if numbers and together(whole, comma) and together(comma, part):
            return Slip("decimal_comma", at(whole, part))
    return None
