"""A virtual cabinet, the driver that is examined on it, and plans for its arm."""

from __future__ import annotations

import itertools
import os
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from cobot_lab.cell.load import load_robot
from cobot_lab.deploy.clock import ReadClock
from cobot_lab.deploy.drivers.ur.arm import Expected
from cobot_lab.deploy.drivers.ur.driver import URDriver
from cobot_lab.deploy.drivers.ur.grippers import DigitalGripper
from cobot_lab.deploy.drivers.ur.script import Wiring
from cobot_lab.deploy.drivers.ur.senders import Sender
from cobot_lab.deploy.drivers.ur.signed import files_of
from cobot_lab.deploy.judge import Limits
from cobot_lab.deploy.virtual.ur.arm import CYCLE
from cobot_lab.deploy.virtual.ur.cabinet import Setup
from cobot_lab.deploy.virtual.ur.faults import Fault
from cobot_lab.deploy.virtual.ur.server import VirtualUR
from cobot_lab.motion.actions import AnyAction, Grip, Move, Path, Show, Wait
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Trajectory

ROBOT = load_robot("ur3e")
Q = np.array(ROBOT.q_rest)
SERIAL = "20235300001"
KINEMATICS = (11, 12, 13, 14, 15, 16)
EXPECTED = Expected(
    "ur3e", ROBOT.joint_names, "-".join(f"{each:08x}" for each in KINEMATICS), payload=0.0, tool=(0.0,) * 6
)
PACE = 1.5
"""A little faster than real time: what a busy computer leaves out is then made up for."""
PATIENT = Limits(age=3.0, start=3.0)
"""For runs about something else than the age of data, on a computer that may be busy."""
_HOSTS = itertools.count(1)


def address() -> str:
    """Give an address of this process's own."""
    return f"127.{64 + os.getpid() % 128}.{os.getpid() // 128 % 256}.{next(_HOSTS) % 250 + 1}"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


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
    Grip(3, True, 0.0, 20.0, 0.4),
    move(4, AWAY, Q, 0.9),
    Grip(5, False, 0.04, 0.0, 0.4),
    Wait(6, 0.1),
)


def make_plan(**changes: Any) -> Plan:
    facts: dict[str, Any] = {
        "program": "0" * 64,
        "cell": "0" * 64,
        "robot": "ur3e",
        "joints": ROBOT.joint_names,
        "q_start": Q.copy(),
        "actions": ACTIONS,
    }
    return Plan(**{**facts, **changes})


GRIPPER = DigitalGripper(width=0.04, force=20.0)
"""What the plans of these tests were made for."""


@dataclass
class Bed:
    """One cabinet on an address of its own, and where it finds the computer.

    Attributes:
        served: The cabinet.
        wiring: What programs for it are written with.
    """

    served: VirtualUR
    wiring: Wiring = field(default_factory=lambda: Wiring("127.0.0.1", free_port(), GRIPPER))
    expected: Expected = EXPECTED

    def clock(self) -> ReadClock:
        """Give the arm's own clock."""
        return ReadClock(lambda: self.served.call(lambda controller: controller.cabinet.cycle * CYCLE))

    def driver(self, plan: Plan, *others: Plan, sender: Sender | None = None) -> URDriver:
        """Connect, with the programs of plans supplied."""
        driver = URDriver(self.served.address, self.expected, sender)
        driver.supply(plan, self.files(plan))
        return driver

    def files(self, plan: Plan) -> dict[str, bytes]:
        """Write the programs of a plan."""
        return files_of(plan, self.wiring)


@contextmanager
def bed(*, faults: Iterable[Fault] = (), pace: float = PACE, computer: tuple[str, int] | None = None, **changes: Any):
    setup = replace(Setup(ROBOT, SERIAL, kinematics=KINEMATICS), **changes)
    more = {} if computer is None else {"computer": computer}
    with VirtualUR(setup, address(), pace=pace, faults=faults, **more) as served:
        yield Bed(served)


def wired(cabinet: Bed, **outputs: int) -> Bed:
    """Wire outputs, for programs and for whoever looks at them."""
    cabinet.wiring = replace(cabinet.wiring, outputs=outputs)
    cabinet.expected = replace(cabinet.expected, signals=outputs)
    return cabinet


def moved(cabinet: Bed, q: Any = Q) -> float:
    """Tell how far the arm is from a pose, joint by joint at most [rad]."""
    return float(np.abs(np.array(cabinet.served.call(lambda c: list(c.cabinet.arm.q))) - q).max())


def beside(act: Callable[[], object]) -> threading.Thread:
    """Do something in a thread of its own."""
    thread = threading.Thread(target=act)
    thread.start()
    return thread
