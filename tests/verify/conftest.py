"""A plan maker of its own for this room's tests: slow, plain, and independent of the planner that it helps to judge."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import cells, load_cell
from cobot_lab.cell.task import Goal, Task
from cobot_lab.motion.actions import AnyAction, Grip, Move, Path
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.frames import joint_poses, joint_twists
from cobot_lab.verify.outcome import Outcome
from cobot_lab.verify.played import simulate
from cobot_lab.verify.story import tell


class Author:
    """Writes plans by hand, action after action; each action is a step."""

    def __init__(self, cell: Cell) -> None:
        self.cell = cell
        self.q_start = self.q = cell.robot.q_rest.copy()
        self.actions: list[AnyAction] = []

    @property
    def step(self) -> int:
        return len(self.actions) + 1

    def pose(self, q: np.ndarray) -> np.ndarray:
        return (
            joint_poses(self.cell.robot, self.cell.T_WB, q[None])[0, -1]
            @ self.cell.robot.T_flange
            @ self.cell.tool.T_FT
        )

    def jacobian(self, q: np.ndarray) -> np.ndarray:
        n = len(q)
        poses = joint_poses(self.cell.robot, self.cell.T_WB, np.tile(q, (n, 1)))
        v, w = joint_twists(self.cell.robot, poses, np.eye(n))
        arm = self.pose(q)[:3, 3] - poses[0, -1, :3, 3]
        return np.vstack(((v[:, -1] + np.cross(w[:, -1], arm)).T, w[:, -1].T))

    def solve(self, T: np.ndarray, q: np.ndarray) -> np.ndarray:
        for _ in range(200):
            now = self.pose(q)
            R = T[:3, :3] @ now[:3, :3].T
            turn = 0.5 * np.array([R[2, 1] - R[1, 2], R[0, 2] - R[2, 0], R[1, 0] - R[0, 1]])
            error = np.concatenate((T[:3, 3] - now[:3, 3], turn))
            if np.abs(error).max() < 1e-12:
                return q
            J = self.jacobian(q)
            step = J.T @ np.linalg.solve(J @ J.T + 1e-10 * np.eye(6), error)
            q = q + step * min(1.0, 0.3 / np.abs(step).max())
        raise AssertionError("the test's own inverse kinematics found nothing")

    def target(self, place: str, up: float = 0.0, offset: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> np.ndarray:
        found = self.cell.place(place)
        assert found is not None
        T = found.T_WP.copy()
        T[:3, 3] += np.add(offset, (0.0, 0.0, up))
        return T

    def joint(self, q: np.ndarray, time: float, place: str = "") -> Author:
        """A quintic from rest to rest, as dense knots."""
        t, s, ds = quintic(time)
        way = q - self.q
        self.actions.append(Move(self.step, Path.JOINT, Trajectory(t, self.q + s * way, ds * way), place))
        self.q = q
        return self

    def go(
        self, place: str, time: float = 1.5, up: float = 0.0, offset: tuple[float, float, float] = (0, 0, 0)
    ) -> Author:
        return self.joint(self.solve(self.target(place, up, offset), self.q), time, place)

    def line(
        self, place: str, time: float = 1.0, up: float = 0.0, offset: tuple[float, float, float] = (0, 0, 0)
    ) -> Author:
        t, s, ds = quintic(time)
        start, end = self.pose(self.q), self.target(place, up, offset)
        end[:3, :3] = start[:3, :3]
        way = end[:3, 3] - start[:3, 3]
        q, qd, now = [], [], self.q
        for share, speed in zip(s[:, 0], ds[:, 0], strict=True):
            T = start.copy()
            T[:3, 3] += share * way
            now = self.solve(T, now)
            q.append(now)
            qd.append(np.linalg.solve(self.jacobian(now), np.concatenate((speed * way, np.zeros(3)))))
        self.actions.append(Move(self.step, Path.LINE, Trajectory(t, np.array(q), np.array(qd)), place))
        self.q = now
        return self

    def close(self, force: float | None = None, time: float = 0.8) -> Author:
        self.actions.append(Grip(self.step, True, 0.0, self.cell.tool.force if force is None else force, time))
        return self

    def open(self, width: float | None = None, time: float = 0.8) -> Author:
        width = self.cell.tool.width_max if width is None else width
        self.actions.append(Grip(self.step, False, width, 0.0, time))
        return self

    def rest(self, time: float = 1.5) -> Author:
        return self.joint(self.cell.robot.q_rest.copy(), time)

    def plan(self) -> Plan:
        robot = self.cell.robot
        return Plan("0" * 64, self.cell.digest, robot.name, robot.joint_names, self.q_start, tuple(self.actions))


def quintic(time: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Minimum jerk from 0 to 1: instants, share and its speed."""
    t = np.linspace(0.0, time, max(2, round(time / 0.01) + 1))
    u = (t / time)[:, None]
    return t, u**3 * (10 - 15 * u + 6 * u**2), 30 * u**2 * (1 - u) ** 2 / time


def limited(cell: Cell, **limits: float) -> Cell:
    """The cell with other limits for every joint of the arm."""
    joints = tuple(replace(joint, **limits) for joint in cell.robot.joints)
    return replace(cell, robot=replace(cell.robot, joints=joints))


def allowing(cell: Cell, **limits: float) -> Cell:
    """The cell with other limits of its own."""
    return replace(cell, limits=replace(cell.limits, **limits))


@pytest.fixture(scope="session")
def cell() -> Cell:
    """The workshop cell of the first lessons."""
    (path,) = [path for path in cells("ur3e") if path.stem == "atelier"]
    return load_cell(path)


@pytest.fixture
def author(cell: Cell) -> Author:
    return Author(cell)


@pytest.fixture(scope="session")
def good(cell: Cell) -> Plan:
    """A clean pick and place: from the magazine to the tray, back to rest."""
    return fetch(Author(cell)).plan()


def fetch(author: Author) -> Author:
    author.go("magasin", up=0.08).line("magasin").close().line("magasin", up=0.08)
    author.go("plateau", 2.8, up=0.08).line("plateau", up=0.0).open().line("plateau", up=0.08)
    return author.rest(2.5)


@pytest.fixture(scope="session")
def outcome(cell: Cell, good: Plan) -> Outcome:
    """What the physics makes of the clean plan."""
    return simulate(cell, tell(good, cell), CRITERIA)


@pytest.fixture(scope="session")
def task() -> Task:
    """The blank to the tray, back to rest."""
    return Task("01", (Goal("ebauche", "plateau"),), True, 45.0)


@pytest.fixture(scope="session")
def hand() -> ModuleType:
    """This module's own tools: `Author`, `fetch`, `limited`, `allowing`."""
    return sys.modules[__name__]
