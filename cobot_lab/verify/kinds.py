"""Which kind a part is, as far as the sensors saw it on one way through a plan, and whether it lies with its kind.

This is reckoned from where the story has the parts when a sensor is read, not from what the planner wrote down.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.cell.shape import Pose
from cobot_lab.cell.task import Sorting
from cobot_lab.motion.actions import Read
from cobot_lab.program.residual import Answer
from cobot_lab.verify.solids import corners, moved
from cobot_lab.verify.story import Scene, flange, thing_of
from cobot_lab.verify.subject import Subject

_NEAR = 0.02
"""A part this near to where a sensor looks is the one that it sees [m]."""
_ABOVE = 0.05
"""A part that lies in a tray has its centre no higher than this above the tray's top [m]."""


def seen(subject: Subject) -> Iterator[tuple[tuple[str, str], tuple[Answer, ...]]]:
    """Give for each sensor and part what the sensor may have seen of it on this way."""
    known: dict[tuple[str, str], tuple[Answer, ...]] = {}
    for scene in subject.story:
        if isinstance(scene.action, Read):
            read = scene.action
            key = (read.sensor, _seen_by(subject, scene, read))
            answers = subject.answers.get(read.reading, read.may_see)
            known[key] = tuple(answer for answer in known.get(key, answers) if answer in answers)
    yield from known.items()


def _seen_by(subject: Subject, scene: Scene, read: Read) -> str:
    """Name the part that a sensor looks at, by where the story has it; empty for none."""
    place = next((each.place for each in subject.cell.sensors if each.name == read.sensor), "")
    target = subject.cell.place(place)
    poses = dict(scene.standing)
    if scene.carried is not None:
        poses[scene.carried.part] = flange(subject.cell, scene.q) @ scene.carried.T_FO
    if target is None:
        return "" if scene.carried is None else scene.carried.part
    near = {name: float(np.linalg.norm(T[:3, 3] - target.T_WP[:3, 3])) for name, T in poses.items()}
    best = min(near, key=near.__getitem__, default="")
    return best if best and near[best] <= _NEAR else ""


def lies_in(subject: Subject, T_WO: Pose, rule: Sorting) -> bool:
    """Tell whether a part lies where a rule wants those of its kind."""
    tray = thing_of(subject.cell, rule.thing)
    points = np.vstack([moved(tray.T_WO, corners(shape)) for shape in tray.shapes])
    low, high = points.min(axis=0), points.max(axis=0)
    at = T_WO[:3, 3]
    return bool((at[:2] >= low[:2]).all() and (at[:2] <= high[:2]).all() and low[2] <= at[2] <= high[2] + _ABOVE)
