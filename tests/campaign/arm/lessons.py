"""Lessons on the virtual arms, end to end: planned, sealed, approved, played; `python -m arm.lessons` prints them.

What physics says of the programs is judged elsewhere (tests/lessons); here it is whether an arm does what was planned.
"""

from __future__ import annotations

import argparse
import itertools
import os
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from arm.place import PROGRAM, STANDARDS, Place, cell_digest
from arm.rigs import SIGNALS
from arm.unhurried import unhurried

from cobot_lab import stored
from cobot_lab.cell.load import load_cell
from cobot_lab.deploy import job as jobs
from cobot_lab.deploy.driver import Driver
from cobot_lab.deploy.drivers.ros import goals
from cobot_lab.deploy.drivers.ros.driver import RosDriver
from cobot_lab.deploy.drivers.ros.profile import Expected as RosExpected
from cobot_lab.deploy.drivers.ros.profile import Sensed, profile_of
from cobot_lab.deploy.drivers.ur import signed
from cobot_lab.deploy.drivers.ur.arm import Expected, Wired
from cobot_lab.deploy.drivers.ur.driver import URDriver
from cobot_lab.deploy.drivers.ur.script import Wiring
from cobot_lab.deploy.judge import Limits
from cobot_lab.deploy.record import RunRecord
from cobot_lab.deploy.virtual.ros.controller import Setup as RosSetup
from cobot_lab.deploy.virtual.ros.server import VirtualRos
from cobot_lab.deploy.virtual.ur.cabinet import Setup
from cobot_lab.deploy.virtual.ur.server import VirtualUR
from cobot_lab.language.reader import read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan as make_plan
from cobot_lab.school.lesson import load_lesson

SERIAL = "ARM-0001"
SENSOR, TOPIC, INPUT = "couleur", "/couleur", 3
COLOURS = ("rouge", "bleu", "bleu", "rouge", "bleu", "rouge")
_HOSTS = itertools.count(1)


@dataclass(frozen=True)
class Played:
    """What became of a run.

    Attributes:
        record: Its record.
        q_off: Farthest joint from the end of the plan [rad].
        samples: How many samples there are.
    """

    record: RunRecord
    q_off: float
    samples: int


def lesson_plan(number: str) -> Plan:
    """Plan a lesson's solution."""
    lesson = load_lesson(number)
    cell = load_cell(lesson.cell)
    program, report = read((lesson.folder / "solution.py").read_bytes())
    assert program is not None, report.findings
    plan, report = make_plan(program, cell)
    assert plan is not None, report.findings
    return replace(plan, program=stored.sha256(PROGRAM), cell=cell_digest(plan.robot))


def _address() -> str:
    return f"127.{64 + os.getpid() % 128}.{os.getpid() // 128 % 256}.{next(_HOSTS) % 250 + 1}"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass
class OnArm:
    """A virtual arm with a driver connected.

    Attributes:
        driver: It.
        files: What is signed for the plan.
        show: Lets the colour sensor see a colour.
        slow: Moves the slider to a share of full speed.
        q: Gives where the joints are.
    """

    driver: Driver
    files: dict[str, bytes]
    show: Callable[[str], None]
    slow: Callable[[float], None]
    q: Callable[[], np.ndarray]


@contextmanager
def on_ur(plan: Plan, pace: float) -> Iterator[OnArm]:
    """Put a plan on a virtual UR cabinet."""
    robot = load_cell(load_lesson("01").cell).robot
    files = signed.files_of(plan, Wiring("127.0.0.1", _free_port()))  # before the arm's clock runs beside it
    expected = Expected("ur3e", robot.joint_names, sensors={SENSOR: Wired(INPUT, "rouge", "bleu")}, signals=SIGNALS)
    with VirtualUR(Setup(robot, SERIAL), _address(), pace=pace) as served:

        def show(colour: str) -> None:
            bit = 1 << INPUT
            served.call(
                lambda c: c.cabinet.__setattr__(
                    "digital_in", c.cabinet.digital_in & ~bit | (bit if colour == "rouge" else 0)
                )
            )

        def slow(share: float) -> None:
            served.call(lambda c: setattr(c.cabinet, "slider", share))

        with closing(URDriver(served.address, expected)) as driver:
            yield OnArm(driver, files, show, slow, lambda: np.array(served.call(lambda c: list(c.cabinet.arm.q))))


