"""Where an arm stands: which one, and how a driver reaches it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_robot
from cobot_lab.deploy.clock import Clock, PacedClock
from cobot_lab.deploy.driver import Driver
from cobot_lab.deploy.drivers.simulated_sensors import SimulatedSensors
from cobot_lab.deploy.drivers.twin import OPEN, TwinDriver
from cobot_lab.deploy.judge import Limits
from cobot_lab.motion.plan_data import Plan
from cobot_lab.trust.approval import Mode


@dataclass(frozen=True, slots=True)
class Link:
    """A driver in hand, and what a job needs beside it.

    Attributes:
        driver: The driver.
        let_go: Ends the connection; harmless twice.
        clock: That the run is paced by; nothing for the computer's own.
        limits: How far the run may stray; nothing for the usual.
        learn: Told the plan and its cell before a run: a virtual arm senses nothing by itself.
    """

    driver: Driver
    let_go: Callable[[], None]
    clock: Clock | None = None
    limits: Limits | None = None
    learn: Callable[[Plan, Cell], None] | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One arm of this gateway.

    Attributes:
        name: As the command line calls it.
        model: Name of its folder in `robots/`.
        serial: Its serial number, as approvals name it.
        mode: Simulated or real.
        connect: Gives a driver for an arm in a cell. Raises DriverError when the arm cannot be reached.
        put_back: Sets a virtual arm back to rest; a real one has no such thing.
        emptied: Opens the gripper of a virtual arm, as a person does who empties that of a real one.
        paused: Asks an arm that has a pause whether a program is paused on it. Raises DriverError when it is not heard.
    """

    name: str
    model: str
    serial: str
    mode: Mode
    connect: Callable[[Cell], Link]
    put_back: Callable[[], None] | None = None
    emptied: Callable[[], None] | None = None
    paused: Callable[[], bool] | None = None


@dataclass(slots=True)
class _Twin:
    """A virtual arm that stays where it was left."""

    model: str
    clock: PacedClock
    sensors: SimulatedSensors = field(default_factory=SimulatedSensors)
    driver: TwinDriver | None = None
    opening: float = OPEN
    turn: threading.Lock = field(default_factory=threading.Lock)

    def connect(self, cell: Cell) -> Link:
        with self.turn:
            if self.driver is None:
                described, self.opening = load_robot(self.model), cell.tool.width_max
                self.driver = TwinDriver(
                    *(self.model, described.joint_names, described.q_rest),
                    clock=self.clock,
                    opening=self.opening,
                    senses=self.sensors,
                    onlooker=self.sensors.see,
                )
            return Link(self.driver, lambda: None, self.clock, None, self.learn)

    def learn(self, plan: Plan, cell: Cell) -> None:
        self.sensors.learn(plan)
        self.sensors.stand_in(cell, self.clock)

    def put_back(self) -> None:
        with self.turn:
            self.driver, self.sensors = None, SimulatedSensors()

    def emptied(self) -> None:
        with self.turn:
            if self.driver is not None:
                self.driver.move_fingers(self.opening)


def twin_post(model: str, scale: float = 1.0) -> Post:
    """Give the post of a virtual arm.

    Args:
        model: Name of the robot's folder in `robots/`.
        scale: Simulated seconds in one real second.

    Raises:
        DescriptionError: There is no such robot.
    """
    load_robot(model)
    twin = _Twin(model, PacedClock(scale))
    return Post(f"twin:{model}", model, f"TWIN-{model}", Mode.SIMULATED, twin.connect, twin.put_back, twin.emptied)
