"""Poses from the numbers in description files."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cobot_lab.cell.frames import pointing_down, read_only, rotation_rpy, upright


def test_rpy_is_about_the_fixed_axes_x_then_y_then_z():
    def about(axis, angle):
        K = np.cross(np.eye(3), np.eye(3)[axis])
        return np.eye(3) + math.sin(angle) * K + (1 - math.cos(angle)) * K @ K

    for roll, pitch, yaw in np.random.default_rng(5).uniform(-3, 3, (20, 3)):
        np.testing.assert_allclose(
            rotation_rpy(roll, pitch, yaw), about(2, yaw) @ about(1, pitch) @ about(0, roll), atol=1e-14
        )


@pytest.mark.parametrize("turn", [0.0, 0.3, math.pi / 2, -2.0])
def test_pointing_down_keeps_the_turn_of_x(turn):
    down, up = pointing_down((1, 2, 3), turn), upright((1, 2, 3), turn)
    np.testing.assert_allclose(down[:3, 0], up[:3, 0])
    np.testing.assert_allclose(down[:3, 2], [0, 0, -1], atol=1e-15)
    np.testing.assert_allclose(np.cross(down[:3, 0], down[:3, 1]), down[:3, 2], atol=1e-15)
    np.testing.assert_allclose(down[:3, 3], [1, 2, 3])


def test_read_only():
    array = read_only([1, 2])
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 3.0
    with pytest.raises(ValueError, match="read-only"):
        upright((0, 0, 0), 0.0)[0, 0] = 2.0
