"""Friction grasps around the limit that mechanics gives: 2 µ F = m g. Held from twice it on, lost below 0.9 of it.

The verifier's own rig and gripper are used as they are. A part lies on a small support between the fingers, as it does
in a cell; the gripper closes, then the support is gone and the fingers alone have its whole weight at once.

Range that is tried: boxes as wide between the fingers as `CRITERIA` says that grips are measured, where the gripper
opens so far, from the lightest that it names to what the arm may carry besides its gripper, frictions from 0.02 to 1
and every force of the gripper; the part up to 1 mm and 1.1° off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from trial.work import cell_of, with_thing

from cobot_lab.cell.shape import Box
from cobot_lab.motion.actions import Grip
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.frames import angle_of, inverse
from cobot_lab.verify.rig import RATE, Rig
from cobot_lab.verify.solids import inertia
from cobot_lab.verify.story import Scene, flange

CLOSING, WATCHED = 0.8, 0.6
"""How long the gripper closes, and how long the part is watched with nothing under it [s]."""
G = 9.81
SIZES = (
    (0.020, 0.064, 0.008),
    (0.020, 0.020, 0.020),
    (0.012, 0.030, 0.025),
    (0.024, 0.024, 0.050),
    (CRITERIA.grip_narrowest, 0.040, 0.012),
    (0.022, 0.022, 0.090),
    (CRITERIA.grip_widest, 0.030, 0.040),
)
ROOM = 0.003
"""How much wider than a part the open gripper has to be for this bench [m]."""
FRICTIONS = (0.02, 1.0)
SUPPORT = Box((0.012, 0.012, 0.010), np.eye(4))


@dataclass(frozen=True, slots=True)
class Grasp:
    """One trial.

    Attributes:
        number: Of the trial; draws it again.
        margin: Holding friction over weight.
        slip: Way of the part in the gripper once nothing supports it [m].
        turn: Its turn [rad].
    """

    number: int
    margin: float
    slip: float
    turn: float

    @property
    def held(self) -> bool:
        return self.slip <= CRITERIA.slip and self.turn <= CRITERIA.turn

    @property
    def lost(self) -> bool:
        return not self.slip <= CRITERIA.dropped


def grasps(count: int, low: float, high: float, seed: int) -> Iterator[Grasp]:
    """Try grasps of many sizes, masses, frictions and forces, on both arms, whose margin is in a range."""
    kinds = [(arm, size) for arm in ("ur3e", "ned2") for size in SIZES if size[0] + ROOM <= cell_of(arm).tool.width_max]
    for kind, (arm, size) in enumerate(kinds):
        mine = range(kind, count, len(kinds))
        if mine:
            with _Bench(arm, size) as bench:
                for number in mine:
                    yield bench.grasp(number, low, high, seed)


class _Bench:
    def __init__(self, arm: str, size: tuple[float, float, float]) -> None:
        cell = cell_of(arm)
        self.cell = with_thing(cell, "ebauche", shapes=(Box(size, np.eye(4)),))
        self.size, self.q = size, cell.robot.q_rest
        self.rig = Rig(self.cell)
        self.world, self.part = self.rig.world, self.rig.parts["ebauche"]
        self.support = self.world.solid((SUPPORT,))
        self.world.call(self.world.p.changeDynamics, self.support.number, -1, lateralFriction=0.6)
        self.support.place(_down(10.0))
        self.start = self.rig.start(self.q)
        self.T_WF = flange(self.cell, self.q)

    def __enter__(self) -> _Bench:
        return self

    def __exit__(self, *_: object) -> None:
        self.world.__exit__(None, None, None)

    def grasp(self, number: int, low: float, high: float, seed: int) -> Grasp:
        rng = np.random.default_rng([seed, number])
        tool, p, call = self.cell.tool, self.world.p, self.world.call
        margin, force, mass, friction = self._draw(rng, low, high)
        self.rig.put(self.start)
        body = inertia((Box(self.size, np.eye(4)),), mass)
        call(p.changeDynamics, self.part.number, -1, mass=mass, lateralFriction=friction)
        call(p.changeDynamics, self.part.number, -1, localInertiaDiagonal=np.diag(body.tensor).tolist())
        T_WO = self.T_WF @ tool.T_FT @ _small(rng)
        self.part.place(T_WO)
        self.support.place(_down(0.5 * (self.size[2] + SUPPORT.size[2])) @ T_WO)
        call(p.resetBaseVelocity, self.part.number, [0, 0, 0], [0, 0, 0])
        action = Grip(1, True, 0.0, force, CLOSING)
        self.rig.gripper.begin(Scene(0.0, action, self.q, tool.width_max, 0.0, None, "", "", ()))
        self._run(CLOSING)
        T_FO = inverse(self.T_WF) @ self.part.pose()
        self.support.place(_down(10.0))
        self._run(WATCHED)
        T = inverse(T_FO) @ inverse(self.T_WF) @ self.part.pose()
        return Grasp(number, margin, float(np.linalg.norm(T[:3, 3])), angle_of(T[:3, :3]))

    def _draw(self, rng: np.random.Generator, low: float, high: float) -> tuple[float, float, float, float]:
        """Margin, force, mass and the friction that belongs to them, drawn until it is one that parts have."""
        tool = self.cell.tool
        heaviest = self.cell.robot.payload - tool.mass
        while True:
            margin = float(np.exp(rng.uniform(np.log(low), np.log(high))))
            mass = float(np.exp(rng.uniform(np.log(CRITERIA.grip_lightest), np.log(heaviest))))
            force = float(rng.uniform(tool.force_min, tool.force_max))
            friction = margin * mass * G / (2.0 * force * tool.friction)
            if FRICTIONS[0] <= friction <= FRICTIONS[1]:
                return margin, force, mass, friction

    def _run(self, time: float) -> None:
        for _ in range(int(time * RATE)):
            self.rig.step(self.q, self.q)


def _down(depth: float) -> np.ndarray:
    T = np.eye(4)
    T[2, 3] = -depth
    return T


def _small(rng: np.random.Generator) -> np.ndarray:
    """The part a little off and turned between the fingers, as it may lie."""
    T = np.eye(4)
    turn = float(rng.uniform(-0.02, 0.02))
    T[:2, :2] = [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
    T[:3, 3] = rng.uniform(-1e-3, 1e-3, 3)
    return T
