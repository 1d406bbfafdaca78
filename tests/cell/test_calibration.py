"""A base measured by marks: the frame that fits, what speaks against it, and the cell that it makes."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from cobot_lab import stored
from cobot_lab.cell.calibration import FILE, Calibration, Mark
from cobot_lab.cell.cell_file import cell_from_files
from cobot_lab.cell.frames import pose, rotation_rpy
from cobot_lab.cell.load import cells, load_cell
from cobot_lab.cell.problems import DescriptionError

CROSSES = ((0.2, -0.15, 0.0), (0.4, 0.0, 0.0), (0.2, 0.15, 0.0))
ATELIER = load_cell(cells("ur3e")[0])


def touched(T_WB, crosses=CROSSES, slips=None, **changes):
    """Give what an arm with its base there reads at the crosses, each touched a little beside."""
    slips = np.zeros((len(crosses), 3)) if slips is None else np.array(slips)
    read = [np.linalg.inv(T_WB)[:3] @ [*cross, 1.0] + slip for cross, slip in zip(crosses, slips, strict=True)]
    marks = tuple(Mark(cross, tuple(map(float, p_B))) for cross, p_B in zip(crosses, read, strict=True))
    facts = {"cell": "atelier", "robot": "ur3e", "serial": "20235", "by": "Camille", "at": "2026-11-28T08:00:00Z"}
    return Calibration(**{**facts, "marks": marks, **changes})


def stands(x=0.0, y=0.0, z=0.0, roll=0.0, pitch=0.0, yaw=0.0):
    return pose((x, y, z), rotation_rpy(roll, pitch, yaw))


def codes(calibration):
    return [found.code.value for found in calibration.findings(ATELIER.T_WB)]


@given(
    some.tuples(*[some.floats(-0.02, 0.02)] * 3),
    some.tuples(some.floats(-0.01, 0.01), some.floats(-0.01, 0.01), some.floats(-0.05, 0.05)),
)
@settings(max_examples=50)
def test_the_frame_that_was_is_the_frame_that_is_found(shift, turn):
    T_WB = stands(*shift, *turn)
    found = touched(T_WB)
    np.testing.assert_allclose(found.T_WB, T_WB, atol=1e-12)
    assert np.linalg.det(found.T_WB[:3, :3]) == pytest.approx(1.0)
    assert found.residual < 1e-12
    assert codes(found) == []


def test_more_marks_than_three_are_fitted_best():
    four = (*CROSSES, (0.3, 0.1, 0.0))
    slips = 4e-4 * np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0]])
    found = touched(stands(0.003), four, slips)
    assert 1e-4 < found.residual < 1e-3
    np.testing.assert_allclose(found.T_WB[:3, 3], [0.003, 0, 0], atol=1e-3)
    assert codes(found) == []


@pytest.mark.parametrize(
    ("calibration", "code"),
    [
        (touched(stands(), ((0.2, 0, 0), (0.3, 0, 0), (0.4, 0.01, 0))), "A20"),
        (touched(stands(), ((0.2, 0, 0), (0.2, 0, 0), (0.4, 0.2, 0))), "A20"),
        (touched(stands(), slips=[[0.004, 0, 0], [0, 0, 0], [0, 0, 0]]), "A21"),
        (touched(stands(0.051)), "A22"),
        (touched(stands(yaw=np.deg2rad(5.1))), "A23"),
        (touched(stands(roll=np.deg2rad(1.1))), "A24"),
    ],
)
def test_each_thing_that_speaks_against_it_has_its_code(calibration, code):
    assert codes(calibration) == [code]


def test_marks_given_in_another_order_are_noticed():
    good = touched(stands())
    swapped = replace(good, marks=tuple(Mark(a.p_W, b.p_B) for a, b in zip(good.marks, good.marks[::-1], strict=True)))
    assert codes(swapped)


def test_it_is_stored_in_one_form():
    good = touched(stands(0.002, yaw=0.01))
    assert Calibration.from_bytes(good.to_bytes()) == good
    document = json.loads(good.to_bytes())
    for change in (
        {"marks": document["marks"][:2]},
        {"marks": [{**document["marks"][0], "p_W": [1, 2]}, *document["marks"][1:]]},
        {"marks": [{**document["marks"][0], "p_B": [1e300, 0, 0]}, *document["marks"][1:]]},
        {"marks": None},
        {"serial": 7},
        {"schema": "cobot_lab/calibration/9"},
        {"more": 1},
    ):
        with pytest.raises(DescriptionError):
            Calibration.from_bytes(stored.canonical({**document, **change}))
    for data in (b"", b"{}", b"\xff", good.to_bytes() + b" ", good.to_bytes().replace(b'"p_B":[', b'"p_B":[NaN,', 1)):
        with pytest.raises(DescriptionError):
            Calibration.from_bytes(data)


def test_a_measured_cell_is_another_cell_with_its_base_elsewhere():
    files = dict(ATELIER.files)
    T_WB = stands(0.002, -0.001, 0.0005, yaw=0.01)
    measured = cell_from_files({**files, FILE: touched(T_WB).to_bytes()})
    np.testing.assert_allclose(measured.T_WB, T_WB, atol=1e-12)
    assert measured.digest != ATELIER.digest
    assert dict(measured.files).keys() == {*files, FILE}
    assert cell_from_files(dict(measured.files)).digest == measured.digest
    assert cell_from_files(files).digest == ATELIER.digest


@pytest.mark.parametrize(
    "calibration",
    [
        touched(stands(), cell="tri"),
        touched(stands(), robot="ned2"),
        touched(stands(0.2)),
        touched(stands(), ((0.2, 0, 0), (0.3, 0, 0), (0.4, 0.0, 0))),
    ],
)
def test_a_cell_takes_no_calibration_of_another_or_one_that_something_speaks_against(calibration):
    with pytest.raises(DescriptionError, match=FILE):
        cell_from_files({**dict(ATELIER.files), FILE: calibration.to_bytes()})
