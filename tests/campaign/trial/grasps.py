"""Friction grasps around the limit that mechanics gives: 2 µ F = m g. Held from twice it on, lost below 0.9 of it.

The verifier's own world, gripper and drive are used as they are; the part is held in the air without weight while the
gripper closes, then weight is switched on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from trial.work import cell_of, thing_of, with_thing

from cobot_lab.cell.shape import Box
from cobot_lab.motion.actions import Grip
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.frames import angle_of, inverse
from cobot_lab.verify.gripper import Gripper
from cobot_lab.verify.physics import RATE, Drive, _prepare, _ready
from cobot_lab.verify.solids import inertia
from cobot_lab.verify.story import Scene, flange
from cobot_lab.verify.world import Body, World

CLOSING, WATCHED = 0.6, 0.6
"""How long the gripper closes, and how long the part is watched with its weight on [s]."""
G = 9.81
SIZES = ((0.020, 0.064, 0.008), (0.020, 0.020, 0.020), (0.012, 0.030, 0.025), (0.024, 0.024, 0.050))


@dataclass(frozen=True, slots=True)
class Grasp:
    """One trial.

    Attributes:
        number: Of the trial; draws it again.
        margin: Holding friction over weight.
        slip: Way of the part in the gripper with its weight on [m].
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
    kinds = [(arm, size) for arm in ("ur3e", "ned2") for size in SIZES]
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
        self.size = size
        self.world = World(self.cell)
        _ready(self.world)
        self.arm = self.world.arm()
        self.q = cell.robot.q_rest
        self.part: Body = self.world.thing(thing_of(self.cell, "ebauche"), free=True)
        _prepare(self.world, self.arm, {"ebauche": self.part})
        self.arm.set(self.q, cell.tool.width_max)
        self.gripper, self.drive = Gripper(self.world, self.arm), Drive(self.world, self.arm)
        self.start = self.world.call(self.world.p.saveState)
        self.T_WF = flange(self.cell, self.q)

    def __enter__(self) -> _Bench:
        return self

    def __exit__(self, *_: object) -> None:
        self.world.__exit__(None, None, None)

    def grasp(self, number: int, low: float, high: float, seed: int) -> Grasp:
        rng = np.random.default_rng([seed, number])
        tool, p, call = self.cell.tool, self.world.p, self.world.call
        margin = float(np.exp(rng.uniform(np.log(low), np.log(high))))
        force = float(rng.uniform(tool.force_min, tool.force_max))
        friction = float(rng.uniform(0.3, 0.8))
        mass = 2.0 * friction * tool.friction * force / (margin * G)
        call(p.restoreState, self.start)
        body = inertia((Box(self.size, np.eye(4)),), mass)
        call(p.changeDynamics, self.part.number, -1, mass=mass, lateralFriction=friction)
        call(p.changeDynamics, self.part.number, -1, localInertiaDiagonal=np.diag(body.tensor).tolist())
        self.part.place(self.T_WF @ tool.T_FT @ _small(rng))
        call(p.resetBaseVelocity, self.part.number, [0, 0, 0], [0, 0, 0])
        call(p.setGravity, 0.0, 0.0, 0.0)
        action = Grip(1, True, 0.0, force, CLOSING)
        self.gripper.begin(Scene(0.0, action, self.q, tool.width_max, 0.0, None, "", "", ()))
        self._run(CLOSING)
        T_FO = inverse(self.T_WF) @ self.part.pose()
        call(p.setGravity, 0.0, 0.0, -G)
        self._run(WATCHED)
        T = inverse(T_FO) @ inverse(self.T_WF) @ self.part.pose()
        return Grasp(number, margin, float(np.linalg.norm(T[:3, 3])), angle_of(T[:3, :3]))

    def _run(self, time: float) -> None:
        for _ in range(int(time * RATE)):
            self.drive.aim(self.q, np.zeros_like(self.q))
            self.gripper.step(1.0 / RATE)
            self.world.call(self.world.p.stepSimulation)


def _small(rng: np.random.Generator) -> np.ndarray:
    """The part a little off and turned between the fingers, as it may lie."""
    T = np.eye(4)
    turn = float(rng.uniform(-0.02, 0.02))
    T[:2, :2] = [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
    T[:3, 3] = rng.uniform(-1e-3, 1e-3, 3)
    return T
