import numpy as np
import pytest

from cobot_lab.cell.shape import Box, Cylinder
from cobot_lab.verify.frames import turns
from cobot_lab.verify.solids import corners, inertia, mirrored, shifted, volume


def at(x: float, y: float, z: float, turn: float = 0.0) -> np.ndarray:
    T = np.eye(4)
    T[:3, 3] = x, y, z
    T[:3, :3] = turns(np.array([0.0, 1.0, 0.0]), np.array([turn]))[0]
    return T


def test_corners_of_a_box_are_its_own():
    points = corners(Box((2.0, 4.0, 6.0), at(1, 0, 0)))
    assert points.min(axis=0).tolist() == [0.0, -2.0, -3.0]
    assert points.max(axis=0).tolist() == [2.0, 2.0, 3.0]


def test_corners_surround_a_cylinder():
    points = corners(Cylinder(1.0, 2.0, np.eye(4)))
    angle = np.linspace(0, 2 * np.pi, 200)
    for direction in np.column_stack((np.cos(angle), np.sin(angle))):
        reach = (points[:, :2] @ direction).max()
        assert 1.0 - 1e-12 <= reach <= 1.02


def test_mirror_image_lies_on_the_other_side():
    box = Box((1.0, 2.0, 3.0), at(0.7, 0.2, 0.3, 0.4))
    image = mirrored(box)
    wanted = corners(box) * (-1.0, 1.0, 1.0)
    order = np.lexsort(wanted.round(9).T)
    given = corners(image)
    assert np.abs(given[np.lexsort(given.round(9).T)] - wanted[order]).max() < 1e-12
    assert np.linalg.det(image.T_OS[:3, :3]) == pytest.approx(1.0)


def test_shifted_moves_along_x_alone():
    assert shifted(Cylinder(1.0, 2.0, at(0, 1, 2)), 0.5).T_OS[:3, 3].tolist() == [0.5, 1.0, 2.0]


def test_two_halves_weigh_like_the_whole():
    whole = inertia((Box((2.0, 1.0, 1.0), np.eye(4)),), 3.0)
    halves = inertia((Box((1.0, 1.0, 1.0), at(-0.5, 0, 0)), Box((1.0, 1.0, 1.0), at(0.5, 0, 0))), 3.0)
    assert np.abs(whole.tensor - halves.tensor).max() < 1e-12
    assert np.abs(halves.centre).max() < 1e-12


def test_inertia_of_a_cylinder_is_the_known_one():
    body = inertia((Cylinder(0.2, 0.6, at(0, 0, 1)),), 5.0)
    assert body.centre.tolist() == [0.0, 0.0, 1.0]
    assert body.tensor[2, 2] == pytest.approx(0.5 * 5.0 * 0.04)
    assert body.tensor[0, 0] == pytest.approx(5.0 * (3 * 0.04 + 0.36) / 12)
    assert volume(Cylinder(0.2, 0.6, np.eye(4))) == pytest.approx(np.pi * 0.04 * 0.6)
