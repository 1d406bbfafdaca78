"""Every move sampled in time: where frames and surfaces are and how fast they go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Move
from cobot_lab.motion.trajectory import Array, Trajectory
from cobot_lab.verify.armature import bones
from cobot_lab.verify.composed import FINGERS, TOOL
from cobot_lab.verify.frames import cross, joint_poses, joint_twists
from cobot_lab.verify.solids import hull, mirrored, moved, shifted
from cobot_lab.verify.story import Scene, thing_of

RATE = 250.0
"""Samples a second. With joint limits kept, a speed changes by less than 0.1 mm/s unseen between two of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """One move, sampled.

    Attributes:
        scene: The move and what is carried meanwhile.
        t: Instants since the move's start, its ends and knots among them, shape (k,) [s].
        q: Joint positions, shape (k, n) [rad].
        qd: Joint speeds, shape (k, n) [rad/s].
        T_WT: Pose of the tool point in the world, shape (k, 4, 4).
        tool_speed: Of the tool point, shape (k,) [m/s].
        bodies: Names of the links that move, of the gripper's links, and of the carried part.
        speeds: Highest speed of any surface point of each body, shape (k, len(bodies)) [m/s].
    """

    scene: Scene
    t: Array
    q: Array
    qd: Array
    T_WT: Array
    tool_speed: Array
    bodies: tuple[str, ...]
    speeds: Array


KEPT = 128
"""Sampled moves that are kept: what is asked about a plan after its checks samples the same ones."""


def sample(scene: Scene, cell: Cell) -> Motion:
    """Sample one move of a plan."""
    assert isinstance(scene.action, Move)
    held = None if scene.carried is None else (scene.carried.part, scene.carried.T_FO.tobytes())
    return Motion(scene, *_sampled(scene.action.trajectory, cell, scene.width, held))


@lru_cache(maxsize=KEPT)
def _sampled(
    trajectory: Trajectory, cell: Cell, width: float, held: tuple[str, bytes] | None
) -> tuple[Array, Array, Array, Array, Array, tuple[str, ...], Array]:
    """Give all of a motion but its scene.

    Args:
        trajectory: Of the move.
        cell: The cell.
        width: Distance between the fingers [m].
        held: Name of what is held, and the bytes of its pose in the flange frame.
    """
    count = int(np.ceil(trajectory.duration * RATE)) + 1
    t = np.union1d(np.linspace(0.0, trajectory.duration, count), trajectory.t)
    q, qd, _, _ = trajectory.sample(t)
    poses = joint_poses(cell.robot, cell.T_WB, q)
    v, w = joint_twists(cell.robot, poses, qd)
    T_JT = cell.robot.T_flange @ cell.tool.T_FT
    T_WT = poses[:, -1] @ T_JT
    turning = [_Turning.of(poses[:, i], v[:, i], w[:, i]) for i in range(len(cell.robot.joints) + 1)]
    tool_speed = turning[-1].fastest(T_JT[None, :3, 3], np.zeros(1))
    surfaces = _surfaces(cell, width, held)
    speeds = [turning[ride].fastest(points, radii) for _, ride, points, radii in surfaces]
    names = tuple(name for name, *_ in surfaces)
    return t, q, qd, T_WT, tool_speed, names, np.column_stack(speeds)


def _surfaces(cell: Cell, width: float, held: tuple[str, bytes] | None) -> list[tuple[str, int, Array, Array]]:
    """Give name, joint ridden on, points in its frame and their radii, for all that moves."""
    result = [(bone.name, bone.ride, bone.points, bone.radii) for bone in bones(cell.robot) if bone.ride]
    result = [surface for surface in result if len(surface[2])]
    finger = tuple(shifted(shape, 0.5 * width) for shape in cell.tool.finger)
    solids = {TOOL: cell.tool.body, FINGERS[0]: finger, FINGERS[1]: tuple(map(mirrored, finger))}
    on_flange = {name: hull(shapes) for name, shapes in solids.items()}
    if held is not None:
        part, T_FO = held
        on_flange[part] = moved(np.frombuffer(T_FO).reshape(4, 4), hull(thing_of(cell, part).shapes))
    last = len(cell.robot.joints)
    for name, points in on_flange.items():
        result.append((name, last, moved(cell.robot.T_flange, points), np.zeros(len(points))))
    return result


@dataclass(frozen=True, slots=True, eq=False)
class _Turning:
    """A moving frame.

    Attributes:
        along: Twice the product of its speed and its angular speed, its own axes, shape (k, 3).
        w: Angular speed, its own axes, shape (k, 3) [rad/s].
        v2: Square of its speed, shape (k, 1).
        w2: Square of its angular speed, shape (k, 1).
    """

    along: Array
    w: Array
    v2: Array
    w2: Array

    @classmethod
    def of(cls, T: Array, v: Array, w: Array) -> _Turning:
        """Take a frame with its pose, shape (k, 4, 4), its speed and angular speed in the world, shape (k, 3)."""
        R = T[:, :3, :3]
        v_own, w_own = (v[:, None] @ R)[:, 0], (w[:, None] @ R)[:, 0]
        v2, w2 = (v_own**2).sum(axis=1, keepdims=True), (w_own**2).sum(axis=1, keepdims=True)
        return cls(2.0 * cross(v_own, w_own), w_own, v2, w2)

    def fastest(self, points: Array, radii: Array) -> Array:
        """Highest speed among balls fixed to it, shape (k,) [m/s].

        The speed of a point p is |v + ω × p|; a ball of radius r adds |ω| r at most.
        """
        # |v + ω × p|² = v² + 2 p·(v × ω) + ω² p² - (ω·p)²
        squares, away = self.along @ points.T, self.w @ points.T
        others = self.w2 * (points**2).sum(axis=1)
        others += self.v2
        others -= np.square(away, out=away)
        squares += others
        if (radii == radii[0]).all():  # then the fastest point is that of the fastest ball
            speed: Array = np.sqrt(np.maximum(squares.max(axis=1), 0.0))
            speed += np.sqrt(self.w2[:, 0]) * radii[0]
            return speed
        fastest: Array = (np.sqrt(np.maximum(squares, 0.0)) + np.sqrt(self.w2) * radii).max(axis=1)
        return fastest
