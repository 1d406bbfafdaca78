"""The grip force holds every part with room to spare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.thing import Thing
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Grip, Move
from cobot_lab.motion.trajectory import Array, Trajectory
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.frames import joint_poses
from cobot_lab.verify.holding import Grasp, loads
from cobot_lab.verify.inertias import placed
from cobot_lab.verify.pads import grasp_of
from cobot_lab.verify.solids import inertia
from cobot_lab.verify.story import Carried, Scene, after, flange, thing_of
from cobot_lab.verify.subject import Subject

G = 9.80665
"""Standard gravity [m/s²]."""
STEP = 4e-3
"""Time between two positions that accelerations are taken from [s]."""


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse grips whose force is too small for the part and how it is moved; facts: part, margin, wanted.

    Two fingers that press with F hold 2 µ F by friction; the part needs m (g + a), a being the highest acceleration of
    its centre while it is carried. A part that hangs beside the fingers turns about the line between them as well:
    against that, friction holds 2 µ F r, r being the mean distance of a patch's points from its middle. The two shares
    are joined as the ellipsoid of a limit surface (Howe and Cutkosky, 1996), and the margin is the inverse of what they
    give. A part that is held may be closed on again, with another force.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    wanted = subject.criteria.grip_margin
    for scene, part, margin in strengths(subject):
        if not margin >= wanted:
            yield Finding.of(Code.WEAK_GRIP, step=scene.action.step, t=scene.t, part=part, margin=margin, wanted=wanted)


def strengths(subject: Subject) -> Iterator[tuple[Scene, str, float]]:
    """Give every closing on a part, the part's name, and its margin: force over the least that holds."""
    for number, scene in enumerate(subject.story):
        if not (isinstance(scene.action, Grip) and scene.action.closing):
            continue
        held = after(scene, subject.cell)[0].carried
        if held is not None:
            yield scene, held.part, _kept(subject, number, scene.action.force, held)


def _kept(subject: Subject, number: int, force: float, held: Carried) -> float:
    """Give the margin of a closing until the part is let go, taken once for all that are alike."""
    q = subject.story[number].q
    moves = tuple(_moves(subject, number, held.part))
    if subject.known is None:
        return _margin(subject.cell, q, moves, force, held)
    about = CHECK.name, held.part, held.T_FO.tobytes(), force, q.tobytes()
    return subject.known.figure(about, moves, lambda: _margin(subject.cell, q, moves, force, held))


def _margin(cell: Cell, q: Array, moves: Iterable[Trajectory], force: float, held: Carried) -> float:
    """Give the margin of a closing.

    Args:
        cell: The cell.
        q: Where the arm stands meanwhile, shape (n,) [rad].
        moves: All that the part is carried on until it is let go.
        force: Of the closing [N].
        held: The part, and how it is held.
    """
    part = thing_of(cell, held.part)
    grasp = grasp_of(cell, held, force)
    friction = 2.0 * grasp.friction * force
    ways = [(np.repeat(flange(cell, q)[None], 3, axis=0), STEP)]  # at rest, where it is taken
    ways += [_way(cell, trajectory) for trajectory in moves]
    acceleration = max(_acceleration(T_WF @ held.T_FO, dt) for T_WF, dt in ways)
    turning = max(_turning(part, held, grasp, T_WF, dt) for T_WF, dt in ways)
    slides = part.mass * (G + acceleration) / friction
    radius = 0.5 * grasp.spread
    turns = turning / (friction * radius) if friction * radius > 0.0 else np.inf * (turning > 0.0)
    return float(1.0 / np.hypot(slides, turns))


def _moves(subject: Subject, number: int, part: str) -> Iterator[Trajectory]:
    """Give the moves that carry a part until it is let go."""
    for scene in subject.story[number + 1 :]:
        if scene.carried is None or scene.carried.part != part or scene.lets_go:
            return
        if isinstance(scene.action, Move):
            yield scene.action.trajectory


def _way(cell: Cell, trajectory: Trajectory) -> tuple[Array, float]:
    """Give the poses of the flange in one move, shape (k, 4, 4), and the time between them [s]."""
    count = max(4, int(np.ceil(trajectory.duration / STEP)))
    t = np.linspace(0.0, trajectory.duration, count + 1)
    T_WF = joint_poses(cell.robot, cell.T_WB, trajectory.at(t))[:, -1] @ cell.robot.T_flange
    return np.concatenate((T_WF[:1], T_WF, T_WF[-1:])), float(t[1])  # at rest before and after


def _acceleration(T_WO: Array, dt: float) -> float:
    """Give the highest acceleration of a part's centre [m/s²]."""
    acceleration = np.diff(T_WO[:, :3, 3], n=2, axis=0) / dt**2
    return float(np.linalg.norm(acceleration, axis=1).max())


def _turning(part: Thing, held: Carried, grasp: Grasp, T_WF: Array, dt: float) -> float:
    """Give the highest moment about the line between the fingers [Nm]."""
    _, moment = loads(grasp, placed(inertia(part.shapes, part.mass), held.T_FO), T_WF, dt)
    return float(np.abs(moment[:, 0]).max())


CHECK = Check("grip_margin", Stage.MOTION, look)
