"""Inverse kinematics: every configuration that brings the flange to a pose.

Arms whose geometry has a closed form are solved exactly. At some singular poses, where a subproblem of it has no or
endlessly many answers, the poses right beside are solved and their answers brought back by Newton steps, and at the few
that resist even that many Newton searches are made.

For other arms the closed form of a neighbour says where to start Newton steps, and where these lead to nothing within
the joint limits, many searches are made. Where still nothing is found, roboticstoolbox is asked.

No answer is believed: each is checked by our own forward kinematics before it is given.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from cobot_lab.cell.robot import Joint, Robot
from cobot_lab.cell.shape import Pose
from cobot_lab.motion.closed_form import ClosedForm
from cobot_lab.motion.kinematics import Array
from cobot_lab.motion.newton import polish
from cobot_lab.motion.search import beyond_length, search, starts
from cobot_lab.motion.toolbox import Toolbox
from cobot_lab.motion.twist import turn

TOLERANCE = 1e-9
"""Largest residual of an answer [m and rad]."""
_SAME = 1e-6
"""Largest difference of joints, whole turns apart, between answers that count as one [rad]."""
_EDGE = 1e-9
"""How far beyond a joint limit rounding may put an answer that lies on it [rad]."""
_EXACT = 1e-12
"""Residual that Newton steps need not improve [m and rad]."""
_NEAR_MISS = 0.02
"""Residual below which a least-squares answer is worth Newton steps [m and rad]."""
_NEIGHBOUR = 0.01
"""Offsets that a neighbour with a closed form does not have [m]."""
_TRACED = 8
"""Newton steps from a neighbour's answer."""
_AROUND = 4
"""Poses around one, as far away as a neighbour may be, that its closed form is asked for besides."""
_BESIDE = (1e-6, 1e-4, 2e-3)
"""How far the poses right beside a singular one are moved and turned, the nearest first [m and rad]."""


class Inverse:
    """Inverse kinematics of one arm.

    Attributes:
        robot: The arm.
        exact: Whether its geometry has a closed-form solution.
    """

    def __init__(self, robot: Robot) -> None:
        self.robot = robot
        self._closed_form = ClosedForm(robot)
        self.exact = self._closed_form.known
        self._neighbour = ClosedForm(robot, snap=_NEIGHBOUR)
        self._toolbox = Toolbox(robot)

    def solve(self, T_BF: Pose, given: Array | None = None) -> Array:
        """Give all configurations within the joint limits, whole turns included.

        Args:
            T_BF: Pose wanted of the flange in the base.
            given: Configurations to start from where the closed form has no answer, shape (s, n) [rad].

        Returns:
            Shape (k, n) [rad], in an order that depends on their values only; k = 0 when the pose is out of reach.
        """
        found = [q for base in self.branches(T_BF, given) for q in turns(self.robot, base)]
        return np.array(found).reshape(-1, len(self.robot.joints))

    def branches(self, T_BF: Pose, given: Array | None = None) -> Array:
        """Give one configuration for each branch, every joint within the half turns around 0, limits not yet applied.

        Of the endlessly many at a singular pose, some.

        Args:
            T_BF: Pose wanted of the flange in the base.
            given: As for `solve`.

        Returns:
            Shape (k, n) [rad].
        """
        found = self._quick(T_BF)
        if not self._within_limits(found) and not beyond_length(self.robot, T_BF):
            # An arm with a closed form has searched for good once it has an answer, whatever its limits.
            if len(found) == 0 or not self.exact:
                found = np.vstack((found, self._checked(search(self.robot, T_BF, given), T_BF)))
            if len(found) == 0 and not self.exact:
                found = self._checked(self._toolbox.solve(T_BF, starts(self.robot)), T_BF)
        return _merged(found)

    def reaches(self, T_BF: Pose) -> bool:
        """Tell quickly whether a configuration within the joint limits brings the flange to a pose.

        At the singular poses where the closed form has no answer it says no.
        """
        if self.exact:
            return self._within_limits(self._checked(self._closed_form.solve(T_BF), T_BF))
        return self._within_limits(self.branches(T_BF))

    def _within_limits(self, found: Array) -> bool:
        return any(turns(self.robot, base) for base in found)

    def _quick(self, T_BF: Pose) -> Array:
        if not self.exact:
            return self._from_neighbour(T_BF)
        found = self._checked(self._closed_form.solve(T_BF), T_BF)
        for far in _BESIDE:
            if len(found) > 0 or beyond_length(self.robot, T_BF):
                break
            near = [self._closed_form.solve(T) for T in _beside(T_BF, far)]
            found = self._checked(np.concatenate(near), T_BF, steps=40)
        return found

    def _from_neighbour(self, T_BF: Pose) -> Array:
        near = [self._neighbour.solve(T) for T in (T_BF, *_around(T_BF, _NEIGHBOUR))]
        return self._checked(polish(self.robot, np.concatenate(near), T_BF, np.eye(4), _TRACED)[0], T_BF)

    def _checked(self, Q: Array, T_BF: Pose, steps: int = 8) -> Array:
        _, error = polish(self.robot, Q, T_BF, np.eye(4), steps=0)
        near = np.max(np.abs(error), axis=1) <= _NEAR_MISS
        Q, error = Q[near], error[near]
        if not np.all(np.abs(error) <= _EXACT):
            Q, error = polish(self.robot, Q, T_BF, np.eye(4), steps)
        sizes = np.linalg.norm(error.reshape(-1, 2, 3), axis=2)  # of the position's and of the angle's part
        good: Array = Q[np.all(sizes <= TOLERANCE, axis=1)]
        return _wrapped(good)


