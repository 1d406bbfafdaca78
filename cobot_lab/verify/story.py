"""What is held when, and where every part stands, as the plan means it to happen.

The story is kinematic: a gripper that closes around a part holds it, an opened one leaves it where it is. Whether a
grip really holds is for the physics to say. Checks of motion look at the story, so that the carried part and those that
stand about are in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.doings import QUIET, Doings, arrival_of
from cobot_lab.cell.shape import Pose
from cobot_lab.cell.thing import Thing
from cobot_lab.motion.actions import AnyAction, Grip, Move, Output, Read, Wait
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Array
from cobot_lab.program.residual import Answer
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.frames import inverse, joint_poses
from cobot_lab.verify.solids import corners, hull, moved

_THERE = 0.015
"""A part this near to a station is at it [m]."""
_BITE = 2e-3
"""Least overlap of finger and part for the fingers to close on it [m]."""


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """A part in the gripper.

    Attributes:
        part: Its name.
        T_FO: Its pose in the flange frame.
    """

    part: str
    T_FO: Pose


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One action of the plan and what the cell looks like meanwhile.

    Attributes:
        t: Instant it starts at, on the plan's timeline [s].
        action: The action.
        q: Joint positions at its start, shape (n,) [rad].
        width: Distance between the fingers at its start [m].
        width_after: The same at its end [m].
        carried: What is in the gripper during the action: for an opening, what it lets go.
        closes_on: Name of the part that a closing takes, else empty.
        lets_go: Name of the part that an opening leaves, else empty.
        standing: Pose in the world of every part that is not carried; parts that fell or did not come are missing.
        doings: What the cell does by itself meanwhile.
    """

    t: float
    action: AnyAction
    q: Array
    width: float
    width_after: float
    carried: Carried | None
    closes_on: str
    lets_go: str
    standing: tuple[tuple[str, Pose], ...]
    doings: Doings = QUIET


@dataclass(frozen=True, slots=True)
class Waiting(Wait):
    """A wait for sensors as a story tells it: long enough for everything to settle, whatever it lasts.

    Attributes:
        limit: The longest that it lasts [s].
    """

    limit: float


IDLE = 0.5
"""Longest time that is told of a wait for sensors [s]: nothing moves in the rest of it."""


def tell(plan: Plan, cell: Cell) -> tuple[Scene, ...]:
    """Follow a plan action by action.

    The gripper starts wide open and empty, every part where the cell says.
    """
    return tuple(_scenes(plan, cell))


def _scenes(plan: Plan, cell: Cell) -> Iterator[Scene]:
    return continued(opening(plan.q_start, cell), plan.actions, cell)


def opening(q: Array, cell: Cell) -> Scene:
    """Give what stands before the first action: an empty gripper wide open, every part where the cell says.

    Who does not begin at rest goes on after an interrupted run, and nobody knows what that had started.

    Args:
        q: Joint positions, shape (n,) [rad].
        cell: The cell.
    """
    width = cell.tool.width_max
    rests = bool(np.abs(q - cell.robot.q_rest).max() <= CRITERIA.rest)
    doings = Doings.at_start(cell) if rests else Doings.after_a_stop(cell)
    return Scene(0.0, Wait(0, 0.0), q, width, width, None, "", "", _start(cell), doings)


def continued(before: Scene, actions: Iterable[AnyAction], cell: Cell) -> Iterator[Scene]:
    """Follow actions from a scene that was told.

    Args:
        before: The last scene told.
        actions: What follows it.
        cell: The cell.
    """
    now, t, q = after(before, cell)
    for action in actions:
        now = replace(now, t=t, action=action, q=q, width=now.width_after, closes_on="", lets_go="")
        if isinstance(action, Grip):
            now = _closing(now, cell) if action.closing else _opening(now, action.width, cell)
        elif isinstance(action, Output):
            now = replace(now, doings=now.doings.switched(cell, action.name, action.value))
        elif isinstance(action, Read):
            now = _asked(now, action, cell)
        yield now
        now, t, q = after(now, cell)


def after(scene: Scene, cell: Cell) -> tuple[Scene, float, Array]:
    """Give what a scene leaves behind: carried and standing parts, the instant [s] and the joint positions [rad]."""
    t = scene.t + scene.action.duration
    q = scene.action.trajectory.q[-1] if isinstance(scene.action, Move) else scene.q
    if scene.closes_on:
        scene = _taken(scene, cell)
    elif scene.lets_go:
        scene = _left(scene, cell)
    if not isinstance(scene.action, Waiting):  # how long that lasts, what follows it says
        scene = passed(scene, scene.action.duration, cell)
    if isinstance(scene.action, Output) and scene.action.time > 0.0:  # a pulse is over
        scene = replace(scene, doings=scene.doings.switched(cell, scene.action.name, 0.0))
    return replace(scene, closes_on="", lets_go=""), t, q


def passed(scene: Scene, time: float, cell: Cell) -> Scene:
    """Give a scene as it is when some time has passed [s]: what comes by itself has had that much longer."""
    return replace(scene, doings=scene.doings.passed(cell, time, lambda station: not parts_at(scene, station, cell)))


def told(scene: Scene, answers: Mapping[int, tuple[Answer, ...]], cell: Cell) -> Scene:
    """Give a scene as it is once answers are known: parts that were seen to arrive stand where they do."""
    doings = scene.doings.told(cell, answers)
    new = doings.came[len(scene.doings.came) :]
    arrived = tuple((name, thing_of(cell, name).T_WO) for name in new)
    return replace(scene, doings=doings, standing=(*scene.standing, *arrived))


