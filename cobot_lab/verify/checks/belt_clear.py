"""No conveyor is started under a part that it would carry away."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Pose
from cobot_lab.cell.thing import Zone
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Output
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.places import lying_at
from cobot_lab.verify.solids import corners, hull, moved
from cobot_lab.verify.story import thing_of
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse steps that start a conveyor with a part in its lane, not at its station; facts: part, signal, place.

    The story has such a part where it was put, but the conveyor takes it along. Whoever lays a part in the lane while
    the conveyor runs is told by the zone.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    cell = subject.cell
    zones = {zone.name: zone for zone in cell.zones}
    for scene in subject.story:
        action = scene.action
        if not (isinstance(action, Output) and action.value > 0.0):
            continue
        for arrival in cell.arrivals:
            if arrival.conveyor != action.name:
                continue
            stays = lying_at(scene, arrival.station, cell, subject.criteria)
            for part, T_WO in scene.standing:
                if part not in stays and _in_lane(cell, part, T_WO, zones[arrival.lane]):
                    yield Finding.of(
                        Code.BELT_TAKES_ALONG,
                        step=action.step,
                        t=scene.t,
                        part=part,
                        signal=action.name,
                        place=arrival.station,
                    )


def _in_lane(cell: Cell, part: str, T_WO: Pose, lane: Zone) -> bool:
    points, box = moved(T_WO, hull(thing_of(cell, part).shapes)), corners(lane.box)
    above = points.max(axis=0) > box.min(axis=0)
    below = points.min(axis=0) < box.max(axis=0)
    return bool((above & below).all())


CHECK = Check("belt_clear", Stage.END, look, after=("duration",))