@contextmanager
def on_ros(plan: Plan, pace: float) -> Iterator[OnArm]:
    """Put a plan on a virtual arm behind ROS."""
    robot = load_cell(load_lesson("01").cell).robot
    profile = profile_of(robot.name)
    files = goals.files_of(plan, profile, {})
    expected = RosExpected(robot.name, robot.joint_names, profile, {SENSOR: Sensed(TOPIC)})
    with VirtualRos(RosSetup(robot, SERIAL, sensors={TOPIC: "rouge"}), _address(), pace=pace) as served:

        def show(colour: str) -> None:
            served.call(lambda c: c.sensors.__setitem__(TOPIC, colour))

        with closing(RosDriver(served.address, expected)) as driver:
            yield OnArm(driver, files, show, lambda _: None, lambda: served.call(lambda c: c.arm.q.copy()))


ARMS = {"ur": on_ur, "ros": on_ros}


def play(
    arm: str, plan: Plan, folder: Path, *, pace: float, colours: Sequence[str] = COLOURS, slider_at: float = 0.0
) -> Played:
    """Play a plan on an arm.

    Args:
        arm: One of `ARMS`.
        plan: What to play.
        folder: For keys and journal.
        pace: Simulated seconds in one real second.
        colours: What the colour sensor sees, one after another.
        slider_at: When the slider moves to 30 % [real s]; never when 0.
    """
    with ARMS[arm](plan, pace) as on:
        place = Place(folder, plan, on.files, SERIAL)
        _seen(on, colours)
        given: dict[str, Any] = {"trust": place.trust, "journal": place.journal, "standards": STANDARDS}
        limits = Limits(age=3.0, start=3.0, settle=2.0)
        opened, report = jobs.open(place.bundle, place.approval, driver=on.driver, limits=limits, **given)
        assert opened is not None, report.findings
        found = opened.preflight()
        assert not found.findings, found.findings
        opened.enable("Camille")
        if slider_at:
            threading.Timer(slider_at, on.slow, (0.3,)).start()
        record = opened.play()
        q_end = record.trace.q[-1]
        return Played(record, float(np.abs(on.q() - q_end).max()), len(record.trace.t))


def _seen(on: OnArm, colours: Sequence[str]) -> None:
    """Have the sensor see the next colour whenever it is asked."""
    left, asked = iter(colours), on.driver.read

    def read_next(sensor: str) -> object:
        on.show(next(left))
        return asked(sensor)

    on.driver.read = read_next  # type: ignore[method-assign]


def main() -> None:
    """Run it from the command line."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--lessons", nargs="*", default=["01", "04"])
    asked.add_argument("--arms", nargs="*", default=list(ARMS))
    asked.add_argument("--pace", type=float, default=1.0)
    asked.add_argument("--slider-at", type=float, default=0.0)
    given = asked.parse_args()
    for number in given.lessons:
        plan = lesson_plan(number)
        for arm in given.arms:
            with tempfile.TemporaryDirectory() as folder, unhurried():
                played = play(arm, plan, Path(folder), pace=given.pace, slider_at=given.slider_at)
            record = played.record
            cause = "" if record.cause is None else record.cause.value
            worst = int(np.argmax(record.trace.error)) if played.samples else 0
            print(
                f"lesson {number} on {arm}: {record.end.value} {cause} in {record.duration:.1f} s, "
                f"worst {record.largest_following_error:.2e} rad at {record.trace.progress[worst]:.3f} s, "
                f"{played.samples} samples, answers {[value for _, value in record.answers]}",
                flush=True,
            )


if __name__ == "__main__":
    main()
