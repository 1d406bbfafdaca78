"""The two virtual arms of the campaign, each with what has to be known of it to see what it does."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from arm.place import plan_for

from cobot_lab.cell.load import load_robot
from cobot_lab.deploy.driver import HEARTBEAT_LIMIT, Driver
from cobot_lab.deploy.drivers.ros import goals
from cobot_lab.deploy.drivers.ros.driver import RosDriver
from cobot_lab.deploy.drivers.ros.profile import NED2
from cobot_lab.deploy.drivers.ros.profile import Expected as RosExpected
from cobot_lab.deploy.drivers.ur import signed
from cobot_lab.deploy.drivers.ur.arm import Expected
from cobot_lab.deploy.drivers.ur.driver import URDriver
from cobot_lab.deploy.drivers.ur.primary import Primary
from cobot_lab.deploy.drivers.ur.script import STOP_DECELERATION, Wiring
from cobot_lab.deploy.drivers.ur.senders import Pull
from cobot_lab.deploy.virtual.ros.arm import CYCLE as ROS_CYCLE
from cobot_lab.deploy.virtual.ros.controller import Setup as RosSetup
from cobot_lab.deploy.virtual.ros.server import VirtualRos
from cobot_lab.deploy.virtual.ur.arm import CYCLE
from cobot_lab.deploy.virtual.ur.cabinet import Setup
from cobot_lab.deploy.virtual.ur.server import VirtualUR
from cobot_lab.motion.plan_data import Plan

TOP_SPEED = 1.5 * 0.4 / 0.7
SIGNALS = {"convoyeur": 1, "voyant_rouge": 2, "voyant_vert": 3}
"""Output of each signal of the cell."""
KINEMATICS = (11, 12, 13, 14, 15, 16)
PACE = 1.25
Controller = Any


@dataclass(frozen=True)
class Rig:
    """One virtual arm.

    Attributes:
        name: `ur`, `ros`, or `pull` for a UR arm in local control.
        plan: What is played on it.
        serial: Its serial number.
        cycle: Its control cycle [s].
        stop_bound: After the word stop, by when it rests at the latest [s of the arm].
        files: Gives the bytes for it.
        serve: Makes it, on an address.
        connect: Makes its driver.
        speed: Fastest joint [rad/s].
        cycles: Control cycles since it was switched on.
        begun: Cycle in which the first program began; None while none has.
        playing: Whether a program plays.
        undo: Takes every fault away, and tries to go on as a person at the arm could.
        foreign: Starts somebody else's program, of some length [s].
    """

    name: str
    plan: Plan
    serial: str
    cycle: float
    stop_bound: float
    files: Callable[[], dict[str, bytes]]
    serve: Callable[[str], Any]
    connect: Callable[[str], Driver]
    speed: Callable[[Controller], float]
    cycles: Callable[[Controller], int]
    begun: Callable[[Controller], int | None]
    playing: Callable[[Controller], bool]
    undo: Callable[[Controller], object]
    foreign: Callable[[Controller, float], object]
    kinds: Mapping[str, Any] = field(default_factory=dict)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _ur() -> Rig:
    robot, plan, serial = load_robot("ur3e"), plan_for("ur3e"), "20235300001"
    checksum = "-".join(f"{each:08x}" for each in KINEMATICS)
    expected = Expected("ur3e", robot.joint_names, checksum, payload=0.0, tool=(0.0,) * 6, signals=SIGNALS)
    return Rig(
        "ur",
        plan,
        serial,
        CYCLE,
        # a whole heartbeat unheard, the deceleration, and the lag of servos and of the threads here
        HEARTBEAT_LIMIT + TOP_SPEED / STOP_DECELERATION + 0.15,
        lambda: signed.files_of(plan, Wiring("127.0.0.1", _free_port())),
        lambda host: VirtualUR(Setup(robot, serial, kinematics=KINEMATICS), host, pace=PACE),
        lambda host: URDriver(host, expected),
        lambda c: max(map(abs, c.cabinet.arm.qd)),
        lambda c: c.cabinet.cycle,
        lambda c: c._started_at,
        lambda c: c.playing,
        lambda c: (c.faults.clear(), c.release(), c.play()),
        lambda c, time: c.take(f"def other():\n  sleep({time})\nend"),
    )


class _Pressed(Pull):
    """Has Play pressed on the pendant whenever a program is laid out."""

    def __init__(self, served: VirtualUR, port: int) -> None:
        super().__init__(served.address, "127.0.0.1", port)
        self._served = served

    def give(self, data: bytes, primary: Primary) -> None:
        super().give(data, primary)
        self._served.press_play()


def _pull() -> Rig:
    """Give the same arm with its pendant in somebody's hands; where it is made is where it is connected to."""
    ur = _ur()
    setup = Setup(load_robot("ur3e"), ur.serial, kinematics=KINEMATICS, remote=False)
    checksum = "-".join(f"{each:08x}" for each in KINEMATICS)
    expected = Expected("ur3e", setup.robot.joint_names, checksum, payload=0.0, tool=(0.0,) * 6, signals=SIGNALS)
    cabinets: dict[str, tuple[VirtualUR, int]] = {}

    def serve(host: str) -> VirtualUR:
        port = _free_port()
        cabinets[host] = VirtualUR(setup, host, pace=PACE, computer=("127.0.0.1", port)), port
        return cabinets[host][0]

    return replace(
        ur, name="pull", serve=serve, connect=lambda host: URDriver(host, expected, _Pressed(*cabinets[host]))
    )


def _ros() -> Rig:
    robot, plan, serial = load_robot("ned2"), plan_for("ned2"), "NED2-0001"
    signals = {name: f"DO{place}" for name, place in SIGNALS.items()}
    expected = RosExpected("ned2", robot.joint_names, NED2, signals=signals)

    def undo(controller: Controller) -> None:
        controller.faults.clear()
        controller.learning = controller.collision = False
        controller.arm.powered = True

    def foreign(controller: Controller, time: float) -> None:
        point = {"positions": list(robot.q_rest), "velocities": [0.0] * len(robot.q_rest)}
        after = {"time_from_start": goals.duration(time)}
        trajectory = {"joint_names": list(robot.joint_names), "points": [{**point, **after}]}
        none: dict[str, Any] = {"path_tolerance": [], "goal_tolerance": [], "goal_time_tolerance": goals.duration(0.0)}
        controller.take("somebody-else", {"trajectory": trajectory, **none})

    return Rig(
        "ros",
        plan,
        serial,
        ROS_CYCLE,
        # what a goal that cannot be cancelled takes to its end, or the arm's own braking, and the lags
        max(1.0, 0.7) + 0.35,
        lambda: goals.files_of(plan, NED2, {}),
        lambda host: VirtualRos(RosSetup.ned2(robot, serial), host, pace=PACE),
        lambda host: RosDriver(host, expected),
        lambda c: float(np.abs(c.arm.qd).max()),
        lambda c: c.cycle,
        lambda c: c.first_goal,
        lambda c: c.moving,
        undo,
        foreign,
    )


RIGS = {"ur": _ur(), "pull": _pull(), "ros": _ros()}
