"""Parts that may have slid to a feeder's station without anybody having seen them: for the sweep they are there.

A feeder brings its next part by itself, some time after its station is free. So a part is held to be there whenever
none is known to be. While one is taken away the seat is not free until what is carried has left it; and the fingers,
which still reach down beside it, may go up along the next part until they have been clear of it once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cobot_lab.cell.automation import Arrival
from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Pose
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.allowance import Due, Flags, Samples
from cobot_lab.verify.criteria import Criteria
from cobot_lab.verify.frames import inverse
from cobot_lab.verify.solids import hull, moved
from cobot_lab.verify.story import Scene, standing_at, thing_of


def dues(cell: Cell, ways: Sequence[Samples], criteria: Criteria) -> list[tuple[Due, ...]]:
    """Give what may be at the feeders in each scene of a way through a plan.

    Args:
        cell: The cell.
        ways: All its scenes in which something moves, in the order of time.
        criteria: Tolerances of judging.
    """
    found: list[tuple[Due, ...]] = [() for _ in ways]
    for feeder in cell.arrivals:
        if feeder.conveyor:
            continue  # whoever enters its lane unseen is told by the zone
        free = clear = True
        for number, samples in enumerate(ways):
            if standing_at(samples.scene, feeder.station, cell):
                free = clear = False
                continue
            part = _next(samples.scene, feeder)
            if not part:
                continue
            thing = thing_of(cell, part)
            seat = _from(free, _carried_gap(cell, samples, thing.T_WO, hull(thing.shapes)), criteria.blunt)
            hand = _from(clear, _hand_gap(cell, samples, thing.T_WO, hull(thing.shapes)), cell.limits.clearance) & seat
            free, clear = bool(seat[-1]), bool(hand[-1])
            found[number] = (*found[number], Due(part, thing.T_WO, seat, hand))
    return found


def _next(scene: Scene, feeder: Arrival) -> str:
    return scene.doings.next_part(feeder) if feeder.name in scene.doings.coming else ""


def _from(already: bool, gap: Array, wanted: float) -> Flags:
    """Tell at which samples a gap has been wide enough at least once."""
    wide: Flags = np.logical_or.accumulate(gap > wanted)
    return wide | already


def _carried_gap(cell: Cell, samples: Samples, T_WO: Pose, seat: Array) -> Array:
    carried = samples.scene.carried
    if carried is None:
        return np.full(len(samples.t), np.inf)
    return _gap(samples.T_WF @ carried.T_FO, hull(thing_of(cell, carried.part).shapes), T_WO, seat)


def _hand_gap(cell: Cell, samples: Samples, T_WO: Pose, seat: Array) -> Array:
    finger = hull(cell.tool.finger)
    side = 0.5 * samples.width[:, None, None] * np.array((1.0, 0.0, 0.0))
    right, left = finger + side, finger * (-1.0, 1.0, 1.0) - side
    return _gap(samples.T_WF, np.concatenate((right, left), axis=1), T_WO, seat)


def _gap(T_WB: Array, points: Array, T_WO: Pose, seat: Array) -> Array:
    """Give the widest gap between boxes around points of a body and around a part, along the part's axes.

    Args:
        T_WB: Poses of the body, shape (k, 4, 4).
        points: Of the body, shape (k, p, 3) or (p, 3) [m].
        T_WO: Pose of the part.
        seat: Points of the part, shape (r, 3) [m].

    Returns:
        Shape (k,), negative where the boxes overlap [m].
    """
    there = moved(inverse(T_WO) @ T_WB, points)
    above = there.min(axis=1) - seat.max(axis=0)
    below = seat.min(axis=0) - there.max(axis=1)
    gap: Array = np.maximum(above, below).max(axis=1)
    return gap
