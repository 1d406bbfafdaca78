"""Where every joint frame of an arm is, for many configurations at once.

Computed from the robot's description alone, apart from the planner's kinematics: what judges a plan does not share its
faults. Chain of fixed transforms and rotations (Siciliano et al., "Robotics", 2009, chapter 2), vectorised.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from cobot_lab.cell.robot import Robot
from cobot_lab.cell.shape import Pose
from cobot_lab.motion.trajectory import Array


def joint_poses(robot: Robot, T_WB: Pose, q: Array) -> Array:
    """Give the pose of the base and of every joint's frame in the world.

    Args:
        robot: The arm.
        T_WB: Pose of its base in the world.
        q: Joint positions, shape (k, n) [rad].

    Returns:
        Shape (k, n + 1, 4, 4): base first, then each joint's frame, joint moved.
    """
    k, n = q.shape
    result = np.empty((k, n + 1, 4, 4))
    result[:, 0] = T_WB
    for i, (joint, turn) in enumerate(zip(robot.joints, _turned(robot, q), strict=True)):
        moved = result[:, i + 1]
        np.matmul(result[:, i], joint.T_origin, out=moved)
        moved[:, :3, :3] = moved[:, :3, :3] @ turn
    return result


def _turned(robot: Robot, q: Array) -> Array:
    """Give how each joint turns its frame, shape (n, k, 3, 3).

    Computed on rows of nine entries: numpy is the quicker the longer its last axis.
    """
    (k, n), (K, KK) = q.shape, _generators(robot)
    q = np.ascontiguousarray(q.T)[..., None]
    turn = np.sin(q) * K
    turn += np.eye(3).ravel()
    turn += (1.0 - np.cos(q)) * KK
    return turn.reshape(n, k, 3, 3)


@lru_cache(maxsize=16)
def _generators(robot: Robot) -> tuple[Array, Array]:
    """Give the cross product with each joint's axis, and its square, as matrices row by row, shape (n, 1, 9)."""
    found = []
    for joint in robot.joints:
        x, y, z = joint.axis
        K = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
        found.append((K, K @ K))
    K, KK = (np.array(each).reshape(-1, 1, 9) for each in zip(*found, strict=True))
    return K, KK


def joint_twists(robot: Robot, poses: Array, qd: Array) -> tuple[Array, Array]:
    """Give the speed of the base's and every joint's frame.

    Args:
        robot: The arm.
        poses: From `joint_poses`, shape (k, n + 1, 4, 4).
        qd: Joint speeds, shape (k, n) [rad/s].

    Returns:
        Speed of the frame's origin [m/s] and angular speed [rad/s], world axes, each of shape (k, n + 1, 3).
    """
    k, n = qd.shape
    v, w = np.zeros((k, n + 1, 3)), np.zeros((k, n + 1, 3))
    for i, joint in enumerate(robot.joints):
        way = poses[:, i + 1, :3, 3] - poses[:, i, :3, 3]
        v[:, i + 1] = v[:, i] + cross(w[:, i], way)
        w[:, i + 1] = w[:, i] + (poses[:, i + 1, :3, :3] @ joint.axis) * qd[:, i, None]
    return v, w


def cross(a: Array, b: Array) -> Array:
    """Give cross products along the last axis; several times as quick as numpy's for many short vectors."""
    ax, ay, az = a[..., 0], a[..., 1], a[..., 2]
    bx, by, bz = b[..., 0], b[..., 1], b[..., 2]
    result = np.empty(np.broadcast_shapes(a.shape, b.shape))
    x, y, z = result[..., 0], result[..., 1], result[..., 2]
    np.multiply(ay, bz, out=x)
    np.multiply(az, bx, out=y)
    np.multiply(ax, by, out=z)
    x -= az * by
    y -= ax * bz
    z -= ay * bx
    return result


def turns(axis: Array, angle: Array) -> Array:
    """Give rotation matrices about one axis (Rodrigues' formula).

    Args:
        axis: Unit vector, shape (3,).
        angle: Shape (k,) [rad].

    Returns:
        Shape (k, 3, 3).
    """
    x, y, z = axis
    K = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    s, c = np.sin(angle)[:, None, None], np.cos(angle)[:, None, None]
    result: Array = np.eye(3) + s * K + (1.0 - c) * (K @ K)
    return result


def inverse(T: Array) -> Array:
    """Invert rigid transforms, shape (..., 4, 4)."""
    result = np.zeros_like(T)
    R = np.swapaxes(T[..., :3, :3], -1, -2)
    result[..., :3, :3] = R
    result[..., :3, 3] = -(R @ T[..., :3, 3, None])[..., 0]
    result[..., 3, 3] = 1.0
    return result


