"""Slips with Python's own words: said in French, borrowed from elsewhere, forgotten, or used as names."""

from __future__ import annotations

import keyword
import tokenize

from cobot_lab.language.slips.details import Detail
from cobot_lab.language.slips.slip import HEADS, Said, Slip, at, names_something
from cobot_lab.program.table import folded

_FRENCH: dict[str, Detail] = {
    "si": "french_if",
    "sinon": "french_else",
    "sinonsi": "french_elif",
    "pour": "french_for",
    "tantque": "french_while",
    "tant": "french_while",
    "repeter": "french_repeat",
    "repete": "french_repeat",
    "repetez": "french_repeat",
    "repeat": "french_repeat",
    "loop": "french_repeat",
    "definir": "french_def",
    "fonction": "french_def",
    "function": "french_def",
    "elseif": "else_if",
    "elsif": "else_if",
}
"""First words of a line that say what another word says in Python."""
_LOGIC: dict[str, Detail] = {"et": "french_and", "ou": "french_or", "non": "french_not"}
_CONSTANTS = frozenset({"true", "false", "vrai", "faux"})
LIKE = {
    **{word: word for word in HEADS},
    "si": "if",
    "sinon": "else",
    "sinonsi": "elif",
    "elseif": "elif",
    "elsif": "elif",
    "pour": "while",
    "tantque": "while",
    "tant": "while",
    "repeter": "while",
    "repete": "while",
    "repetez": "while",
    "repeat": "while",
    "loop": "while",
    "for": "while",
    "definir": "def",
    "fonction": "def",
    "function": "def",
}
"""The head that each of these most likely stands for; a loop is any loop."""


def like(said: Said) -> str:
    """Give the head that a statement stands for, or nothing."""
    second = said.words[1].string if len(said.words) > 1 else ""
    if (said.first, second) in {("else", "if"), ("sinon", "si")}:
        return "elif"
    return LIKE.get(said.first, "")


def other_words(said: Said) -> Slip | None:
    """`si`, `sinon`, `pour`, `tant que`, `répéter`, `else if`, `elseif`."""
    words = said.words
    if words[0].type != tokenize.NAME:
        return None
    second = words[1].string if len(words) > 1 else ""
    if second in {"=", "+=", "."}:
        return None
    if said.first == "else" and second == "if":
        return Slip("else_if", at(words[0], words[1]))
    if said.first == "sinon" and second == "si":
        return Slip("french_elif", at(words[0], words[1]))
    detail = _FRENCH.get(said.first)
    if detail is None or (said.first == "tant" and second != "que"):
        return None
    return Slip(detail, at(words[0], words[1]) if said.first == "tant" else at(words[0]))


def then_word(said: Said) -> Slip | None:
    """`if x > 3 alors:`, `while x then:`, `for … faire:`."""
    if said.first not in HEADS:
        return None
    extra = ("alors", "then", "faire", "do")
    return next((Slip("then_word", at(word)) for word in said.words if word.string in extra), None)


def french_logic(said: Said) -> Slip | None:
    """`x et y`, `x ou y`, `non x`."""
    for before, word in zip(said.words, said.words[1:], strict=False):
        detail = _LOGIC.get(word.string)
        if detail is None or word.type != tokenize.NAME:
            continue
        joined = before.string in {"=", "(", ",", "if", "while", "elif", "and", "or"}
        if joined is (word.string == "non"):
            return Slip(detail, at(word))
    return None


def missing_in(said: Said) -> Slip | None:
    """`for i range(3):`, `for i dans range(3):`, `for i = 1 to 6:`."""
    if said.first != "for" or any(word.string == "in" for word in said.words[2:]) or len(said.words) < 3:
        return None
    return Slip("missing_in", at(said.words[2]))


def keyword_as_name(said: Said) -> Slip | None:
    """`in = 3`, `def for():`, `for if in range(3):`."""
    words = said.words
    second = words[1] if len(words) > 1 else None
    if keyword.iskeyword(words[0].string) and second is not None and second.string in {"=", "+=", "-="}:
        return Slip("keyword_as_name", at(words[0]))
    wants_a_name = said.first in {"def", "for"} and second is not None
    if wants_a_name and second is not None and keyword.iskeyword(second.string):
        return Slip("keyword_as_name", at(second))
    return None


def missing_condition(said: Said) -> Slip | None:
    """`if:`, `while:`, and `else` with a condition."""
    words = said.words
    second = words[1] if len(words) > 1 else None
    if said.first in {"if", "elif", "while"} and (second is None or second.string == ":"):
        return Slip("missing_condition", at(words[0]))
    if said.first == "else" and second is not None and second.string != ":" and words[-1].string == ":":
        return Slip("else_condition", at(*words[1:-1]))
    return None


def missing_colon(said: Said) -> Slip | None:
    """A head without `:`."""
    if said.first not in HEADS or said.has_colon():
        return None
    return Slip("missing_colon", at(said.words[-1]))


def extra_colon(said: Said) -> Slip | None:
    """`prendre("magasin"):`."""
    if said.first in HEADS or said.words[-1].string != ":" or len(said.words) < 2:
        return None
    return Slip("extra_colon", at(said.words[-1]))


def truth_word(said: Said) -> Slip | None:
    """`true` and `vrai` for `True`, `false` and `faux` for `False`."""
    for before, word, after in zip((None, *said.words), said.words, (*said.words[1:], None), strict=False):
        named = after is not None and after.string in {"=", "+=", "("} and (before is None or before.string != "==")
        if names_something(word) and folded(word.string).lower() in _CONSTANTS and not named:
            return Slip("truth_word", at(word))
    return None
