"""Where every body is at one instant: as recorded when the physics ran, else as planned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cobot_lab.findings import Finding, Report, refusals
from cobot_lab.motion.actions import Grip, Move
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.frames import pose_of
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.story import Scene, flange
from cobot_lab.verify.subject import Subject
from cobot_lab.verify.world import World


@dataclass(frozen=True, slots=True, eq=False)
class Instant:
    """The cell at one instant.

    Attributes:
        t: On the plan's timeline [s].
        poses: Name and pose in the world of every link and every thing that is there, shape (4, 4) each.
        seen: Whether the physics showed it so; else it is the plan's intention.
    """

    t: float
    poses: tuple[tuple[str, Array], ...]
    seen: bool


def failing(report: Report) -> Finding | None:
    """Give the first refusal, in the order of the program, that has an instant."""
    return next((finding for finding in refusals(report.findings) if finding.t is not None), None)


def instant_at(subject: Subject, t: float, recording: Recording | None = None) -> Instant:
    """Give the cell at an instant [s]; after the end it stands as at the end."""
    if recording is not None:
        return _recorded(recording, t)
    return _planned(subject, t)


def _recorded(recording: Recording, t: float) -> Instant:
    frame = min(max(round(t * recording.rate), 0), len(recording.poses) - 1)
    poses = [pose_of(pose[:3].astype(float), pose[3:].astype(float)) for pose in recording.poses[frame]]
    return Instant(t, tuple(zip(recording.names, poses, strict=True)), True)


def _planned(subject: Subject, t: float) -> Instant:
    cell = subject.cell
    scene = [scene for scene in subject.story if scene.t <= t][-1] if t > 0.0 else subject.story[0]
    q, width = _configuration(scene, t - scene.t)
    poses = {thing.name: thing.T_WO for thing in cell.things if thing not in cell.parts} | dict(scene.standing)
    if scene.carried is not None:
        poses[scene.carried.part] = flange(cell, q) @ scene.carried.T_FO
    return Instant(t, (*_links(subject, q, width), *poses.items()), False)


def _configuration(scene: Scene, t: float) -> tuple[Array, float]:
    """Give joint positions [rad] and the distance between the fingers [m] within a scene."""
    action = scene.action
    if isinstance(action, Move):
        return action.trajectory.sample(np.array([min(t, action.duration)]))[0][0], scene.width
    share = min(t / action.duration, 1.0) if isinstance(action, Grip) and action.duration > 0.0 else 0.0
    return scene.q, scene.width + share * (scene.width_after - scene.width)


def _links(subject: Subject, q: Array, width: float) -> list[tuple[str, Array]]:
    with World(subject.cell) as world:
        arm = world.arm()
        arm.set(q, width)
        p, result = world.p, [(arm.names[-1], subject.cell.T_WB)]
        numbers = [number for number in arm.rides if number >= 0]
        states = world.call(p.getLinkStates, arm.number, numbers, computeForwardKinematics=1)
        for number, state in zip(numbers, states, strict=True):
            result.append((arm.names[number], pose_of(np.array(state[4]), np.array(state[5]))))
    return result