def angle_of(R: Array) -> float:
    """Give the angle of a rotation matrix [rad], accurate for small angles too."""
    sine = 0.5 * np.linalg.norm((R[2, 1] - R[1, 2], R[0, 2] - R[2, 0], R[1, 0] - R[0, 1]))
    return float(np.arctan2(sine, 0.5 * (np.trace(R) - 1.0)))


def angles_of(R: Array) -> Array:
    """Give the angles of rotation matrices [rad], shape (k, 3, 3) to (k,), as `angle_of` does."""
    axis = np.stack((R[:, 2, 1] - R[:, 1, 2], R[:, 0, 2] - R[:, 2, 0], R[:, 1, 0] - R[:, 0, 1]), axis=1)
    angles: Array = np.arctan2(0.5 * np.linalg.norm(axis, axis=1), 0.5 * (np.trace(R, axis1=1, axis2=2) - 1.0))
    return angles


def angles_between(quats_xyzw: Array, others_xyzw: Array) -> Array:
    """Give the angles between unit quaternions, shape (k, 4), and others, shape (k, 4), or one, shape (4,) [rad]."""
    a, b, w = quats_xyzw[:, :3], others_xyzw[..., :3], others_xyzw[..., 3:]
    axis = w * a - quats_xyzw[:, 3:] * b - np.cross(a, b)
    cosine = np.abs((quats_xyzw * others_xyzw).sum(axis=1))
    angles: Array = 2.0 * np.arctan2(np.linalg.norm(axis, axis=1), cosine)
    return angles


def rotation_vectors(R: Array) -> Array:
    """Give axis times angle of rotation matrices below half a turn, shape (k, 3, 3) to (k, 3) [rad]."""
    axis = 0.5 * np.stack((R[:, 2, 1] - R[:, 1, 2], R[:, 0, 2] - R[:, 2, 0], R[:, 1, 0] - R[:, 0, 1]), axis=1)
    sine = np.linalg.norm(axis, axis=1)
    angle = np.arctan2(sine, 0.5 * (np.trace(R, axis1=1, axis2=2) - 1.0))
    factor: Array = np.where(sine > 0.0, angle / np.where(sine > 0.0, sine, 1.0), 1.0)
    return factor[:, None] * axis


def pose_of(position: Array, quat_xyzw: Array) -> Array:
    """Give the transform of a position and a unit quaternion, shape (4, 4)."""
    x, y, z, w = quat_xyzw
    T = np.eye(4)
    T[:3, :3] = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    T[:3, 3] = position
    return T


def poses_of(tracks: Array) -> Array:
    """Give the transforms of poses, x, y, z and the unit quaternion x, y, z, w, shape (k, 7) to (k, 4, 4)."""
    x, y, z, w = tracks[:, 3:].T
    T = np.zeros((len(tracks), 4, 4))
    T[:, 0, 0], T[:, 0, 1], T[:, 0, 2] = 1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)
    T[:, 1, 0], T[:, 1, 1], T[:, 1, 2] = 2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)
    T[:, 2, 0], T[:, 2, 1], T[:, 2, 2] = 2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)
    T[:, :3, 3], T[:, 3, 3] = tracks[:, :3], 1.0
    return T


def quat_of(R: Array) -> Array:
    """Give the unit quaternion x, y, z, w of a rotation matrix, w not negative (Shepperd, 1978)."""
    (a, b, c), (d, e, f), (g, h, i) = R.tolist()
    rows = (
        (1.0 + a - e - i, d + b, g + c, h - f),
        (d + b, 1.0 + e - a - i, h + f, c - g),
        (g + c, h + f, 1.0 + i - a - e, d - b),
        (h - f, c - g, d - b, 1.0 + a + e + i),
    )  # each is the quaternion times four of its entries
    number = max(range(4), key=lambda row: rows[row][row])
    x, y, z, w = rows[number]
    length = math.sqrt(x * x + y * y + z * z + w * w) * (1.0 if w >= 0.0 else -1.0)
    return np.array([x / length, y / length, z / length, w / length])


def quats_of(R: Array) -> Array:
    """Give the same for many rotation matrices at once, shape (..., 3, 3) to (..., 4)."""
    (a, b, c), (d, e, f), (g, h, i) = np.moveaxis(R, (-2, -1), (0, 1))
    rows = [
        [1.0 + a - e - i, d + b, g + c, h - f],
        [d + b, 1.0 + e - a - i, h + f, c - g],
        [g + c, h + f, 1.0 + i - a - e, d - b],
        [h - f, c - g, d - b, 1.0 + a + e + i],
    ]
    found = np.moveaxis(np.array(rows), (0, 1), (-2, -1))
    largest = np.argmax(np.diagonal(found, axis1=-2, axis2=-1), axis=-1)
    quats: Array = np.take_along_axis(found, largest[..., None, None], axis=-2)[..., 0, :]
    quats /= np.linalg.norm(quats, axis=-1, keepdims=True)
    quats *= np.where(quats[..., 3:] < 0.0, -1.0, 1.0)
    return quats
