"""The plan as a controller plays it: joint commands and gripper commands, one for each step of the simulation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cobot_lab.motion.actions import Move
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.story import Scene


@dataclass(frozen=True, slots=True, eq=False)
class Commands:
    """Joint commands over time.

    Attributes:
        t: Instants, shape (k,) [s].
        q: Joint positions, shape (k, n) [rad].
        qd: Joint speeds, shape (k, n) [rad/s].
        scene: Number of the scene that each instant belongs to, shape (k,).
    """

    t: Array
    q: Array
    qd: Array
    scene: NDArray[np.intp]


def commands(story: tuple[Scene, ...], rate: float, after: float, first: int = 0) -> Commands:
    """Sample a stretch of a story.

    Args:
        story: At least one scene.
        rate: Samples a second.
        after: How long to stand still after the end [s]; negative for none, the sample at the end left out.
        first: Number of the first sample; sample k is at instant k / rate.
    """
    end = story[-1].t + story[-1].action.duration
    last = int(np.ceil((end + after) * rate)) if after >= 0.0 else int(np.ceil(end * rate)) - 1
    t = np.arange(first, last + 1) / rate
    starts = np.array([scene.t for scene in story])
    numbers = np.maximum(np.searchsorted(starts, t, side="right") - 1, 0)
    q, qd = np.empty((len(t), len(story[0].q))), np.zeros((len(t), len(story[0].q)))
    for number, scene in enumerate(story):
        at = np.flatnonzero(numbers == number)
        if isinstance(scene.action, Move):
            trajectory = scene.action.trajectory
            q[at], qd[at], _, _ = trajectory.sample(t[at] - scene.t)
            qd[at[t[at] - scene.t > trajectory.duration]] = 0.0
        else:
            q[at] = scene.q
    return Commands(t, q, qd, numbers)
