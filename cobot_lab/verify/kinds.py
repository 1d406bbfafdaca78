"""Which kind a part is, as far as the sensors saw it on one way through a plan, and whether it lies with its kind.

This is reckoned from where the story has the parts when a sensor is read, not from what the planner wrote down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Pose
from cobot_lab.cell.task import Sorting
from cobot_lab.motion.actions import Read
from cobot_lab.program.residual import Answer, grid_of, roundest, size_on
from cobot_lab.verify.solids import corners, hull, moved
from cobot_lab.verify.story import Scene, flange, thing_of
from cobot_lab.verify.subject import Subject

_NEAR = 0.02
"""A part this near to where a sensor looks is the one that it sees [m]."""
_ABOVE = 0.05
"""A part that lies in a tray has its centre no higher than this above the tray's top [m]."""
_OVER = 2e-3
"""By this much it may stand out over the tray's edge [m]: as exactly as parts have to land."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a sensor may have seen of a part.

    Attributes:
        answers: Those explored that lead this way; of measures, also every value between two neighbours among them.
        reading: Number of the reading that counts.
        explored: All that were explored, whatever way they lead.
    """

    answers: tuple[Answer, ...]
    reading: int
    explored: tuple[Answer, ...] = ()

    def about(self, rule: Sorting) -> tuple[Answer, ...]:
        """Give answers that lead this way and that a rule concerns, none if there is none at all.

        A rule's bounds may lie between two values that were explored: with one on either side it is looked at as well.
        Of measures, the one that is easiest to read comes first.
        """
        found = [answer for answer in self.answers if rule.is_about(answer)]
        if not rule.measured:
            return tuple(found)
        found += [each for each in map(size_on, self._among(rule.bounds)) if rule.is_about(each)]
        return tuple(sorted((each for each in found if isinstance(each, float)), key=_digits))

    def _among(self, bounds: tuple[float, ...]) -> Iterator[int]:
        """Give the values around bounds that lie between two neighbours that lead this way."""
        sizes = sorted(each for each in self.explored if isinstance(each, float))
        for low, high in pairwise(sizes):
            if low in self.answers and high in self.answers:
                first, last = grid_of(low), grid_of(high)
                cuts = sorted({cut for at in map(grid_of, bounds) for cut in (at - 1, at) if first <= cut < last})
                for a, b in zip((first, *(cut + 1 for cut in cuts)), (*cuts, last), strict=True):
                    yield from {roundest(a, b), a, b} - {first, last}


def seen(subject: Subject) -> dict[tuple[str, str], Seen]:
    """Give for each sensor and part what the sensor may have seen of it on this way.

    A part keeps its colour, so what was read of it again adds to what is known. What is measured with an uncertainty
    may come out otherwise the next time: the last value counts.
    """
    uncertain = {sensor.name for sensor in subject.cell.sensors if sensor.uncertainty}
    known: dict[tuple[str, str], Seen] = {}
    for scene in subject.story:
        if isinstance(scene.action, Read):
            read = scene.action
            key = (read.sensor, _seen_by(subject, scene, read))
            answers = subject.answers.get(read.reading, read.may_see)
            if key in known and read.sensor not in uncertain:
                answers = tuple(answer for answer in known[key].answers if answer in answers)
            known[key] = Seen(answers, read.reading, read.may_see)
    return known


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


def _digits(size: float) -> tuple[int, float]:
    """Order lengths by how many decimals they are written with, then by size."""
    text = str(grid_of(size))
    return len(text.rstrip("0")) - len(text), size


def lies_in(cell: Cell, part: str, T_WO: Pose, thing: str) -> bool:
    """Tell whether a part lies in a thing, such as a tray: over it, near it, and not out over its edge.

    One that lies on the rim, or half beside, does not; one that is longer than the thing has its middle over it.

    Args:
        cell: The cell.
        part: Name of the part.
        T_WO: Where it is.
        thing: Name of the thing.
    """
    tray = thing_of(cell, thing)
    points = np.vstack([moved(tray.T_WO, corners(shape)) for shape in tray.shapes])
    low, high = points.min(axis=0), points.max(axis=0)
    body, at = moved(T_WO, hull(thing_of(cell, part).shapes))[:, :2], T_WO[:3, 3]
    first, last = body.min(axis=0), body.max(axis=0)
    inside = (first >= low[:2] - _OVER) & (last <= high[:2] + _OVER)
    longer = last - first > high[:2] - low[:2]
    middle = (at[:2] >= low[:2]) & (at[:2] <= high[:2])
    return bool((middle & (inside | longer)).all() and low[2] <= at[2] <= high[2] + _ABOVE)
