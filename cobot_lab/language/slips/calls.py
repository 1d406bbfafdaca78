"""Slips with brackets, commas and quotes of calls: forgotten, of the wrong kind, or in the wrong place."""

from __future__ import annotations

import tokenize
from itertools import pairwise

from cobot_lab.language.slips.slip import HEADS, Said, Slip, at, ends_value, names_something, starts_value, together


def bare_call(said: Said) -> Slip | None:
    """`ouvrir_pince` alone on its line."""
    (word, *rest) = said.words
    if not rest and names_something(word) and said.callable(word.string):
        return Slip("missing_parentheses", at(word))
    return None


def square_brackets(said: Said) -> Slip | None:
    """`range[3]`, `prendre["magasin"]`, `prendre{"magasin"}`."""
    for name, bracket in pairwise(said.words):
        if bracket.string in {"[", "{"} and names_something(name) and said.callable(name.string):
            return Slip("square_brackets", at(bracket))
    return None


def no_parentheses(said: Said) -> Slip | None:
    """`aller_a "magasin"`, `for i in range 3:`, `def prise:`."""
    words = said.words
    if said.first == "def" and len(words) > 1 and names_something(words[1]):
        if len(words) < 3 or words[2].string == ":":
            return Slip("missing_parentheses", at(words[1]))
        return None
    for name, value in pairwise(words):
        if names_something(name) and said.callable(name.string) and starts_value(value):
            return Slip("missing_parentheses", at(name))
    return None


def two_steps(said: Said) -> Slip | None:
    """`prendre("a") deposer("b")` on one line."""
    for (before, word), depth in zip(pairwise(said.words), said.depths()[1:], strict=True):
        if not depth and ends_value(before) and names_something(word) and said.callable(word.string):
            return Slip("two_steps", at(word))
    return None


def quote_inside(said: Said) -> Slip | None:
    """`afficher('l'ébauche')`: the text holds the sign that stands around it."""
    for left, right in pairwise(said.words):
        text, other = (left, right) if left.type == tokenize.STRING else (right, left)
        if text.type == tokenize.STRING and names_something(other) and together(left, right):
            return Slip("quote_inside", at(text))
    return None


def missing_comma(said: Said) -> Slip | None:
    """Two values side by side inside brackets."""
    for (left, right), depth in zip(pairwise(said.words), said.depths()[1:], strict=True):
        if depth and ends_value(left) and starts_value(right):
            return Slip("missing_comma", at(right))
    return None


def nothing_between(said: Said) -> Slip | None:
    """Two words side by side, as in a sentence."""
    words = said.words[1:] if said.first in HEADS else said.words
    for left, right in pairwise(words):
        if ends_value(left) and starts_value(right):
            return Slip("nothing_between", at(left, right))
    return None
