import numpy as np
import pytest

from cobot_lab.cell.shape import Box, Cylinder
from cobot_lab.verify.symmetry import turn_at_place, turn_between

LONG = (Box((0.02, 0.06, 0.01), np.eye(4)),)
SQUARE = (Box((0.02, 0.02, 0.06), np.eye(4)),)
ROUND = (Cylinder(0.01, 0.05, np.eye(4)),)


def about(axis: int, degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    i, j = (axis + 1) % 3, (axis + 2) % 3
    T = np.eye(4)
    T[i, i], T[i, j], T[j, i], T[j, j] = c, -s, s, c
    return T


@pytest.mark.parametrize(
    ("shapes", "degrees", "seen"),
    [(LONG, 30.0, 30.0), (LONG, 170.0, 10.0), (LONG, 90.0, 90.0), (SQUARE, 95.0, 5.0), (ROUND, 40.0, 0.0)],
)
def test_turn_at_a_place_counts_what_the_shape_shows(shapes, degrees, seen):
    place = about(0, 180.0)  # z downwards
    assert np.degrees(turn_at_place(place, about(2, degrees), shapes)) == pytest.approx(seen)


def test_a_round_part_may_turn_about_its_axis_and_not_tilt():
    assert turn_between(np.eye(4), about(2, 50.0), ROUND) == pytest.approx(0.0)
    assert np.degrees(turn_between(np.eye(4), about(0, 5.0), ROUND)) == pytest.approx(5.0)
    assert np.degrees(turn_between(np.eye(4), about(2, 50.0), LONG)) == pytest.approx(50.0)
