"""Hints: four grades for whatever a pupil can be told."""

from __future__ import annotations

import pytest

from cobot_lab.coach.budget import Fix
from cobot_lab.coach.difference import Edit
from cobot_lab.coach.hints import PUPIL_CODES, hints_for
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report, Span
from cobot_lab.language.reader import read

FINDING = Finding.of(Code.PLACES_NOTHING, step=2)
PROGRAM = read('aller_a("magasin")\ndeposer("plateau")\n')[0]


def _fix(count: int) -> Fix:
    assert PROGRAM is not None
    edits = tuple(Edit("inserted", 1, True, 1, None, 2, "", f"remonter({at})") for at in range(count))
    return Fix(PROGRAM, b"", edits, Report(), "fr")


def test_a_hint_knows_where_to_look() -> None:
    hints = hints_for(FINDING, PROGRAM)
    assert [hint.grade for hint in hints] == [1, 2, 3, 4]
    assert [hint.key for hint in hints] == ["question", "place", "shape", "last"]
    assert {(hint.step, hint.line, hint.block) for hint in hints} == {(2, 2, None)}
    assert all(hint.edits == () for hint in hints)


def test_a_block_is_known_by_its_identifier() -> None:
    finding = Finding.of(Code.PLACES_NOTHING, step=2, span=Span(block="x7"))
    assert {(hint.line, hint.block) for hint in hints_for(finding, PROGRAM)} == {(0, "x7")}


def test_only_a_small_verified_fix_is_given_as_steps() -> None:
    assert hints_for(FINDING, PROGRAM, _fix(1))[3].key == "fix"
    assert hints_for(FINDING, PROGRAM, _fix(1))[3].edits[0].after == "remonter(0)"
    assert hints_for(FINDING, PROGRAM, _fix(4))[3].key == "last"
    assert [hint.key for hint in hints_for(FINDING, PROGRAM, _fix(1))[:3]] == ["question", "place", "shape"]


def test_what_cannot_be_read_has_hints_too() -> None:
    hints = hints_for(Finding.of(Code.SYNTAX, detail="other", span=Span(3, 0, 3, 4)), None)
    assert {hint.line for hint in hints} == {3}


def test_what_is_no_pupil_s_has_none() -> None:
    assert Code.EXPIRED not in PUPIL_CODES
    with pytest.raises(ValueError, match="T11"):
        hints_for(Finding.of(Code.EXPIRED, until="x"), None)
