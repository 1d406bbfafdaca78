"""The torques that a motion needs, for many instants at once.

Recursive Newton-Euler (Siciliano et al., "Robotics", 2009, section 7.5), in world axes and vectorised over instants.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cobot_lab.cell.robot import Robot
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.frames import cross
from cobot_lab.verify.solids import Inertia

GRAVITY = np.array([0.0, 0.0, -9.81])
"""Of the simulated world, world axes [m/s²]."""


def torques(robot: Robot, bodies: Sequence[Inertia], poses: Array, qd: Array, qdd: Array) -> Array:
    """Give the torque of every joint.

    Args:
        robot: The arm.
        bodies: What rides on each joint, in its frame, n of them.
        poses: Of the base and the joints' frames, from `frames.joint_poses`, shape (k, n + 1, 4, 4).
        qd: Joint speeds, shape (k, n) [rad/s].
        qdd: Joint accelerations, shape (k, n) [rad/s²].

    Returns:
        Shape (k, n) [Nm].
    """
    k, n = qd.shape
    axes = np.stack([poses[:, i + 1, :3, :3] @ joint.axis for i, joint in enumerate(robot.joints)], axis=1)
    at = poses[:, :, :3, 3]
    w, dw, a = np.zeros((k, 3)), np.zeros((k, 3)), np.tile(-GRAVITY, (k, 1))
    forces, moments, centres = np.empty((n, k, 3)), np.empty((n, k, 3)), np.empty((n, k, 3))
    for i, body in enumerate(bodies):
        way = at[:, i + 1] - at[:, i]
        a = a + _moved(w, dw, way)
        turn = axes[:, i] * qd[:, i, None]
        dw = dw + axes[:, i] * qdd[:, i, None] + cross(w, turn)
        w = w + turn
        R = poses[:, i + 1, :3, :3]
        arm = R @ body.centre
        tensor = R @ body.tensor @ np.swapaxes(R, -1, -2)
        forces[i] = body.mass * (a + _moved(w, dw, arm))
        moments[i] = (tensor @ dw[..., None])[..., 0] + cross(w, (tensor @ w[..., None])[..., 0])
        centres[i] = at[:, i + 1] + arm
    result = np.empty((k, n))
    force, moment = np.zeros((k, 3)), np.zeros((k, 3))  # on the joint's origin, from all that it carries
    for i in reversed(range(n)):
        if i + 1 < n:
            moment = moment + cross(at[:, i + 2] - at[:, i + 1], force)
        moment = moment + moments[i] + cross(centres[i] - at[:, i + 1], forces[i])
        force = force + forces[i]
        result[:, i] = (moment * axes[:, i]).sum(axis=1)
    return result


def _moved(w: Array, dw: Array, way: Array) -> Array:
    """Acceleration that turning adds at a point."""
    return cross(dw, way) + cross(w, cross(w, way))