def _asked(scene: Scene, read: Read, cell: Cell) -> Scene:
    arrival = arrival_of(cell, read.sensor)
    free = arrival is None or not parts_at(scene, arrival.station, cell)
    return told(
        replace(scene, doings=scene.doings.ask(read.reading, read.sensor, free=free)),
        {read.reading: read.may_see},
        cell,
    )


def parts_at(scene: Scene, place: str, cell: Cell) -> tuple[str, ...]:
    """Name the parts at a place during a scene, carried or standing."""
    if scene.carried is None:
        return standing_at(scene, place, cell)
    T_WO = flange(cell, scene.q) @ scene.carried.T_FO
    return standing_at(replace(scene, standing=(*scene.standing, (scene.carried.part, T_WO))), place, cell)


def standing_at(scene: Scene, place: str, cell: Cell) -> tuple[str, ...]:
    """Name the parts that stand at a place during a scene."""
    target = cell.place(place)
    if target is None:
        return ()
    return tuple(name for name, T in scene.standing if float(np.linalg.norm(T[:3, 3] - target.T_WP[:3, 3])) <= _THERE)


def _opening(scene: Scene, width: float, cell: Cell) -> Scene:
    if scene.carried is not None and not width >= scene.width + release(cell):  # maybe too little to let go
        return scene
    opened = min(max(width, cell.tool.width_min), cell.tool.width_max)
    return replace(scene, width_after=opened, lets_go=scene.carried.part if scene.carried else "")


def _start(cell: Cell) -> tuple[tuple[str, Pose], ...]:
    return tuple((part.name, part.T_WO) for part in cell.parts if part.name not in cell.arriving)


def release(cell: Cell) -> float:
    """Give how much wider than a part the gripper has to open to let it go for certain [m]."""
    return cell.tolerances.size + CRITERIA.release


def flange(cell: Cell, q: Array) -> Pose:
    """Give `T_WF`, the pose of the flange in the world, for one configuration; read-only."""
    return _flange(cell, q.tobytes())


@lru_cache(maxsize=512)
def _flange(cell: Cell, q: bytes) -> Pose:
    """Give the same for the bytes of the configuration: the story asks for the few that it stops at again and again."""
    T_WF: Pose = joint_poses(cell.robot, cell.T_WB, np.frombuffer(q)[None])[0, -1] @ cell.robot.T_flange
    T_WF.flags.writeable = False
    return T_WF


def _closing(scene: Scene, cell: Cell) -> Scene:
    if scene.carried is not None:  # it already holds something and stays as it is
        return replace(scene, width_after=scene.width)
    T_FW = inverse(flange(cell, scene.q))
    best, width = "", cell.tool.width_min
    for name, T_WO in scene.standing:
        low, high = _extent(cell, name, T_FW @ T_WO)
        if _between(cell, scene.width, low, high) and high[0] - low[0] > width:
            best, width = name, float(high[0] - low[0])
    return replace(scene, closes_on=best, width_after=width)


def _extent(cell: Cell, part: str, T_FO: Pose) -> tuple[Array, Array]:
    points = moved(T_FO, hull(thing_of(cell, part).shapes))
    return points.min(axis=0), points.max(axis=0)


def _between(cell: Cell, width: float, low: Array, high: Array) -> bool:
    """Tell whether a part that spans `low` to `high` in the flange frame is between the open fingers."""
    finger = hull(cell.tool.finger)
    first, last = finger.min(axis=0)[1:] + _BITE, finger.max(axis=0)[1:] - _BITE
    across = bool(np.all(high[1:] > first) and np.all(low[1:] < last))
    return across and 0.5 * (low[0] + high[0]) > -0.5 * width and 0.5 * (low[0] + high[0]) < 0.5 * width


def _taken(scene: Scene, cell: Cell) -> Scene:
    standing = dict(scene.standing)
    T_FO = inverse(flange(cell, scene.q)) @ standing.pop(scene.closes_on)
    low, high = _extent(cell, scene.closes_on, T_FO)
    T_FO[0, 3] -= 0.5 * (low[0] + high[0])  # the fingers close evenly and bring it to the middle
    return replace(scene, carried=Carried(scene.closes_on, T_FO), standing=tuple(standing.items()))


def _left(scene: Scene, cell: Cell) -> Scene:
    if scene.carried is None:
        return scene
    T_WO = flange(cell, scene.q) @ scene.carried.T_FO
    standing = scene.standing
    if drop(scene, cell) <= CRITERIA.landing:
        standing = (*standing, (scene.carried.part, T_WO))
    return replace(scene, carried=None, standing=standing)


def drop(scene: Scene, cell: Cell) -> float:
    """Give how far the carried part of a scene would fall straight down, as it is at the scene's start [m].

    Until it meets what is under it, or past everything that the cell has; 0 when it is borne, or overlaps what bears
    it.
    """
    assert scene.carried is not None
    T_WO = flange(cell, scene.q) @ scene.carried.T_FO
    points = moved(T_WO, hull(thing_of(cell, scene.carried.part).shapes))
    low, high = points.min(axis=0), points.max(axis=0)
    poses = {thing.name: thing.T_WO for thing in cell.things if thing not in cell.parts} | dict(scene.standing)
    solids = [moved(T, corners(shape)) for name, T in poses.items() for shape in thing_of(cell, name).shapes]
    boxes = [(solid.min(axis=0), solid.max(axis=0)) for solid in solids]
    under = [
        float(low[2] - top[2])
        for bottom, top in boxes
        if np.all(bottom[:2] < high[:2]) and np.all(top[:2] > low[:2]) and bottom[2] < high[2]
    ]
    floor = min(float(bottom[2]) for bottom, _ in boxes)
    return max(0.0, min(under, default=float(low[2]) - floor))


def thing_of(cell: Cell, name: str) -> Thing:
    """Give a thing by its name, which the cell must hold."""
    return next(thing for thing in cell.things if thing.name == name)
