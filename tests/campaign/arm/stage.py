"""One run with one fault, and what was seen of it from inside the cabinet: nobody's word is taken for it."""

from __future__ import annotations

import itertools
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from arm.place import EXPECTED, KINEMATICS, ROBOT, SERIAL, STANDARDS, Place

from cobot_lab.deploy import job as jobs
from cobot_lab.deploy.clock import Times
from cobot_lab.deploy.driver import HEARTBEAT_LIMIT, DriverError
from cobot_lab.deploy.drivers.ur.driver import URDriver
from cobot_lab.deploy.drivers.ur.script import STOP_DECELERATION
from cobot_lab.deploy.judge import Limits
from cobot_lab.deploy.states import State
from cobot_lab.deploy.virtual.host import VirtualArmError
from cobot_lab.deploy.virtual.ur.arm import CYCLE
from cobot_lab.deploy.virtual.ur.cabinet import Setup
from cobot_lab.deploy.virtual.ur.controller import Controller
from cobot_lab.deploy.virtual.ur.faults import Fault
from cobot_lab.deploy.virtual.ur.server import VirtualUR
from cobot_lab.findings import CobotLabError

MOVES = 0.01
"""Joint speed from which an arm counts as moving [rad/s]."""
TOP_SPEED = 1.5 * 0.4 / 0.7
STOP_BOUND = HEARTBEAT_LIMIT + TOP_SPEED / STOP_DECELERATION + 0.15
"""After the word stop, by when the arm rests at the latest [s of the arm]: a whole heartbeat unheard, the
deceleration, and the lag of its servos and of the threads here."""
PACE = 1.25
_HOSTS = itertools.count(1)


@dataclass
class Seen:
    """What the joints did, cycle by cycle: motion [rad] of all joints, and the last cycle in which one moved."""

    travelled: float = 0.0
    last_move: int = 0
    stopped_at: int | None = None
    moved_after: float = 0.0

    def look(self, controller: Controller) -> None:
        cabinet = controller.cabinet
        speed = max(map(abs, cabinet.arm.qd))
        if speed > MOVES:
            self.travelled += speed * CYCLE
            self.last_move = cabinet.cycle


@dataclass
class Stage:
    """What a kind of fault may touch before and during the run."""

    served: VirtualUR
    place: Place
    at: float
    limits: Limits = field(default_factory=lambda: Limits(age=3.0, stall=1.0))
    faults: list[Fault] = field(default_factory=list)
    bundle: bytes = b""
    approval: bytes = b""
    wall: Callable[[], datetime] = lambda: datetime.now(timezone.utc)
    seconds: Callable[[], float] = field(default_factory=lambda: lambda: 0.0)
    enable: bool = True
    before_open: Callable[[Stage], None] = lambda _: None
    before_play: Callable[[Stage], None] = lambda _: None
    during: Callable[[Stage], None] | None = None
    driver: URDriver | None = None
    job: jobs.Job | None = None


@dataclass(frozen=True)
class Ending:
    """How one run ended.

    Attributes:
        kind: The fault.
        at: Its instant [s].
        end: `refused`, `done`, a cause, or the name of an exception.
        wrong: What must not have happened and did; empty when nothing.
        stop_time: From the word stop to rest [s of the arm]; None when nobody said it.
    """

    kind: str
    at: float
    end: str
    wrong: tuple[str, ...]
    stop_time: float | None


def perform(kind: str, prepare: Callable[[Stage], None], wanted: frozenset[str], at: float, folder: Path) -> Ending:
    """Make one run with one fault."""
    host = f"127.{64 + os.getpid() % 128}.{os.getpid() // 128 % 256}.{next(_HOSTS) % 250 + 1}"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
    place = Place(folder, port)
    seen = Seen()
    served = VirtualUR(Setup(ROBOT, SERIAL, kinematics=KINEMATICS), host, pace=PACE)
    stage = Stage(served, place, at, bundle=place.bundle, approval=place.approval)
    prepare(stage)
    served.controller.faults.waiting.extend(stage.faults)
    with served, _Eyes(served, seen):
        end, started = _run(stage, seen)
        wrong = [*_aftermath(stage, seen), *_journal(place, started, end)]
    if seen.travelled > 0.002 and not started:
        wrong.append(f"moved by {seen.travelled:.3f} rad without a run")
    if end not in wanted:
        wrong.append(f"ended as {end}; expected {', '.join(sorted(wanted))}")
    stop_time = None if seen.stopped_at is None else max(0.0, (seen.last_move - seen.stopped_at) * CYCLE)
    if stop_time is not None and stop_time > STOP_BOUND:
        wrong.append(f"moved {stop_time:.3f} s after the word stop")
    return Ending(kind, at, end, tuple(wrong), stop_time)


