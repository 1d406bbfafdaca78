"""One run with one fault, and what was seen of it from inside the cabinet: nobody's word is taken for it."""

from __future__ import annotations

import itertools
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from arm import gateway
from arm.place import STANDARDS, Place
from arm.rigs import Controller, Rig

from cobot_lab.deploy import job as jobs
from cobot_lab.deploy.aftermath import reconcile
from cobot_lab.deploy.clock import Times
from cobot_lab.deploy.driver import Driver, DriverError
from cobot_lab.deploy.judge import Limits
from cobot_lab.deploy.states import State
from cobot_lab.deploy.virtual.host import Host, VirtualArmError
from cobot_lab.findings import CobotLabError
from cobot_lab.trust.journal import Journal

MOVES = 0.01
"""Joint speed from which an arm counts as moving [rad/s]."""
_HOSTS = itertools.count(1)


@dataclass
class Seen:
    """What the joints did, cycle by cycle: motion [rad] of all joints, and the last cycle in which one moved.

    What moves when somebody tries to go on afterwards is judged by how far it moves.
    """

    rig: Rig
    travelled: float = 0.0
    last_move: int = 0
    stopped_at: int | None = None
    over: bool = False

    def look(self, controller: Controller) -> None:
        speed = self.rig.speed(controller)
        if speed > MOVES:
            self.travelled += speed * self.rig.cycle
            self.last_move = self.last_move if self.over else self.rig.cycles(controller)


@dataclass
class Stage:
    """What a kind of fault may touch before and during the run."""

    rig: Rig
    served: Host[Controller]
    place: Place
    at: float
    limits: Limits = field(default_factory=lambda: Limits(age=3.0, stall=1.0, settle=1.5))
    faults: list[Any] = field(default_factory=list)
    bundle: bytes = b""
    approval: bytes = b""
    wall: Callable[[], datetime] = lambda: datetime.now(timezone.utc)
    seconds: Callable[[], float] = field(default_factory=lambda: lambda: 0.0)
    enable: bool = True
    before_open: Callable[[Stage], None] = lambda _: None
    before_play: Callable[[Stage], None] = lambda _: None
    during: Callable[[Stage], None] | None = None
    end_process: Callable[[subprocess.Popen[str]], None] | None = None
    driver: Driver | None = None
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


def perform(
    rig: Rig, kind: str, prepare: Callable[[Stage], None], wanted: frozenset[str], at: float, folder: Path
) -> Ending:
    """Make one run with one fault."""
    host = f"127.{64 + os.getpid() % 128}.{os.getpid() // 128 % 256}.{next(_HOSTS) % 250 + 1}"
    place = Place(folder, rig.plan, rig.files(), rig.serial)
    seen = Seen(rig)
    served = rig.serve(host)
    stage = Stage(rig, served, place, at, bundle=place.bundle, approval=place.approval)
    prepare(stage)
    served.controller.faults.waiting.extend(stage.faults)
    with served, _Eyes(served, seen):
        end, started = _run(stage, seen)
        wrong = [*_aftermath(stage, seen), *_journal(place, started, end)]
    if seen.travelled > 0.002 and not started:
        wrong.append(f"moved by {seen.travelled:.3f} rad without a run")
    if end not in wanted:
        wrong.append(f"ended as {end}; expected {', '.join(sorted(wanted))}")
    stop_time = None if seen.stopped_at is None else max(0.0, (seen.last_move - seen.stopped_at) * rig.cycle)
    if stop_time is not None and stop_time > rig.stop_bound:
        wrong.append(f"moved {stop_time:.3f} s after the word stop")
    return Ending(kind, at, end, tuple(wrong), stop_time)


class _Eyes:
    """Looks at the joints after every cycle, from within the cabinet's own loop."""

    def __init__(self, served: Host[Controller], seen: Seen) -> None:
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
        end = _road(stage, seen) if stage.end_process is None else _elsewhere(stage, seen, stage.end_process)
    except CobotLabError as problem:
        end = type(problem).__name__
    finally:
        if stage.driver is not None:
            stage.driver.close()
    return end, "running" in [entry.kind for entry in stage.place.journal.entries()]


def _road(stage: Stage, seen: Seen) -> str:
    stage.driver = driver = stage.rig.connect(stage.served.address)
    stop = driver.stop

    def noted(reason: str) -> None:
        if seen.stopped_at is None and reason != "closed":
            seen.stopped_at = stage.rig.cycles(stage.served.controller)
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


def _elsewhere(stage: Stage, seen: Seen, end_process: Callable[[subprocess.Popen[str]], None]) -> str:
    """Run in a process of its own, end that, and start again as whoever holds the keys does."""
    place, folder = stage.place, stage.place.folder
    journal = Journal(place.journal.path)
    asked = (stage.rig.name, stage.served.address, stage.bundle, stage.approval, place.trust, journal, stage.limits)
    (folder / gateway.ASKED).write_bytes(pickle.dumps(asked))
    command = [sys.executable, str(gateway.__file__), str(folder)]

    def act(_: Stage) -> None:
        seen.stopped_at = stage.rig.cycles(stage.served.controller)
        end_process(process)

    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        _later(stage, act, patience=60.0)
        said, _ = process.communicate(timeout=300)
    closed = reconcile(place.journal)
    return closed[0].cause if closed else said.strip()


def _later(stage: Stage, act: Callable[[Stage], None], patience: float = 5.0) -> None:
    """Act once the program has been running for `at` seconds of the arm."""
    rig, served = stage.rig, stage.served
    if served.wait(lambda c: rig.begun(c) is not None, timeout=patience):
        served.wait(lambda c: (rig.cycles(c) - (rig.begun(c) or 0)) * rig.cycle >= stage.at, timeout=10.0)
        act(stage)


def _aftermath(stage: Stage, seen: Seen) -> list[str]:
    """Take every fault away, try to go on, and look whether the arm moves."""
    served, rig = stage.served, stage.rig
    try:
        rest = served.call(rig.cycles) + round(0.2 / rig.cycle)
        served.wait(lambda c: rig.cycles(c) >= rest and rig.speed(c) < MOVES, timeout=5)
        before, seen.over = seen.travelled, True
        served.call(rig.undo)
        if stage.driver is not None:
            for call in (stage.driver.beat, stage.driver.start):
                with suppress(DriverError):
                    call()
        until = served.call(rig.cycles) + round(0.5 / rig.cycle)
        served.wait(lambda c: rig.cycles(c) >= until, timeout=5)
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


def faulty(*faults: Any, **limits: float) -> Callable[[Stage], None]:
    """Prepare a run with faults of the cabinet; those without an instant of their own begin at the stage's."""

    def prepare(stage: Stage) -> None:
        stage.faults = [replace(fault, at=stage.at) if fault.at == 0.0 else fault for fault in faults]
        stage.limits = replace(stage.limits, **limits)

    return prepare


HOUR = timedelta(hours=1)