def turns(robot: Robot, q: Array, centre: Array | None = None, window: float = np.inf) -> list[Array]:
    """Give a configuration and all those whole turns of joints away from it, within the joint limits.

    Args:
        robot: The arm.
        q: Shape (n,) [rad].
        centre: Configuration to stay near, shape (n,) [rad]; nothing for no such wish.
        window: Farthest that any joint may be from the centre [rad].

    Returns:
        Configurations of shape (n,) [rad], from low to high; empty when some joint has no position that will do.
    """
    choices = [_within(joint, float(angle)) for joint, angle in zip(robot.joints, q, strict=True)]
    if centre is not None:
        choices = [
            [angle for angle in angles if abs(angle - middle) <= window]
            for angles, middle in zip(choices, centre.tolist(), strict=True)
        ]
    return [np.array(chosen) for chosen in product(*choices)]


def _within(joint: Joint, angle: float) -> list[float]:
    whole = 2.0 * math.pi
    low = math.ceil((joint.q_min - _EDGE - angle) / whole)
    high = math.floor((joint.q_max + _EDGE - angle) / whole)
    return [min(max(angle + k * whole, joint.q_min), joint.q_max) for k in range(low, high + 1)]


def _around(T_BF: Pose, far: float) -> list[Pose]:
    """Give poses moved across the flange's own axis."""
    poses = []
    for angle in np.linspace(0.0, 2.0 * np.pi, _AROUND, endpoint=False):
        T = T_BF.copy()
        T[:3, 3] += far * T_BF[:3, :3] @ (np.cos(angle), np.sin(angle), 0.0)
        poses.append(T)
    return poses


def _beside(T_BF: Pose, far: float) -> list[Pose]:
    # Lengths along the axes that no symmetry of an arm shares; every sign, as at the edge of the reach few lead inside.
    v, w = np.array([0.53, -0.71, 0.46]), np.array([-0.61, 0.37, 0.70])
    poses = []
    for *signs, sense in product((1.0, -1.0), repeat=4):
        T = T_BF.copy()
        T[:3, :3] = turn(sense * far * w) @ T_BF[:3, :3]
        T[:3, 3] = T_BF[:3, 3] + far * v * signs
        poses.append(T)
    return poses


def _wrapped(Q: Array) -> Array:
    result: Array = np.pi - np.mod(np.pi - Q, 2.0 * np.pi)
    return result


def _merged(Q: Array) -> Array:
    Q = Q[np.lexsort(np.round(Q, 6).T[::-1])]
    same = np.max(np.abs(_wrapped(Q[:, None] - Q[None])), axis=2) <= _SAME
    kept: list[int] = []
    for i in range(len(Q)):
        if not same[i, kept].any():
            kept.append(i)
    result: Array = Q[kept]
    return result