class _Eyes:
    """Looks at the joints after every cycle, from within the cabinet's own loop."""

    def __init__(self, served: VirtualUR, seen: Seen) -> None:
        self._served, self._seen = served, seen

    def __enter__(self) -> None:
        cycle = self._served._cycle

        def watched() -> None:
            cycle()
            self._seen.look(self._served.controller)

        self._served._cycle = watched  # type: ignore[method-assign]

    def __exit__(self, *_: object) -> None:
        del self._served._cycle


def _run(stage: Stage, seen: Seen) -> tuple[str, bool]:
    """Go the whole road; give how it ended and whether the journal has it as begun."""
    try:
        end = _road(stage, seen)
    except CobotLabError as problem:
        end = type(problem).__name__
    finally:
        if stage.driver is not None:
            stage.driver.close()
    return end, "running" in [entry.kind for entry in stage.place.journal.entries()]


def _road(stage: Stage, seen: Seen) -> str:
    stage.driver = driver = URDriver(stage.served.address, EXPECTED)
    stop = driver.stop

    def noted(reason: str) -> None:
        if seen.stopped_at is None and reason != "closed":
            seen.stopped_at = stage.served.controller.cabinet.cycle
        stop(reason)

    driver.stop = noted  # type: ignore[method-assign]
    stage.before_open(stage)
    job, _ = jobs.open(
        stage.bundle,
        stage.approval,
        driver=driver,
        trust=stage.place.trust,
        journal=stage.place.journal,
        standards=STANDARDS,
        times=Times(lambda: stage.wall(), lambda: stage.seconds()),  # noqa: PLW0108 (they change)
        limits=stage.limits,
    )
    stage.job = job
    if job is None:
        return "refused"
    job.preflight()
    if job.state is State.REFUSED:
        return "refused"
    if stage.enable:
        job.enable("Camille")
    stage.before_play(stage)
    acting = None
    if stage.during is not None:
        acting = threading.Thread(target=_later, args=(stage, stage.during))
        acting.start()
    try:
        record = job.play()
    finally:
        if acting is not None:
            acting.join()
    return record.end.value if record.cause is None else record.cause.value


def _later(stage: Stage, act: Callable[[Stage], None]) -> None:
    """Act once the program has been running for `at` seconds of the arm."""
    begun = stage.served.wait(lambda c: c._started_at is not None, timeout=5.0)
    if begun:
        stage.served.wait(
            lambda c: (c.cabinet.cycle - (c._started_at or 0)) * CYCLE >= stage.at or not c.playing, timeout=10.0
        )
        act(stage)


def _aftermath(stage: Stage, seen: Seen) -> list[str]:
    """Take every fault away, try to go on, and look whether the arm moves."""
    served = stage.served
    try:
        rest = served.call(lambda c: c.cabinet.cycle) + 100
        served.wait(lambda c: c.cabinet.cycle >= rest, timeout=5)
        before = seen.travelled
        served.call(lambda c: (c.faults.clear(), c.release(), c.play()))
        if stage.driver is not None:
            for call in (stage.driver.beat, stage.driver.start):
                with suppress(DriverError):
                    call()
        until = served.call(lambda c: c.cabinet.cycle) + 250
        served.wait(lambda c: c.cabinet.cycle >= until, timeout=5)
    except VirtualArmError as problem:
        return [str(problem)]
    moved = seen.travelled - before
    return [f"moved on by {moved:.4f} rad after its end"] if moved > 0.003 else []


def _journal(place: Place, started: bool, end: str) -> list[str]:
    """Look whether the journal is whole, and whether what began there has ended there, with its cause."""
    found = place.journal.verify().findings
    last = place.journal.entries()[-1]
    wrong = [f"the journal is broken: {found}"] if found else []
    if started and end != "JournalError":
        told = last.body.get("cause") or last.body.get("state")
        if last.kind != "ended" or told != end:
            wrong.append(f"the journal ends with {last.kind} {told}")
    return wrong


def faulty(*faults: Fault, **limits: float) -> Callable[[Stage], None]:
    """Prepare a run with faults of the cabinet; those without an instant of their own begin at the stage's."""

    def prepare(stage: Stage) -> None:
        stage.faults = [replace(fault, at=stage.at) if fault.at == 0.0 else fault for fault in faults]
        stage.limits = replace(stage.limits, **limits)

    return prepare


HOUR = timedelta(hours=1)
