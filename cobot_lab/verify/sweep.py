"""Every accident along the plan: bodies that come nearer to each other than they may.

Samples are spaced by displacement: no surface point goes further than `criteria.stride` from one to the next, so no
approach deeper than half of it stays unseen. An accident lasts until all bodies are clear again; what else is touched
meanwhile belongs to it and is not told twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Grip, Move
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.allowance import Samples, beddings, nearness
from cobot_lab.verify.criteria import Criteria
from cobot_lab.verify.frames import joint_poses
from cobot_lab.verify.motion import Motion
from cobot_lab.verify.stage import Meeting, Meets, Stage
from cobot_lab.verify.story import Scene


@dataclass(frozen=True, slots=True)
class Accident:
    """The first pair that comes too near, once for each accident.

    Attributes:
        meets: Who meets whom.
        step: Number of the program's step.
        t: Instant on the plan's timeline [s].
        body: Name of the link or the carried part.
        other: Name of the thing, part, link or zone.
        depth: Deepest overlap of this pair during the accident, 0 when they only come too near [m].
    """

    meets: Meets
    step: int
    t: float
    body: str
    other: str
    depth: float


def sweep(
    cell: Cell, story: tuple[Scene, ...], motions: tuple[Motion, ...], criteria: Criteria
) -> tuple[Accident, ...]:
    """Give every accident of a plan, in the order of time."""
    by_scene = {id(motion.scene): motion for motion in motions}
    taken = [_sampled(cell, scene, by_scene.get(id(scene)), criteria) for scene in story]
    ways = [samples for samples in taken if samples is not None]
    beds = beddings(ways)
    bodies, zones = _Log(), _Log()
    with Stage(cell) as stage:
        for number, (samples, nears) in enumerate(zip(ways, nearness(cell, ways, criteria), strict=True)):
            scene, bedding = samples.scene, cell.tolerances.size if number in beds else 0.0
            stage.arrange(scene.standing, scene.carried)
            for t, q, width, T_WF, near in zip(samples.t, samples.q, samples.width, samples.T_WF, nears, strict=True):
                wrong = [
                    meeting
                    for meeting in stage.meetings(q, float(width), T_WF)
                    if not _meant(scene, meeting)
                    and not meeting.distance >= _wanted(cell, meeting, criteria, bedding, near=bool(near))
                ]
                when = scene.t + float(t)
                bodies.enter(scene, when, [meeting for meeting in wrong if meeting.meets is not Meets.ZONE])
                zones.enter(scene, when, [meeting for meeting in wrong if meeting.meets is Meets.ZONE])
    return tuple(sorted(bodies.accidents + zones.accidents, key=lambda accident: accident.t))


class _Log:
    """Accidents of one kind, the open one last."""

    def __init__(self) -> None:
        self.accidents: list[Accident] = []
        self._open = False

    def enter(self, scene: Scene, t: float, wrong: list[Meeting]) -> None:
        if wrong and not self._open:
            worst = min(wrong, key=lambda meeting: meeting.distance)
            step = scene.action.step_at(t - scene.t)
            self.accidents.append(Accident(worst.meets, step, t, worst.body, worst.other, 0.0))
        self._open = bool(wrong)
        for meeting in wrong:
            last = self.accidents[-1]
            if (meeting.body, meeting.other) == (last.body, last.other) and -meeting.distance > last.depth:
                self.accidents[-1] = replace(last, depth=-meeting.distance)


def _meant(scene: Scene, meeting: Meeting) -> bool:
    """Tell whether fingers may touch: while they close on a part or let it go."""
    if not (isinstance(scene.action, Grip) and meeting.hand):
        return False
    return meeting.meets is Meets.PART and meeting.other == scene.closes_on


def _wanted(cell: Cell, meeting: Meeting, criteria: Criteria, bedding: float, *, near: bool) -> float:
    """Give the distance that has to stay between two bodies [m]."""
    if meeting.meets in (Meets.SELF, Meets.ZONE):
        return 0.0
    if not near:
        return cell.limits.clearance
    if meeting.meets is Meets.CARRIED:
        return -criteria.exactness - (bedding if meeting.under else 0.0)
    if not meeting.hand:
        return cell.limits.clearance
    return cell.tolerances.size if meeting.meets is Meets.PART else 0.0  # a part may be that much larger on each side


def _flanges(cell: Cell, q: Array) -> Array:
    return joint_poses(cell.robot, cell.T_WB, q)[:, -1] @ cell.robot.T_flange


def _sampled(cell: Cell, scene: Scene, motion: Motion | None, criteria: Criteria) -> Samples | None:
    """Space samples by displacement; nothing when nothing moves."""
    match scene.action:
        case Move(trajectory=trajectory) if motion is not None:
            t = _spaced(motion.t, motion.speeds.max(axis=1), criteria.stride)
            q = trajectory.sample(t)[0]
            width = np.full(len(t), scene.width)
        case Grip(time=time):
            way = 0.5 * abs(scene.width_after - scene.width)
            width = np.linspace(scene.width, scene.width_after, int(np.ceil(way / criteria.stride)) + 1)
            t = np.linspace(0.0, time, len(width))
            q = np.tile(scene.q, (len(t), 1))
        case _:
            return None
    T_WF = _flanges(cell, q)
    return Samples(scene, t, q, width, T_WF, (T_WF @ cell.tool.T_FT)[:, :3, 3])


def _spaced(t: Array, speed: Array, stride: float) -> Array:
    """Give instants between which the fastest surface point goes no further than `stride`, both ends among them."""
    way = np.concatenate(([0.0], np.cumsum(0.5 * (speed[1:] + speed[:-1]) * np.diff(t))))
    count = int(np.ceil(way[-1] / stride)) + 1
    rising = np.concatenate(([True], np.diff(way) > 0.0))
    inner: Array = np.interp(np.linspace(0.0, way[-1], count), way[rising], t[rising])
    return np.union1d(inner, t[[0, -1]])
