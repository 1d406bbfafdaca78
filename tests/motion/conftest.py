"""Arms, cells and programs for the tests of planning."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.robot import Joint, Robot
from cobot_lab.paths import data_room
from cobot_lab.program.expressions import Number, Text
from cobot_lab.program.program import Program
from cobot_lab.program.steps import Act

# Published by Universal Robots for the UR3e, plain DH: d, a, alpha.
UR3E_DH = (
    (0.15185, 0.0, np.pi / 2),
    (0.0, -0.24355, 0.0),
    (0.0, -0.2132, 0.0),
    (0.13105, 0.0, np.pi / 2),
    (0.08535, 0.0, -np.pi / 2),
    (0.0921, 0.0, 0.0),
)


def dh(theta: float, d: float, a: float, alpha: float) -> np.ndarray:
    c, s, ca, sa = np.cos(theta), np.sin(theta), np.cos(alpha), np.sin(alpha)
    return np.array([[c, -s * ca, s * sa, a * c], [s, c * ca, -c * sa, a * s], [0.0, sa, ca, d], [0.0, 0.0, 0.0, 1.0]])


def arm(offset: float = 0.0) -> Robot:
    """A UR3e, its joints moved by `offset` against the published geometry so that no closed form is left."""
    fixed = [np.eye(4)] + [dh(0.0, *row) for row in UR3E_DH]
    wobble = np.random.default_rng(3)
    joints = []
    for i in range(6):
        T = fixed[i] @ dh(*(offset * wobble.uniform(-1.0, 1.0, 4)))
        limit = np.pi if i == 2 else 2 * np.pi
        qd_max = np.pi if i < 3 else 2 * np.pi
        joints.append(
            Joint(f"joint_{i}", f"link_{i}", T, np.array([0.0, 0.0, 1.0]), -limit, limit, qd_max, 5.0, 50.0, 50.0)
        )
    rest = np.array([0.3, -1.6, -1.4, -1.7, 1.57, 0.2])
    return Robot("hand_made", "", tuple(joints), fixed[6], "link_5", rest, 3.0, "")


@pytest.fixture(scope="session")
def ur3e() -> Robot:
    return arm()


@pytest.fixture(scope="session")
def calibrated() -> Robot:
    return arm(0.01)


@pytest.fixture(scope="session")
def cell() -> Cell:
    return load_cell(data_room("robots") / "ur3e" / "cells" / "atelier.toml")


Written = Callable[..., Program]


@pytest.fixture(scope="session")
def program() -> Written:
    """Make a program from steps such as `("go_above", "magasin", 80)`."""

    def written(*steps: tuple[str | float, ...]) -> Program:
        acts = []
        for op, *arguments in steps:
            assert isinstance(op, str)
            acts.append(Act(op, tuple(Text(a) if isinstance(a, str) else Number(a) for a in arguments)))
        return Program.of(tuple(acts))

    return written
