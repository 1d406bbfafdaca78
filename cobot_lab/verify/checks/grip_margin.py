"""The grip force holds every part with room to spare."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Grip
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.frames import joint_poses
from cobot_lab.verify.motion import Motion
from cobot_lab.verify.story import Scene, thing_of
from cobot_lab.verify.subject import Subject

G = 9.80665
"""Standard gravity [m/s²]."""


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse grips whose force is too small for the part and how it is moved; facts: part, margin, wanted.

    Two fingers that press with F hold 2 µ F by friction; the part needs m (g + a), a being the highest acceleration of
    its centre while it is carried. The margin is the one over the other.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    wanted = subject.criteria.grip_margin
    for scene, part, margin in strengths(subject):
        if not margin >= wanted:
            yield Finding.of(Code.WEAK_GRIP, step=scene.action.step, t=scene.t, part=part, margin=margin, wanted=wanted)


def strengths(subject: Subject) -> Iterator[tuple[Scene, str, float]]:
    """Give every closing that takes a part, the part's name, and its margin: force over the least that holds."""
    for number, scene in enumerate(subject.story):
        if not (isinstance(scene.action, Grip) and scene.closes_on):
            continue
        part = thing_of(subject.cell, scene.closes_on)
        hold = 2.0 * part.friction * subject.cell.tool.friction * scene.action.force
        yield scene, part.name, hold / (part.mass * (G + _acceleration(subject, number, scene.closes_on)))


def _acceleration(subject: Subject, number: int, part: str) -> float:
    """Give the highest acceleration of a part until it is let go [m/s²]."""
    carried: list[Scene] = []
    for scene in subject.story[number + 1 :]:
        if scene.carried is None or scene.carried.part != part or scene.lets_go:
            break
        carried.append(scene)
    motions = [motion for motion in subject.motions if any(motion.scene is scene for scene in carried)]
    return max((_of_move(subject, motion) for motion in motions), default=0.0)


def _of_move(subject: Subject, motion: Motion) -> float:
    """Give the highest acceleration of the carried part's centre in one move [m/s²]."""
    assert motion.scene.carried is not None
    cell, trajectory = subject.cell, motion.scene.action.trajectory  # type: ignore[union-attr]
    count = max(4, int(np.ceil(trajectory.duration / STEP)))
    t = np.linspace(0.0, trajectory.duration, count + 1)
    T_WF = joint_poses(cell.robot, cell.T_WB, trajectory.sample(t)[0])[:, -1] @ cell.robot.T_flange
    way = (T_WF @ motion.scene.carried.T_FO)[:, :3, 3]
    way = np.vstack((way[:1], way, way[-1:]))  # at rest before and after
    acceleration = np.diff(way, n=2, axis=0) / t[1] ** 2
    return float(np.linalg.norm(acceleration, axis=1).max())


STEP = 4e-3
"""Time between two positions that accelerations are taken from [s]."""

CHECK = Check("grip_margin", Stage.MOTION, look)
