"""A place with one arm: its plan, its keys, its journal, and what is sealed and approved there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import cobot_lab
from cobot_lab import stored
from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell, load_robot
from cobot_lab.deploy.standards import Standards
from cobot_lab.findings import Report
from cobot_lab.motion.actions import Grip, Move, Wait
from cobot_lab.motion.actions import Path as Kind
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.paths import data_room
from cobot_lab.trust.approval import Mode, approve, new_number
from cobot_lab.trust.bundle import Bundle, seal
from cobot_lab.trust.journal import Journal
from cobot_lab.trust.keys import SigningKey
from cobot_lab.trust.store import TrustedKey, TrustStore

PROGRAM = b'{"schema":"cobot_lab/program/1"}'


@cache
def cell_of(model: str) -> Cell:
    """Give the cell with the conveyor, whose drive is an output."""
    return load_cell(data_room("robots") / model / "cells" / "convoyeur.toml")


def cell_digest(model: str) -> str:
    files = {name: stored.sha256(data) for name, data in cell_of(model).files}
    return stored.sha256(stored.canonical({"schema": "cobot_lab/cell/1", "files": files}))


def _move(step: int, q_from: np.ndarray, q_to: np.ndarray, duration: float) -> Move:
    t = np.array([0.0, duration / 2, duration])
    top = 1.5 * (q_to - q_from) / duration
    q = np.stack([q_from, (q_from + q_to) / 2, q_to])
    return Move(step, Kind.JOINT, Trajectory(t, q, np.stack([0 * top, top, 0 * top])))


def plan_for(model: str) -> Plan:
    """Make a plan for a model: away, grip, back, let go."""
    robot = load_robot(model)
    tool = cell_of(model).tool
    q = np.array(robot.q_rest)
    away = q + np.array([0.4, -0.3, 0.3, 0.2, -0.2, 0.3])
    actions = (
        _move(1, q, away, 0.7),
        Grip(2, True, 0.0, tool.force, 0.4),
        _move(3, away, q, 0.7),
        Grip(4, False, tool.width_max, 0.0, 0.4),
        Wait(5, 0.1),
    )
    return Plan(stored.sha256(PROGRAM), cell_digest(model), model, robot.joint_names, q, actions)


STANDARDS = Standards(cobot_lab.__version__, frozenset({"reachability"}), frozenset(map(cell_digest, ("ur3e", "ned2"))))


@dataclass
class Place:
    """Keys, a journal, and a bundle with its approval, in a folder of their own.

    Attributes:
        folder: Where they are.
        plan: What is sealed.
        sent: The bytes for the arm that are sealed with it, by name.
        serial: Of the arm that it is approved for.
        mode: Simulated or real.
    """

    folder: Path
    plan: Plan
    sent: dict[str, bytes]
    serial: str
    mode: Mode = Mode.REAL
    key: SigningKey = field(default_factory=lambda: SigningKey.new("Camille"))

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.journal = Journal.create(self.folder / "journal.sqlite")
        now, day = datetime.now(timezone.utc), timedelta(days=1)
        trusted = TrustedKey(self.key.public, "Camille", frozenset({"referent"}), now - day, now + day)
        self.trust = TrustStore((trusted,))
        cell = {f"cell/{name}": data for name, data in cell_of(self.plan.robot).files}
        files = {"source.py": b"pause(1)\n", "program.json": PROGRAM, "plan.json": self.plan.to_bytes(), **cell}
        report = Report(stored.sha256(files["plan.json"]), ("reachability",), (), ())
        sealed, opening = seal({**files, **self.sent}, report, {"cobot_lab": cobot_lab.__version__})
        assert sealed is not None, opening.findings
        self.bundle = sealed
        self.approval = self.approved()

    def approved(self, **changes: Any) -> bytes:
        opened, _ = Bundle.open(self.bundle)
        assert opened is not None
        now = datetime.now(timezone.utc)
        facts: dict[str, Any] = {
            "role": "referent",
            "robot_serial": self.serial,
            "mode": self.mode,
            "not_before": now - timedelta(minutes=5),
            "not_after": now + timedelta(minutes=55),
            "number": new_number(),
        }
        return approve(changes.pop("digest", opened.digest), changes.pop("key", self.key), **{**facts, **changes})
