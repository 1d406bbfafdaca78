"""How far beyond reach a pose is."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from cobot_lab.cell.shape import Pose
from cobot_lab.motion.inverse import Inverse
from cobot_lab.motion.kinematics import frames
from cobot_lab.motion.twist import inverse_pose

_SCANS = 20
_HALVINGS = 10


def beyond_reach(inverse: Inverse, T_BT: Pose, T_FT: Pose) -> float:
    """Give the distance from a pose out of reach to the nearest one in reach, towards or away from the shoulder.

    The orientation is kept; the shoulder is the origin of the second joint in the rest position.

    Args:
        inverse: Of the arm.
        T_BT: Pose of the tool point in the base.
        T_FT: Pose of the tool point in the flange.

    Returns:
        In m, to about a thousandth of the distance from the shoulder; 0 when no position on that line will do, so
        that it is the direction that is impossible.
    """
    second = frames(inverse.robot, inverse.robot.q_rest[None])[1][0, min(1, len(inverse.robot.joints) - 1)]
    away = T_BT[:3, 3] - second
    T_TF = inverse_pose(T_FT)

    def reached(scale: float) -> bool:
        T = T_BT.copy()
        T[:3, 3] = second + scale * away
        return inverse.reaches(T @ T_TF)

    for end in (0.0, 2.0):
        scales = np.linspace(1.0, end, _SCANS + 1)
        for out, into in pairwise(scales):
            if reached(float(into)):
                low, high = float(out), float(into)
                for _ in range(_HALVINGS):
                    middle = (low + high) / 2
                    low, high = (low, middle) if reached(middle) else (middle, high)
                return abs(1.0 - high) * float(np.linalg.norm(away))
    return 0.0
