"""What was seen of a stretch from one moment in which all is known to the next, and how such takes make a segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.moment import Moment
from cobot_lab.verify.rig import RATE
from cobot_lab.verify.segment import Segment, Still


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """The gripper begins or ends to work.

    Attributes:
        scene: Number of the scene, from the take's first one on.
        begins: Whether it begins.
        step: After how many steps of the take.
        still: What is seen then; its instant and its number of looks count from the start of the take.
    """

    scene: int
    begins: bool
    step: int
    still: Still


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """Part of a stretch. Steps, looks and scenes are counted from its start.

    Attributes:
        steps: How many steps of time it takes.
        error: Distance of each joint from its command after each step, shape (steps, n) [rad].
        torque: Torque of each joint's motor in each step, shape (steps, n) [Nm].
        looks: After how many steps each look is, shape (m,).
        scenes: Number of the scene under way at each look, shape (m,).
        links: Pose of each link at each look, x, y, z [m] and quaternion x, y, z, w, shape (m, links, 7).
        parts: The same of each part, shape (m, p, 7).
        speeds: Of each part's centre, shape (m, p) [m/s].
        width: Distance between the fingers, shape (m,) [m].
        turns: Where the gripper begins and ends to work, in order.
        last: At the end.
        end: The moment in which it ends.
    """

    steps: int
    error: Array
    torque: Array
    looks: NDArray[np.intp]
    scenes: NDArray[np.intp]
    links: Array
    parts: Array
    speeds: Array
    width: Array
    turns: tuple[Turn, ...]
    last: Still
    end: Moment

    @property
    def size(self) -> int:
        """How much memory it takes [bytes]."""
        arrays = (self.error, self.torque, self.links, self.parts, self.speeds, self.width)
        return sum(array.nbytes for array in arrays) + 1000 * (1 + len(self.turns))


def joined(takes: Sequence[Take], first_scenes: Sequence[int]) -> Segment:
    """Make a segment of its takes, in order.

    Args:
        takes: At least one.
        first_scenes: Number of the scene that each take's scenes are counted from.
    """
    begins = np.cumsum([0, *(take.steps for take in takes)])
    seen = np.cumsum([0, *(len(take.looks) for take in takes)])
    stills: dict[int, tuple[Still, Still]] = {}
    begun: Still | None = None
    for take, scene, steps, looks in zip(takes, first_scenes, begins[:-1], seen[:-1], strict=True):
        for turn in take.turns:
            still = _told(turn.still, int(steps) + turn.step, int(looks))
            if turn.begins:
                begun = still
            elif begun is not None:
                stills[scene + turn.scene] = begun, still
    return Segment(
        np.arange(1, begins[-1] + 1) / RATE,
        np.concatenate([take.error for take in takes]),
        np.concatenate([take.torque for take in takes]),
        np.concatenate([take.looks + at for take, at in zip(takes, begins[:-1], strict=True)]) / RATE,
        np.concatenate([take.scenes + scene for take, scene in zip(takes, first_scenes, strict=True)]),
        np.concatenate([take.links for take in takes]),
        np.concatenate([take.parts for take in takes]),
        np.concatenate([take.speeds for take in takes]),
        np.concatenate([take.width for take in takes]),
        stills,
        _told(takes[-1].last, int(begins[-1]), int(seen[-2])),
        takes[-1].end,
    )


def _told(still: Still, step: int, looks: int) -> Still:
    return replace(still, t=step / RATE, looks=still.looks + looks)
