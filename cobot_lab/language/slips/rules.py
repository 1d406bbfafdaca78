"""The rules in the order in which they are asked: the first that recognises a slip speaks."""

from __future__ import annotations

from collections.abc import Callable

from cobot_lab.language.slips import calls, keywords, numbers, signs
from cobot_lab.language.slips.slip import Said, Slip

Rule = Callable[[Said], Slip | None]

BROKEN: tuple[Rule, ...] = (
    keywords.other_words,
    keywords.then_word,
    keywords.keyword_as_name,
    keywords.missing_condition,
    calls.quote_inside,
    numbers.unit_written,
    numbers.leading_zero,
    numbers.decimal_comma,
    signs.logic_signs,
    signs.swapped,
    signs.cut_in_two,
    signs.single_equals,
    signs.plus_plus,
    signs.odd_sign,
    calls.square_brackets,
    keywords.french_logic,
    keywords.missing_in,
    calls.no_parentheses,
    calls.two_steps,
    calls.missing_comma,
    keywords.missing_colon,
    signs.assigned_value,
    signs.missing_value,
    keywords.extra_colon,
    calls.nothing_between,
)
"""For statements that Python cannot read."""

UNMEANT: tuple[Rule, ...] = (
    calls.bare_call,
    calls.square_brackets,
    signs.double_equals,
    signs.sign_after_equals,
    signs.plus_plus,
)
"""For statements that Python reads otherwise than they were meant."""


def first_of(rules: tuple[Rule, ...], said: Said) -> Slip | None:
    """Give the slip that the first of some rules recognises."""
    return next((slip for rule in rules if (slip := rule(said)) is not None), None)
