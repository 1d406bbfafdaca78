"""A small arm with two joints, a plan for it, and everything that stands around a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cobot_lab
from cobot_lab import stored
from cobot_lab.cell.load import load_cell
from cobot_lab.deploy import job as jobs
from cobot_lab.deploy.aftermath import Gripper, answer, unresolved
from cobot_lab.deploy.clock import PacedClock, Times
from cobot_lab.deploy.driver import Driver
from cobot_lab.deploy.drivers.faulty import Faults, FaultyTwin
from cobot_lab.deploy.drivers.twin import TwinDriver
from cobot_lab.deploy.standards import Standards
from cobot_lab.findings import Report
from cobot_lab.motion.actions import Grip, Move, Show, Wait
from cobot_lab.motion.actions import Path as Kind
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.paths import data_room
from cobot_lab.trust.approval import Mode, approve, new_number
from cobot_lab.trust.bundle import Bundle, seal
from cobot_lab.trust.journal import Journal
from cobot_lab.trust.keys import SigningKey
from cobot_lab.trust.store import TrustedKey, TrustStore

MODEL = "arm2"
JOINTS = ("shoulder", "elbow")
NOON = datetime(2026, 3, 2, 12, 0, 0, tzinfo=timezone.utc)
CELL = dict(load_cell(data_room("robots") / "ur3e" / "cells" / "atelier.toml").files)
"""A cell in which nothing moves by itself; its gripper opens as wide as that of a twin."""
PROGRAM = b'{"schema":"cobot_lab/program/1"}'


def cell_digest(cell: Mapping[str, bytes] = CELL) -> str:
    files = {name: stored.sha256(data) for name, data in cell.items()}
    return stored.sha256(stored.canonical({"schema": "cobot_lab/cell/1", "files": files}))


STANDARDS = Standards(cobot_lab.__version__, frozenset({"reachability"}), frozenset({cell_digest()}))


def move(step: int, q_from: list[float], q_to: list[float], duration: float) -> Move:
    """From rest to rest, with one knot between that is passed at speed."""
    a, b = np.array(q_from), np.array(q_to)
    t = np.array([0.0, duration / 2, duration])
    top = 1.5 * (b - a) / duration
    return Move(step, Kind.JOINT, Trajectory(t, np.stack([a, (a + b) / 2, b]), np.stack([0 * a, top, 0 * a])))


def make_plan(**changes: Any) -> Plan:
    facts: dict[str, Any] = {
        "program": stored.sha256(PROGRAM),
        "cell": cell_digest(),
        "robot": MODEL,
        "joints": JOINTS,
        "q_start": np.zeros(2),
        "actions": (
            Show(1, "bonjour"),
            move(2, [0.0, 0.0], [0.6, -0.4], 1.2),
            Grip(3, True, 0.0, 20.0, 0.4),
            move(4, [0.6, -0.4], [0.2, 0.3], 1.4),
            Wait(5, 0.3),
            Grip(6, False, 0.05, 0.0, 0.3),
            move(7, [0.2, 0.3], [0.0, 0.0], 0.8),
        ),
    }
    return Plan(**{**facts, **changes})


@pytest.fixture
def plan() -> Plan:
    return make_plan()


@pytest.fixture
def replan() -> Callable[..., Plan]:
    return make_plan


@pytest.fixture
def clock() -> PacedClock:
    return PacedClock(float("inf"))


@pytest.fixture
def twin(clock: PacedClock) -> TwinDriver:
    return TwinDriver(MODEL, JOINTS, np.zeros(2), clock=clock)


@pytest.fixture
def faulty(clock: PacedClock) -> Callable[..., FaultyTwin]:
    def make(**faults: float) -> FaultyTwin:
        return FaultyTwin(MODEL, JOINTS, np.zeros(2), clock=clock, faults=Faults(**faults))

    return make


@dataclass
class Visit:
    """A day at the cell: a referent's key, a journal, a wall clock and a stop-watch that the test turns."""

    folder: Path
    clock: PacedClock
    key: SigningKey = field(default_factory=lambda: SigningKey.new("Camille"))
    noon: datetime = NOON
    seconds: float = 1000.0
    standards: Standards = STANDARDS
    cell: Mapping[str, bytes] = field(default_factory=lambda: CELL)

    def __post_init__(self) -> None:
        self.journal = Journal.create(self.folder / "journal.sqlite", lambda: self.noon)
        day = timedelta(days=1)
        trusted = TrustedKey(self.key.public, "Camille", frozenset({"referent"}), NOON - day, NOON + day)
        self.trust = TrustStore((trusted,))
        self.times = Times(lambda: self.noon, lambda: self.seconds)

    def stand_in(self, cell: Mapping[str, bytes]) -> str:
        """Let another cell stand here; give its digest, which plans for it name."""
        self.cell, digest = cell, cell_digest(cell)
        self.standards = replace(self.standards, cells=frozenset({digest}))
        return digest

    def files(self, plan: Plan) -> dict[str, bytes]:
        cell = {f"cell/{name}": data for name, data in self.cell.items()}
        return {"source.py": b"pause(1)\n", "program.json": PROGRAM, "plan.json": plan.to_bytes(), **cell}

    def bundle(
        self, plan: Plan, changed: dict[str, bytes] | None = None, version: str = cobot_lab.__version__
    ) -> bytes:
        files = {**self.files(plan), **(changed or {})}
        report = Report(stored.sha256(files["plan.json"]), ("reachability",), (), ())
        sealed, opening = seal(files, report, {"cobot_lab": version})
        assert sealed is not None, opening
        return sealed

    def approval(self, bundle: bytes, **changes: Any) -> bytes:
        opened, _ = Bundle.open(bundle)
        assert opened is not None
        facts: dict[str, Any] = {
            "role": "referent",
            "robot_serial": f"TWIN-{MODEL}",
            "mode": Mode.SIMULATED,
            "not_before": NOON - timedelta(minutes=5),
            "not_after": NOON + timedelta(minutes=55),
            "number": new_number(),
        }
        digest, key = changes.pop("digest", opened.digest), changes.pop("key", self.key)
        return approve(digest, key, **{**facts, **changes})

    def open(self, driver: Driver, plan: Plan, approval: bytes | None = None, **more: Any) -> jobs.Job:
        bundle = self.bundle(plan)
        approval = approval or self.approval(bundle)
        job, report = self.try_open(bundle, approval, driver, **more)
        assert job is not None, report.findings
        return job

    def try_open(self, bundle: bytes, approval: bytes, driver: Driver, **more: Any) -> tuple[jobs.Job | None, Report]:
        given = {
            "standards": self.standards,
            "trust": self.trust,
            "journal": self.journal,
            "clock": self.clock,
            "times": self.times,
            **more,
        }
        return jobs.open(bundle, approval, driver=driver, **given)

    def ready(self, driver: Driver, plan: Plan, **more: Any) -> jobs.Job:
        """Have somebody see to the arm, the gate let the plan through, the arm read and a person say yes."""
        if unresolved(self.journal, driver.identity.serial):
            answer(self.journal, driver.identity.serial, "Camille", Gripper.EMPTY)
        job = self.open(driver, plan, **more)
        assert not job.preflight().findings
        job.enable("Camille")
        return job

    def kinds(self) -> list[str]:
        return [entry.kind for entry in self.journal.entries()]


@pytest.fixture
def visit(tmp_path: Path, clock: PacedClock) -> Visit:
    return Visit(tmp_path, clock)


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a run on a computer that may be busy be about something else than the age of data and of the last beat."""
    monkeypatch.setattr("cobot_lab.deploy.preflight.DATA_LIMIT", 0.5)
    monkeypatch.setattr("cobot_lab.deploy.drivers.ros.play.HEARTBEAT_LIMIT", 3.0)
    for driver in ("ur", "ros"):
        monkeypatch.setattr(f"cobot_lab.deploy.drivers.{driver}.readings.DATA_LIMIT", 1.0)
