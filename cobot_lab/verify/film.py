"""Takes down where every body is, frame by frame."""

from __future__ import annotations

import numpy as np

from cobot_lab.verify.frames import quat_of
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.world import Arm, Body, World


class Film:
    """Frames of a running world: links first, then the things in the cell's order."""

    def __init__(self, world: World, arm: Arm, parts: dict[str, Body], rate: float) -> None:
        self._world, self._arm, self._parts, self._rate = world, arm, parts, rate
        self._links = tuple(number for number in arm.rides if number >= 0)
        self._still = {thing.name: _flat(thing.T_WO[:3, 3], quat_of(thing.T_WO[:3, :3])) for thing in world.cell.things}
        T_WB = world.cell.T_WB
        self._base = _flat(T_WB[:3, 3], quat_of(T_WB[:3, :3]))
        self._poses: list[list[tuple[float, ...]]] = []
        self._width: list[float] = []

    def shoot(self, width: float) -> None:
        """Take one frame.

        Args:
            width: Distance between the fingers [m].
        """
        p = self._world.p
        states = self._world.call(p.getLinkStates, self._arm.number, self._links, computeForwardKinematics=1)
        frame = [self._base, *(_flat(state[4], state[5]) for state in states)]
        for name, still in self._still.items():
            part = self._parts.get(name)
            if part is None:
                frame.append(still)
            else:
                T = part.pose()
                frame.append(_flat(T[:3, 3], quat_of(T[:3, :3])))
        self._poses.append(frame)
        self._width.append(width)

    def recording(self) -> Recording:
        """Give all frames taken."""
        names = (self._arm.names[-1], *(self._arm.names[number] for number in self._links), *self._still)
        poses = np.array(self._poses, dtype=np.float32)
        width = np.array(self._width, dtype=np.float32)
        for array in (poses, width):
            array.flags.writeable = False
        return Recording(self._rate, names, poses, width)


def _flat(position: object, quat_xyzw: object) -> tuple[float, ...]:
    return (*map(float, position), *map(float, quat_xyzw))  # type: ignore[call-overload]
