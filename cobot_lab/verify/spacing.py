"""Samples of a scene, close enough to each other that no approach of bodies stays unseen."""

from __future__ import annotations

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Grip, Move, Output
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.allowance import Samples
from cobot_lab.verify.criteria import Criteria
from cobot_lab.verify.frames import joint_poses
from cobot_lab.verify.motion import Motion
from cobot_lab.verify.story import Scene


def _flanges(cell: Cell, q: Array) -> Array:
    return joint_poses(cell.robot, cell.T_WB, q)[:, -1] @ cell.robot.T_flange


def spaced(cell: Cell, scene: Scene, motion: Motion | None, criteria: Criteria) -> Samples | None:
    """Sample a scene, spaced by displacement.

    Args:
        cell: The cell.
        scene: The scene.
        motion: Its move, sampled in time; nothing for another action.
        criteria: Tolerances of judging.

    Returns:
        The samples, or nothing when nothing moves and no zone is closed.
    """
    match scene.action:
        case Move(trajectory=trajectory) if motion is not None:
            t = _spaced(motion.t, motion.speeds.max(axis=1), criteria.stride)
            q = trajectory.at(t)
            width = np.full(len(t), scene.width)
        case Grip(time=time):
            way = 0.5 * abs(scene.width_after - scene.width)
            width = np.linspace(scene.width, scene.width_after, int(np.ceil(way / criteria.stride)) + 1)
            t = np.linspace(0.0, time, len(width))
            q = np.tile(scene.q, (len(t), 1))
        case Output(name=name) if name in {
            closes for zone in cell.zones for closes in (zone.closed_while, zone.closed_from)
        }:
            t, q, width = np.zeros(1), scene.q[None], np.array([scene.width])  # it may close where the arm stands
        case _:
            return None
    T_WF = _flanges(cell, q)
    return Samples(scene, t, q, width, T_WF, (T_WF @ cell.tool.T_FT)[:, :3, 3])


def _spaced(t: Array, speed: Array, stride: float) -> Array:
    """Give instants between which the fastest surface point goes no further than `stride`, both ends among them."""
    way = np.concatenate(([0.0], np.cumsum(0.5 * (speed[1:] + speed[:-1]) * np.diff(t))))
    count = int(np.ceil(way[-1] / stride)) + 1
    rising = np.concatenate(([True], np.diff(way) > 0.0))
    inner: Array = np.interp(np.linspace(0.0, way[-1], count), way[rising], t[rising])
    return np.union1d(inner, t[[0, -1]])
