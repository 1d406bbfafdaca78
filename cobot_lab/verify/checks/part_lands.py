"""A part that is let go stays where and as it was put, and at rest."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.cell.shape import Pose
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.outcome import Landing
from cobot_lab.verify.story import Scene, flange, thing_of
from cobot_lab.verify.subject import Subject
from cobot_lab.verify.symmetry import turn_between


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse openings after which the part is not where it was put; facts: part, place, offset, tilt, moving.

    Where it was put is where the plan opens the gripper, not what the place is called: whether that was the right
    place is for the goal to say.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    criteria = subject.criteria
    for landing in subject.happened.landings:
        T_WO = _put(subject, landing.scene)
        offset = float(np.linalg.norm(landing.T_WO[:3, 3] - T_WO[:3, 3]))
        tilt = turn_between(T_WO, landing.T_WO, thing_of(subject.cell, landing.part).shapes)
        moving = not landing.speed <= criteria.still
        if moving or not (offset <= criteria.landing and tilt <= criteria.tilt):
            step, t = landing.scene.action.step, landing.scene.t
            yield Finding.of(
                Code.NOT_LANDED,
                step=step,
                t=t,
                moving=moving,
                part=landing.part,
                place=_place(subject, landing),
                offset=offset,
                tilt=tilt,
            )


def _put(subject: Subject, scene: Scene) -> Pose:
    """Give the pose that the part had in the story when it was let go."""
    assert scene.carried is not None
    T_WO: Pose = flange(subject.cell, scene.q) @ scene.carried.T_FO
    return T_WO


def _place(subject: Subject, landing: Landing) -> str:
    """Name the place where the gripper opened, or nothing when it was none."""
    point = (flange(subject.cell, landing.scene.q) @ subject.cell.tool.T_FT)[:3, 3]
    near = [
        place for place in subject.cell.places if np.linalg.norm(place.T_WP[:3, 3] - point) <= subject.criteria.goal
    ]
    return near[0].name if near else ""


CHECK = Check("part_lands", Stage.PHYSICS, look, after=("grasp_forms", "grasp_slips", "part_dropped"))
