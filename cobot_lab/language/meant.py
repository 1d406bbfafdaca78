"""What a pupil most likely meant, where Python could read a line or the visitors refused it for another reason."""

from __future__ import annotations

import tokenize
from collections.abc import Iterable
from itertools import pairwise

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.language.slips import keywords
from cobot_lab.language.slips.numbers import decimal_comma
from cobot_lab.language.slips.rules import UNMEANT, first_of
from cobot_lab.language.slips.slip import Said, Slip, at
from cobot_lab.language.tokens import Line, wrong_syntax


def unmeant(lines: Iterable[Line], functions: frozenset[str], given: frozenset[str]) -> list[Finding]:
    """Find the statements that Python reads otherwise than they were meant, one finding each.

    Args:
        lines: The statements.
        functions: Names of the pupil's functions.
        given: Names that the program sets somewhere.
    """
    found = []
    for line in lines:
        said = Said(line.words, functions)
        slip = first_of(UNMEANT, said) or _truth_word(said, given)
        if slip is not None:
            found.append(wrong_syntax(slip.detail, slip.span))
        elif (nothing := _nothing(said, given)) is not None:
            found.append(nothing)
    return found


def _nothing(said: Said, given: frozenset[str]) -> Finding | None:
    """`none` for `None`, which the language has not either."""
    for word in said.words:
        if word.type == tokenize.NAME and word.string in {"none", "null"} - given:
            return Finding.of(Code.NOT_IN_LANGUAGE, span=at(word), construct="none", hint="")
    return None


def _truth_word(said: Said, given: frozenset[str]) -> Slip | None:
    slip = keywords.truth_word(said)
    if slip is None:
        return None
    word = next(w for w in said.words if w.start == (slip.span.line, slip.span.column))
    return None if word.string in given else slip


def better(finding: Finding, line: Line | None, functions: frozenset[str]) -> Finding:
    """Say a refusal as the slip that it most likely is: too many values for a comma, too few for none."""
    if line is None or finding.span is None:
        return finding
    said = Said(line.words, functions)
    slip = None
    if finding.code is Code.WRONG_ARGUMENTS:
        most = int(str(finding.fact("expected")).split("-")[-1])
        slip = decimal_comma(said) if int(finding.fact("given")) > most else _texts_in_a_row(said)
    elif finding.code is Code.NOT_IN_LANGUAGE and finding.fact("construct") == "tuple":
        slip = decimal_comma(said)
    return finding if slip is None else wrong_syntax(slip.detail, slip.span)


def _texts_in_a_row(said: Said) -> Slip | None:
    for left, right in pairwise(said.words):
        if left.type == right.type == tokenize.STRING:
            return Slip("missing_comma", at(right))
    return None
