"""How much of a grip's strength a motion asks for."""

from __future__ import annotations

import numpy as np
import pytest

from cobot_lab.verify.frames import turns
from cobot_lab.verify.holding import Grasp, asked
from cobot_lab.verify.solids import Inertia

G = 9.81
MASS = 0.1
SQUARE = np.array([[0.0, y, z] for y in (-0.01, 0.01) for z in (-0.01, 0.01)])
ASIDE = np.array([0.02, 0.0, 0.0])
GRASP = Grasp((SQUARE + ASIDE, SQUARE - ASIDE), 10.0, 0.5)
DOWN = np.diag([1.0, -1.0, -1.0, 1.0])
"""A flange that looks down."""


def _body(*centre: float) -> Inertia:
    return Inertia(MASS, np.array(centre), 1e-5 * np.eye(3))


def _still(T: np.ndarray) -> np.ndarray:
    return np.tile(T, (5, 1, 1))


def test_a_part_held_still_asks_for_its_weight() -> None:
    assert asked(GRASP, _body(0.0, 0.0, 0.0), _still(DOWN), 1 / 60) == pytest.approx(np.full(5, MASS * G / 10.0))


def test_lifting_asks_for_more_and_a_stronger_grip_for_less() -> None:
    T = np.tile(DOWN, (9, 1, 1))
    T[:, 2, 3] = 0.5 * 2.0 * (np.arange(9) / 60) ** 2
    share = asked(GRASP, _body(0.0, 0.0, 0.0), T, 1 / 60)
    assert share == pytest.approx(np.full(9, MASS * (G + 2.0) / 10.0), rel=1e-3)
    strong = Grasp(GRASP.pads, 20.0, 0.5)
    assert asked(strong, _body(0.0, 0.0, 0.0), T, 1 / 60) == pytest.approx(share / 2)


def test_a_part_held_beside_its_centre_asks_for_more() -> None:
    share = asked(GRASP, _body(0.0, 0.02, 0.0), _still(DOWN), 1 / 60)
    torsion = MASS * G * 0.02 / (10.0 * 0.5 * 2 * np.hypot(0.01, 0.01))
    assert share == pytest.approx(np.full(5, MASS * G / 10.0 + torsion))


def test_a_part_that_hangs_on_two_points_may_turn_about_them() -> None:
    points = Grasp((np.array([[0.02, 0.0, 0.0]]), np.array([[-0.02, 0.0, 0.0]])), 10.0, 0.5)
    assert np.isinf(asked(points, _body(0.0, 0.02, 0.0), _still(DOWN), 1 / 60)).all()


def test_a_quick_turn_asks_for_more() -> None:
    angle = 0.5 * 40.0 * (np.arange(9) / 60) ** 2
    T = np.tile(DOWN, (9, 1, 1))
    T[:, :3, :3] = turns(np.array([0.0, 0.0, 1.0]), angle) @ DOWN[:3, :3]
    heavy = Inertia(MASS, np.zeros(3), 1e-3 * np.eye(3))
    turned = asked(GRASP, heavy, T, 1 / 60)[2:-2]
    assert turned == pytest.approx(MASS * G / 10.0 + 40.0 * 1e-3 / (10.0 * 0.5 * 0.04), rel=0.05)
