"""Takes down where every body is, frame by frame."""

from __future__ import annotations

import numpy as np

from cobot_lab.cell.shape import Pose
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.frames import quat_of
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.signals import levels_over
from cobot_lab.verify.story import Scene
from cobot_lab.verify.world import Arm, Body, World


class Film:
    """Frames of a running world: links first, then the things in the cell's order."""

    def __init__(self, world: World, arm: Arm, parts: dict[str, Body], rate: float) -> None:
        self._world, self._arm, self._parts, self._rate = world, arm, parts, rate
        self._links = tuple(number for number in arm.rides if number >= 0)
        self._moving: list[list[float]] = []
        self._width: list[float] = []

    def shoot(self, width: float) -> None:
        """Take one frame.

        Args:
            width: Distance between the fingers [m].
        """
        p, frame = self._world.p, []
        for state in self._world.call(p.getLinkStates, self._arm.number, self._links, computeForwardKinematics=1):
            frame += [*state[4], *state[5]]
        for part in self._parts.values():
            position, quat_xyzw = part.raw()
            frame += [*position, *quat_xyzw]
        self._moving.append(frame)
        self._width.append(width)

    def recording(self, story: tuple[Scene, ...]) -> Recording:
        """Give all frames taken, with what the story switches."""
        cell, count = self._world.cell, len(self._moving)
        moving = np.array(self._moving).reshape(count, -1, 7)
        links, parts = moving[:, : len(self._links)], moving[:, len(self._links) :]
        tracks = {name: _from_centre(parts[:, i], body.centre) for i, (name, body) in enumerate(self._parts.items())}
        bodies = [_still(cell.T_WB, count), *np.moveaxis(links, 1, 0)]
        bodies += [tracks[thing.name] if thing.name in tracks else _still(thing.T_WO, count) for thing in cell.things]
        names = (-1, *self._links)
        poses = np.stack(bodies, axis=1).astype(np.float32)
        width = np.array(self._width, dtype=np.float32)
        signals = tuple(signal.name for signal in cell.signals)
        levels = levels_over(story, signals, np.arange(count) / self._rate).astype(np.float32)
        for array in (poses, width, levels):
            array.flags.writeable = False
        named = (*(self._arm.names[number] for number in names), *(thing.name for thing in cell.things))
        return Recording(self._rate, named, poses, width, signals, levels)


def _still(T: Pose, count: int) -> Array:
    return np.tile(np.concatenate((T[:3, 3], quat_of(T[:3, :3]))), (count, 1))


def _from_centre(track: Array, centre: Array) -> Array:
    """Turn poses of the centre of mass into poses of the body's frame, shape (k, 7): p - R c, R from the quaternion."""
    axis, w = track[:, 3:6], track[:, 6:7]
    across = 2.0 * np.cross(axis, centre)
    result = track.copy()
    result[:, :3] -= centre + w * across + np.cross(axis, across)
    return result
