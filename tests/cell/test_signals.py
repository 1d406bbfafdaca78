"""Signals in cell files."""

from __future__ import annotations

import pytest

from cobot_lab.cell.cell_file import cell_from_files
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.problems import DescriptionError
from cobot_lab.paths import data_room


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return dict(load_cell(data_room("robots") / "ur3e" / "cells" / "palette.toml").files)


def test_a_cell_says_what_may_be_switched(files: dict[str, bytes]) -> None:
    cell = cell_from_files(files)
    assert [(one.name, one.kind, one.which) for one in cell.signals] == [
        ("voyant_vert", "lamp", "green"),
        ("voyant_rouge", "lamp", "red"),
        ("soufflette", "output", "1"),
    ]
    found = cell.signal("output", "1")
    assert found is not None
    assert found.name == "soufflette"
    assert cell.signal("conveyor", "") is None


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("number = 1", "number = 17"), "signals[2].number"),
        (("number = 1", 'colour = "red"'), "signals[2].number"),
        (('colour = "red"', 'colour = "green"'), "signals[1]"),
        (('name = "soufflette"', 'name = "voyant_vert"'), "signals[2].name"),
        (('colour = "green"\n', 'colour = "green"\nnumber = 3\n'), "signals[0].number"),
    ],
)
def test_signals_that_cannot_be_told_apart_are_refused(
    files: dict[str, bytes], change: tuple[str, str], key: str
) -> None:
    text = files["cell.toml"].decode()
    assert change[0] in text
    with pytest.raises(DescriptionError) as refusal:
        cell_from_files({**files, "cell.toml": text.replace(*change, 1).encode()})
    assert key in str(refusal.value)


def test_a_thing_of_too_many_solids_is_refused_rather_than_cut_short(files: dict[str, bytes]) -> None:
    text = files["cell.toml"].decode()
    solid = '  { kind = "box", size_mm = [16.0, 68.0, 22.0], position_mm = [0.0, 45.0, 19.0] },\n'
    assert solid in text
    with pytest.raises(DescriptionError, match="shapes"):
        cell_from_files({**files, "cell.toml": text.replace(solid, solid * 7, 1).encode()})
