"""Pallets, modes, joints, turning and signals: what the interpreter makes of them."""

import math

import pytest

from cobot_lab.codes import Code
from cobot_lab.language.reader import read
from cobot_lab.program import commands as c
from cobot_lab.program.interpreter import collect


def ran(text: str):
    program, report = read(text.encode())
    assert program is not None, report.findings
    return collect(program)


def spots(text: str) -> list[c.Spot]:
    commands, findings = ran(text)
    assert findings == ()
    return [command.spot for command in commands if isinstance(command, c.GoTo)]


MADE = 'creer_palette("p", 2, 3, "A", "B", "C")\n'


def weights(spot: c.Spot) -> dict[str, float]:
    return dict(spot.shares)


def test_cells_are_counted_row_after_row_between_the_three_points() -> None:
    found = spots(MADE + "".join(f'aller_a(case_palette("p", {n}))\n' for n in range(1, 7)))
    assert [spot.said for spot in found] == [f"p {n}" for n in range(1, 7)]
    for spot, (row, column) in zip(found, [(r, k) for r in range(2) for k in range(3)], strict=True):
        share = weights(spot)
        assert sum(share.values()) == pytest.approx(1.0)
        assert share.get("B", 0.0) == pytest.approx(column / 2)
        assert share.get("C", 0.0) == pytest.approx(row)


def test_row_and_column_name_the_same_cell_as_its_number() -> None:
    numbered, by_row = spots(MADE + 'aller_a(case_palette("p", 5))\naller_a(case_palette("p", 2, 2))')
    assert numbered == by_row


def test_a_pallet_of_one_row_or_column_does_not_divide_by_zero() -> None:
    (spot,) = spots('make_pallet("p", 1, 1, "A", "B", "C")\ngo_to(pallet_cell("p", 1))')
    assert weights(spot) == {"A": 1.0}


def test_an_offset_cell_keeps_both() -> None:
    (spot,) = spots(MADE + 'aller_a(decale(case_palette("p", 3), 0, 0, 25))')
    assert spot.offset == (0.0, 0.0, 0.025)
    assert weights(spot)["B"] == 1.0


def test_a_pallet_may_stand_on_offset_points_and_on_cells_of_another() -> None:
    text = MADE + 'creer_palette("q", 1, 2, decale("A", 10, 0, 0), case_palette("p", 3), "C")\n'
    first, last = spots(text + 'aller_a(case_palette("q", 1))\naller_a(case_palette("q", 2))')
    assert (weights(first), first.offset) == ({"A": 1.0}, (0.01, 0.0, 0.0))
    assert {name: share for name, share in last.shares if share} == {"B": 1.0}


@pytest.mark.parametrize(
    ("cell", "parameter", "maximum", "value"),
    [("7", "number", 6, 7), ("3, 1", "row", 2, 3), ("1, 4", "column", 3, 4), ("2 - 2 + 7", "number", 6, 7)],
)
def test_a_cell_out_of_range_is_found_with_the_range(cell: str, parameter: str, maximum: int, value: int) -> None:
    (finding,) = ran(MADE + f'aller_a(case_palette("p", {cell}))')[1]
    assert (finding.code, finding.step) == (Code.NUMBER_OUT_OF_RANGE, 2)
    facts = dict(finding.facts)
    assert (facts["parameter"], facts["minimum"], facts["maximum"], facts["value"]) == (parameter, 1, maximum, value)


def test_a_pallet_that_was_not_made_is_found_with_those_that_were() -> None:
    (finding,) = ran(MADE + 'aller_a(case_palette("q", 1))')[1]
    assert (finding.code, dict(finding.facts)) == (Code.UNKNOWN_PALLET, {"name": "q", "known": "p"})


def test_a_rank_that_is_computed_has_to_be_whole() -> None:
    (finding,) = ran(MADE + 'aller_a(case_palette("p", 3 / 2))')[1]
    assert (finding.code, finding.fact("reason")) == (Code.CANNOT_COMPUTE, "types")


def test_the_other_rows_become_commands_in_si() -> None:
    text = """
mode("ligne")
mode("rapide")
tourner_outil(-90)
articulation(3, 45)
sortie(1, 1)
impulsion(2, 0.5)
allumer("vert")
eteindre("rouge")
convoyeur(50)
"""
    commands, findings = ran(text)
    assert findings == ()
    assert commands == (
        c.SetMode(1, straight=True),
        c.SetMode(2, straight=False),
        c.TurnTool(3, -math.pi / 2),
        c.SetJoint(4, 3, math.pi / 4),
        c.Signal(5, "output", "1", 1.0),
        c.Signal(6, "output", "2", 1.0, 0.5),
        c.Signal(7, "lamp", "green", 1.0),
        c.Signal(8, "lamp", "red", 0.0),
        c.Signal(9, "conveyor", "", 0.5),
    )
