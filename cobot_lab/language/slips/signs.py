"""Slips with signs: one `=` for two, signs of other languages, signs in the wrong order or cut in two."""

from __future__ import annotations

import tokenize
from itertools import pairwise

from cobot_lab.language.slips.details import Detail
from cobot_lab.language.slips.slip import OPENING, Said, Slip, at, ends_value, names_something, starts_value, together

_SWAPPED = frozenset({"=<", "=>", "=!", "<>"})
_DOUBLED: dict[str, Detail] = {"&&": "and_sign", "||": "or_sign"}
_TAKES_A_VALUE_BEFORE = frozenset({"*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "and", "or"})
_TAKES_A_VALUE_AFTER = _TAKES_A_VALUE_BEFORE | {"+", "-", "=", "+=", "-=", "*=", "/=", "not"}
_ENDS = frozenset({")", "]", "}", ":", ",", ";"})


def logic_signs(said: Said) -> Slip | None:
    """`&&`, `||` and `!`, as other languages write them."""
    for left, right in pairwise(said.words):
        detail = _DOUBLED.get(left.string + right.string)
        if detail and together(left, right):
            return Slip(detail, at(left, right))
        if left.string == "!" and (right.string in OPENING or starts_value(right)):
            return Slip("not_sign", at(left))
    return None


def swapped(said: Said) -> Slip | None:
    """`=<` for `<=`, `=>` for `>=`, `=!` and `<>` for `!=`."""
    for left, right in pairwise(said.words):
        if together(left, right) and left.string + right.string in _SWAPPED:
            return Slip("swapped_sign", at(left, right))
    return next((Slip("swapped_sign", at(word)) for word in said.words if word.string == "<>"), None)


def cut_in_two(said: Said) -> Slip | None:
    """`= =`, `! =`, `< =`, `+ =` with a space inside."""
    for left, right in pairwise(said.words):
        if right.string == "=" and left.string in {"=", "!", "<", ">", "+", "-"} and not together(left, right):
            return Slip("split_sign", at(left, right))
    return None


def single_equals(said: Said) -> Slip | None:
    """`if x = 3:`; the value named in a call, as in `delai=3`, is none."""
    if said.first not in {"if", "elif", "while"}:
        return None
    calls: list[bool] = []
    before = said.words[0]
    for word in said.words[1:]:
        if word.string in OPENING:
            calls.append(names_something(before))
        elif word.string in {")", "]", "}"} and calls:
            calls.pop()
        elif word.string == "=" and not (calls and calls[-1]):
            return Slip("single_equals", at(word))
        elif word.string == ":" and not calls:
            return None
        before = word
    return None


def double_equals(said: Said) -> Slip | None:
    """`x == 3` as a step of its own."""
    words = said.words
    if len(words) >= 3 and names_something(words[0]) and words[1].string == "==":
        return Slip("double_equals", at(words[1]))
    return None


def plus_plus(said: Said) -> Slip | None:
    """`i++`, `++i` and `i--`, as other languages count."""
    words = said.words
    if len(words) != 3:
        return None
    for left, right in (words[:2], words[1:]):
        if left.string in {"+", "-"} and left.string == right.string and together(left, right):
            return Slip("plus_plus", at(left, right))
    return None


def sign_after_equals(said: Said) -> Slip | None:
    """`x =+ 1` for `x += 1`; the value given in `x = -1` and `x=-1` is meant."""
    words = said.words
    if len(words) < 4 or not names_something(words[0]) or words[1].string != "=":
        return None
    equals, sign, value = words[1:4]
    if sign.string in {"+", "-"} and together(equals, sign) and not together(sign, value):
        return Slip("sign_after_equals", at(equals, sign))
    return None


def missing_value(said: Said) -> Slip | None:
    """A sign with nothing before or after it, two commas in a row."""
    words = said.words
    for left, right in pairwise(words):
        if left.string in _TAKES_A_VALUE_AFTER and right.string in _ENDS | _TAKES_A_VALUE_BEFORE:
            return Slip("missing_value", at(left))
        if right.string == "," and left.string in OPENING | {","}:
            return Slip("missing_value", at(right))
        if right.string in _TAKES_A_VALUE_BEFORE and not ends_value(left):
            return Slip("missing_value", at(right))
    last = words[-1]
    if last.string in _TAKES_A_VALUE_AFTER or (last.string == "." and len(words) > 1):
        return Slip("missing_value", at(last))
    return None


def assigned_value(said: Said) -> Slip | None:
    """A value on the left of `=`, as in `3 = x`."""
    for word, depth in zip(said.words, said.depths(), strict=True):
        if word.string == "=" and not depth:
            left = said.words[: said.words.index(word)]
            wrong = len(left) > 1 or (left and left[0].type in {tokenize.NUMBER, tokenize.STRING})
            return Slip("assigned_value", at(*left)) if wrong else None
    return None


def odd_sign(said: Said) -> Slip | None:
    """A sign that means nothing in Python."""
    return next((Slip("odd_sign", at(word)) for word in said.words if word.type == tokenize.ERRORTOKEN), None)
