"""Forward kinematics of every arm against its published parameters, computed without the URDF."""

from __future__ import annotations

import math

import numpy as np
import pytest

from cobot_lab.cell.load import load_robot, robots
from cobot_lab.motion.kinematics import forward

HALF = math.pi / 2

# Universal Robots, « DH parameters for calculations of kinematics and dynamics », UR3e: standard (distal) convention.
UR3E = {
    "convention": "standard",
    "d": [0.15185, 0.0, 0.0, 0.13105, 0.08535, 0.0921],
    "a": [0.0, -0.24355, -0.2132, 0.0, 0.0, 0.0],
    "alpha": [HALF, 0.0, 0.0, HALF, -HALF, 0.0],
    "offset": [0.0] * 6,
}

# Niryo, description of the Ned2, brought by hand into Craig's (modified, proximal) convention: the shoulder at
# 0.1013 + 0.065, the elbow (0.012, 0.221) away from it, the forearm axis 0.0325 above the elbow, the wrist 0.065 + 0.17
# along it, the hand axis 0.00925 above the wrist and the flange 0.0197 + 0.0215 along it.
BETA = math.atan2(0.221, 0.012)
NED2 = {
    "convention": "modified",
    "d": [0.1013 + 0.065, 0.0, 0.0, 0.065 + 0.17, 0.0, 0.0197 + 0.0215],
    "a": [0.0, 0.0, math.hypot(0.221, 0.012), 0.0325, 0.0, 0.00925],
    "alpha": [0.0, HALF, 0.0, HALF, -HALF, HALF],
    "offset": [0.0, BETA, HALF - BETA, 0.0, 0.0, -HALF],
}
PUBLISHED = {"ur3e": UR3E, "ned2": NED2}

# Flange at zero: position, then its z axis (out of the flange) and x axis in the base.
AT_ZERO = {
    "ur3e": ([-0.45675, -0.22315, 0.0665], [0, -1, 0], [1, 0, 0]),
    "ned2": ([0.2882, 0.0, 0.42905], [1, 0, 0], [0, 1, 0]),
}


def rot_x(angle):
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[1, 0, 0, 0], [0, c, -s, 0], [0, s, c, 0], [0, 0, 0, 1.0]])


def rot_z(angle):
    c, s = math.cos(angle), math.sin(angle)
    return np.array([[c, -s, 0, 0], [s, c, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1.0]])


def shift(x, z):
    T = np.eye(4)
    T[0, 3], T[2, 3] = x, z
    return T


def published_flange(table, q):
    T = np.eye(4)
    for angle, offset, d, a, alpha in zip(q, table["offset"], table["d"], table["a"], table["alpha"], strict=True):
        if table["convention"] == "standard":
            T = T @ rot_z(angle + offset) @ shift(0, d) @ shift(a, 0) @ rot_x(alpha)
        else:
            T = T @ rot_x(alpha) @ shift(a, 0) @ rot_z(angle + offset) @ shift(0, d)
    return T


def configurations(robot):
    """Give rest, zero, both ends of the limits, and 40 seeded random configurations."""
    low = np.array([joint.q_min for joint in robot.joints])
    high = np.array([joint.q_max for joint in robot.joints])
    random = np.random.default_rng(20).uniform(low, high, (40, len(low)))
    return np.vstack([robot.q_rest, np.zeros(len(low)), low, high, random])


def test_every_robot_has_published_parameters_here():
    assert set(robots()) == set(PUBLISHED) == set(AT_ZERO)


@pytest.mark.parametrize("name", robots())
def test_flange_equals_the_published_parameters(name):
    robot = load_robot(name)
    for q in configurations(robot):
        np.testing.assert_allclose(forward(robot, q), published_flange(PUBLISHED[name], q), atol=1e-12, rtol=0)


@pytest.mark.parametrize("name", robots())
def test_flange_at_zero(name):
    T = forward(load_robot(name), np.zeros(6))
    position, z_axis, x_axis = AT_ZERO[name]
    np.testing.assert_allclose(T[:3, 3], position, atol=1e-12)
    np.testing.assert_allclose(T[:3, 2], z_axis, atol=1e-12)
    np.testing.assert_allclose(T[:3, 0], x_axis, atol=1e-12)


@pytest.mark.parametrize("name", robots())
def test_flange_equals_roboticstoolbox(name):
    import roboticstoolbox as rtb  # noqa: PLC0415

    table = PUBLISHED[name]
    link = rtb.RevoluteDH if table["convention"] == "standard" else rtb.RevoluteMDH
    rows = zip(table["d"], table["a"], table["alpha"], table["offset"], strict=True)
    reference = rtb.DHRobot([link(d=d, a=a, alpha=alpha, offset=offset) for d, a, alpha, offset in rows])
    robot = load_robot(name)
    for q in configurations(robot)[:25]:
        np.testing.assert_allclose(forward(robot, q), reference.fkine(q).A, atol=1e-9, rtol=0)


@pytest.mark.parametrize("name", robots())
def test_one_wrong_length_would_be_seen(name):
    table = {**PUBLISHED[name], "d": [PUBLISHED[name]["d"][0] + 1e-6, *PUBLISHED[name]["d"][1:]]}
    robot = load_robot(name)
    assert np.abs(forward(robot, robot.q_rest) - published_flange(table, robot.q_rest)).max() > 1e-7
