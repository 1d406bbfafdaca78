from __future__ import annotations

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.inverse import Inverse
from cobot_lab.motion.kinematics import tool_pose
from cobot_lab.motion.reach import beyond_reach


def test_the_distance_leads_back_into_reach(cell: Cell) -> None:
    T_FT, inverse = cell.tool.T_FT, Inverse(cell.robot)
    T = tool_pose(cell.robot, cell.robot.q_rest, T_FT).copy()
    distances = []
    for x in (0.8, 0.9, 1.0):
        T[:3, 3] = [x, 0.0, 0.15185]
        distances.append(beyond_reach(inverse, T, T_FT))
    assert distances[0] > 0.1
    assert np.diff(distances) == pytest.approx([0.1, 0.1], abs=2e-3)
    back = T.copy()
    back[0, 3] -= distances[2] + 1e-3
    assert inverse.reaches(back @ np.linalg.inv(T_FT))
    back[0, 3] += 4e-3
    assert not inverse.reaches(back @ np.linalg.inv(T_FT))


def test_too_near_counts_as_well(cell: Cell) -> None:
    T_FT, inverse = cell.tool.T_FT, Inverse(cell.robot)
    T = tool_pose(cell.robot, cell.robot.q_rest, T_FT).copy()
    T[:3, 3] = [0.03, 0.02, 0.05]
    assert not inverse.reaches(T @ np.linalg.inv(T_FT))
    assert beyond_reach(inverse, T, T_FT) >= 0.0
