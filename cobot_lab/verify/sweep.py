"""Every accident along the plan: bodies that come nearer to each other than they may.

Samples are spaced by displacement: no surface point goes further than `criteria.stride` from one to the next, so no
approach deeper than half of it stays unseen. An accident lasts until all bodies are clear again; what else is touched
meanwhile belongs to it and is not told twice.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Grip, Move
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.criteria import Criteria
from cobot_lab.verify.frames import joint_poses
from cobot_lab.verify.known import Known
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


@dataclass(frozen=True, slots=True, eq=False)
class _Samples:
    t: Array
    q: Array
    width: Array
    T_WF: Array
    near: Array
    """Whether the tool point is near a place, where less distance is enough, shape (k,)."""


def sweep(
    cell: Cell,
    story: tuple[Scene, ...],
    motions: tuple[Motion, ...],
    criteria: Criteria,
    known: Known | None = None,
) -> tuple[Accident, ...]:
    """Give every accident of a plan, in the order of time.

    Args:
        cell: The cell.
        story: What is held when.
        motions: The moves of the story, sampled.
        criteria: Tolerances of judging.
        known: Of a plan with forks: where the gripper works on any way through, and which scenes are free of accidents.
    """
    by_scene = {id(motion.scene): motion for motion in motions}
    spots = spots_of(cell, story if known is None else known.grips)
    bodies, zones = _Log(), _Log()
    with ExitStack() as stack:
        stage = stack.enter_context(Stage(cell)) if known is None else known.stage
        for scene in story:
            if known is not None and known.is_clean(scene):
                bodies.enter(scene, scene.t, [])
                zones.enter(scene, scene.t, [])
                continue
            before = len(bodies.accidents), len(zones.accidents)
            samples = _sampled(cell, scene, by_scene.get(id(scene)), spots, criteria)
            if samples is None:
                continue
            stage.arrange(scene.standing, scene.carried)
            for t, q, width, T_WF, near in zip(
                samples.t, samples.q, samples.width, samples.T_WF, samples.near, strict=True
            ):
                wrong = [
                    meeting
                    for meeting in stage.meetings(q, float(width), T_WF)
                    if not _meant(scene, meeting)
                    and not meeting.distance >= _wanted(cell, meeting, bool(near), criteria)
                ]
                when = scene.t + float(t)
                bodies.enter(scene, when, [meeting for meeting in wrong if meeting.meets is not Meets.ZONE])
                zones.enter(scene, when, [meeting for meeting in wrong if meeting.meets is Meets.ZONE])
            clean = before == (len(bodies.accidents), len(zones.accidents))
            if known is not None and clean and not bodies.open and not zones.open:
                known.note_clean(scene)
    return tuple(sorted(bodies.accidents + zones.accidents, key=lambda accident: accident.t))


class _Log:
    """Accidents of one kind, the open one last."""

    def __init__(self) -> None:
        self.accidents: list[Accident] = []
        self.open = False

    def enter(self, scene: Scene, t: float, wrong: list[Meeting]) -> None:
        if wrong and not self.open:
            worst = min(wrong, key=lambda meeting: meeting.distance)
            step = scene.action.step
            self.accidents.append(Accident(worst.meets, step, t, worst.body, worst.other, 0.0))
        self.open = bool(wrong)
        for meeting in wrong:
            last = self.accidents[-1]
            if (meeting.body, meeting.other) == (last.body, last.other) and -meeting.distance > last.depth:
                self.accidents[-1] = replace(last, depth=-meeting.distance)


def _meant(scene: Scene, meeting: Meeting) -> bool:
    """Tell whether fingers may touch: while they close on a part or let it go."""
    if not (isinstance(scene.action, Grip) and meeting.hand):
        return False
    return meeting.meets is Meets.PART and meeting.other == scene.closes_on


def _wanted(cell: Cell, meeting: Meeting, near: bool, criteria: Criteria) -> float:
    """Give the distance that has to stay between two bodies [m]."""
    if meeting.meets in (Meets.SELF, Meets.ZONE):
        return 0.0
    if not near:
        return cell.limits.clearance
    if meeting.meets is Meets.CARRIED:
        return -criteria.bedding
    return 0.0 if meeting.hand else cell.limits.clearance


def spots_of(cell: Cell, story: tuple[Scene, ...]) -> Array:
    """Give the points where the gripper has work to do: every place, and wherever it opens or closes, shape (m, 3)."""
    grips = np.array([scene.q for scene in story if isinstance(scene.action, Grip)]).reshape(-1, len(cell.robot.joints))
    at_grips = _tool_points(cell, _flanges(cell, grips))
    return np.vstack([at_grips, *(place.T_WP[None, :3, 3] for place in cell.places)])


def _flanges(cell: Cell, q: Array) -> Array:
    return joint_poses(cell.robot, cell.T_WB, q)[:, -1] @ cell.robot.T_flange


def _tool_points(cell: Cell, T_WF: Array) -> Array:
    points: Array = (T_WF @ cell.tool.T_FT)[:, :3, 3]
    return points


def _sampled(cell: Cell, scene: Scene, motion: Motion | None, spots: Array, criteria: Criteria) -> _Samples | None:
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
    away = np.linalg.norm(_tool_points(cell, T_WF)[:, None] - spots, axis=2)
    near = (away <= cell.limits.approach).any(axis=1)
    return _Samples(t, q, width, T_WF, near)


def _spaced(t: Array, speed: Array, stride: float) -> Array:
    """Give instants between which the fastest surface point goes no further than `stride`, both ends among them."""
    way = np.concatenate(([0.0], np.cumsum(0.5 * (speed[1:] + speed[:-1]) * np.diff(t))))
    count = int(np.ceil(way[-1] / stride)) + 1
    rising = np.concatenate(([True], np.diff(way) > 0.0))
    inner: Array = np.interp(np.linspace(0.0, way[-1], count), way[rising], t[rising])
    return np.union1d(inner, t[[0, -1]])
