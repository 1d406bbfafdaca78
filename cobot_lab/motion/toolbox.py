"""Inverse kinematics by roboticstoolbox's Levenberg-Marquardt: the last word on arms without a closed-form solution.

Used with the settings that make it trustworthy (measured): an explicit start for each search, since its own random
ones cannot be repeated; a tolerance of 1e-12, since the default gives answers more than a millimetre off; its own joint
limits off, since they default to half a turn: ours are applied to what it finds. The import takes seconds and hundreds
of megabytes, so it waits for the first pose that needs it.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from cobot_lab.cell.robot import Robot
from cobot_lab.cell.shape import Pose
from cobot_lab.motion.kinematics import Array

_STEPS = 60
_TOLERANCE = 1e-12
"""Of half the squared residual."""


class Toolbox:
    """The same arm as roboticstoolbox sees it, built from our own description."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot

    def solve(self, T_BF: Pose, starts: Array) -> Array:
        """Search once from each start.

        Args:
            T_BF: Pose wanted of the flange in the base.
            starts: Configurations, shape (s, n) [rad].

        Returns:
            What was found, unchecked, shape (k, n) [rad], repeats among it.
        """
        found = []
        for q0 in starts:
            # One search a start: restarts of its own would be random.
            answer = self._ets.ik_LM(
                np.array(T_BF), q0=np.array(q0), ilimit=_STEPS, slimit=1, tol=_TOLERANCE, joint_limits=False
            )
            if answer.success:
                found.append(np.array(answer.q, dtype=np.float64))
        return np.array(found).reshape(-1, len(self._robot.joints))

    @cached_property
    def _ets(self) -> Any:
        from roboticstoolbox.ets import ET, ETS  # noqa: PLC0415, takes seconds: see above

        pieces = []
        for i, joint in enumerate(self._robot.joints):
            turned = np.eye(4)
            turned[:3, :3] = _onto_z(joint.axis)
            pieces += [ET.SE3(joint.T_origin @ turned), ET.Rz(jindex=i), ET.SE3(turned.T)]
        return ETS([*pieces, ET.SE3(np.array(self._robot.T_flange))])


def _onto_z(axis: Array) -> Array:
    """Give a rotation whose z column is a unit vector."""
    other = np.eye(3)[int(np.argmin(np.abs(axis)))]
    x = np.cross(other, axis)
    x /= np.sqrt(x @ x)
    return np.column_stack((x, np.cross(axis, x), axis))
