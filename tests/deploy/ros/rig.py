"""A virtual arm behind rosbridge, the driver that is examined on it, and plans for its arm."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from cobot_lab.cell.load import load_robot
from cobot_lab.deploy.clock import ReadClock
from cobot_lab.deploy.drivers.ros.driver import RosDriver
from cobot_lab.deploy.drivers.ros.goals import files_of
from cobot_lab.deploy.drivers.ros.profile import GENERIC, NED2, Expected, Profile, Sensed
from cobot_lab.deploy.judge import Limits
from cobot_lab.deploy.virtual.ros.controller import Setup
from cobot_lab.deploy.virtual.ros.faults import Fault
from cobot_lab.deploy.virtual.ros.server import VirtualRos
from cobot_lab.motion.actions import AnyAction, Grip, Move, Output, Path, Show, Wait
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Trajectory

NED = load_robot("ned2")
Q = np.array(NED.q_rest)
SERIAL = "NED2-0001"
PATIENT = Limits(age=3.0, start=3.0, settle=2.0)
"""For runs about something else than the age of data, on a computer that may be busy."""
PACE = 1.5
"""A little faster than real time: what a busy computer leaves out is then made up for."""
_HOSTS = itertools.count(1)


def address() -> str:
    """Give an address of this process's own."""
    return f"127.{64 + os.getpid() % 128}.{os.getpid() // 128 % 256}.{next(_HOSTS) % 250 + 1}"


def move(step: int, q_from: np.ndarray, q_to: np.ndarray, duration: float) -> Move:
    """From rest to rest, through one knot at speed."""
    t = np.array([0.0, duration / 2, duration])
    top = 1.5 * (q_to - q_from) / duration
    q = np.stack([q_from, (q_from + q_to) / 2, q_to])
    return Move(step, Path.JOINT, Trajectory(t, q, np.stack([0 * top, top, 0 * top])))


AWAY = Q + np.array([0.3, -0.2, 0.2, 0.1, -0.1, 0.2])
ACTIONS: tuple[AnyAction, ...] = (
    Show(1, "Prêt"),
    move(2, Q, AWAY, 0.9),
    Grip(3, True, 0.0, 5.0, 0.4),
    Output(4, "lampe", 1.0, 0.0),
    move(5, AWAY, Q, 0.9),
    Grip(6, False, 0.027, 0.0, 0.4),
    Wait(7, 0.1),
)
SIGNALS = {"lampe": "DO1"}


def make_plan(**changes: Any) -> Plan:
    facts: dict[str, Any] = {
        "program": "0" * 64,
        "cell": "0" * 64,
        "robot": "ned2",
        "joints": NED.joint_names,
        "q_start": Q.copy(),
        "actions": ACTIONS,
    }
    return Plan(**{**facts, **changes})


@dataclass
class Bed:
    """One arm on an address of its own."""

    served: VirtualRos
    profile: Profile = NED2
    sensors: Mapping[str, Sensed] = field(default_factory=dict)
    signals: Mapping[str, str] = field(default_factory=lambda: SIGNALS)

    def driver(self, plan: Plan, *others: Plan) -> RosDriver:
        """Connect, with the goals of plans supplied."""
        model = self.served.controller.setup.robot
        expected = Expected(model.name, model.joint_names, self.profile, self.sensors, self.signals)
        driver = RosDriver(self.served.address, expected)
        driver.supply(plan, self.files(plan))
        known = dict(driver._library)
        for other in others:
            driver.supply(other, self.files(other))
            known |= driver._library
        driver._library = known
        return driver

    def clock(self) -> ReadClock:
        """Give the arm's own clock."""
        return ReadClock(lambda: self.served.call(lambda controller: controller.now))

    def files(self, plan: Plan) -> dict[str, bytes]:
        return files_of(plan, self.profile, self.signals)


@contextmanager
def bed(*, faults: Iterable[Fault] = (), pace: float = PACE, **changes: Any):
    with VirtualRos(Setup.ned2(NED, SERIAL, **changes), address(), pace=pace, faults=faults) as served:
        yield Bed(served)


@contextmanager
def generic(robot: Any, *, faults: Iterable[Fault] = (), pace: float = PACE, **changes: Any):
    setup = replace(Setup(robot, "ROS-1"), **changes)
    with VirtualRos(setup, address(), pace=pace, faults=faults) as served:
        yield Bed(served, GENERIC, signals={})
