"""A place with one arm: its plan, its keys, its journal, and what is sealed and approved there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np

import cobot_lab
from cobot_lab import stored
from cobot_lab.cell.load import load_robot
from cobot_lab.deploy.drivers.ur.arm import Expected
from cobot_lab.deploy.drivers.ur.script import Wiring
from cobot_lab.deploy.drivers.ur.signed import files_of
from cobot_lab.deploy.standards import Standards
from cobot_lab.findings import Report
from cobot_lab.motion.actions import Grip, Move, Wait
from cobot_lab.motion.actions import Path as Kind
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.trust.approval import Mode, approve, new_number
from cobot_lab.trust.bundle import Bundle, seal
from cobot_lab.trust.journal import Journal
from cobot_lab.trust.keys import SigningKey
from cobot_lab.trust.store import TrustedKey, TrustStore

ROBOT = load_robot("ur3e")
Q = np.array(ROBOT.q_rest)
AWAY = Q + np.array([0.4, -0.3, 0.3, 0.2, -0.2, 0.3])
SERIAL = "20235300001"
KINEMATICS = (11, 12, 13, 14, 15, 16)
EXPECTED = Expected(
    "ur3e", ROBOT.joint_names, "-".join(f"{each:08x}" for each in KINEMATICS), payload=0.0, tool=(0.0,) * 6
)
CELL = {name: f"# {name}\n".encode() for name in ("cell.toml", "robot.toml", "robot.urdf", "gripper.toml")}
PROGRAM = b'{"schema":"cobot_lab/program/1"}'


def cell_digest() -> str:
    files = {name: stored.sha256(data) for name, data in CELL.items()}
    return stored.sha256(stored.canonical({"schema": "cobot_lab/cell/1", "files": files}))


def _move(step: int, q_from: np.ndarray, q_to: np.ndarray, duration: float) -> Move:
    t = np.array([0.0, duration / 2, duration])
    top = 1.5 * (q_to - q_from) / duration
    q = np.stack([q_from, (q_from + q_to) / 2, q_to])
    return Move(step, Kind.JOINT, Trajectory(t, q, np.stack([0 * top, top, 0 * top])))


ACTIONS = (
    _move(1, Q, AWAY, 0.7),
    Grip(2, True, 0.0, 20.0, 0.4),
    _move(3, AWAY, Q, 0.7),
    Grip(4, False, 0.04, 0.0, 0.4),
    Wait(5, 0.1),
)
PLAN = Plan(stored.sha256(PROGRAM), cell_digest(), "ur3e", ROBOT.joint_names, Q.copy(), ACTIONS)
STANDARDS = Standards(cobot_lab.__version__, frozenset({"reachability"}), frozenset({cell_digest()}))


@dataclass
class Place:
    """Keys, a journal, and a bundle with its approval, in a folder of their own."""

    folder: Path
    port: int
    key: SigningKey = field(default_factory=lambda: SigningKey.new("Camille"))

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.journal = Journal.create(self.folder / "journal.sqlite")
        now, day = datetime.now(timezone.utc), timedelta(days=1)
        trusted = TrustedKey(self.key.public, "Camille", frozenset({"referent"}), now - day, now + day)
        self.trust = TrustStore((trusted,))
        cell = {f"cell/{name}": data for name, data in CELL.items()}
        files = {"source.py": b"pause(1)\n", "program.json": PROGRAM, "plan.json": PLAN.to_bytes(), **cell}
        self.scripts = files_of(PLAN, Wiring("127.0.0.1", self.port))
        report = Report(stored.sha256(files["plan.json"]), ("reachability",), (), ())
        sealed, _ = seal({**files, **self.scripts}, report, {"cobot_lab": cobot_lab.__version__})
        assert sealed is not None
        self.bundle = sealed
        self.approval = self.approved()

    def approved(self, **changes: Any) -> bytes:
        opened, _ = Bundle.open(self.bundle)
        assert opened is not None
        now = datetime.now(timezone.utc)
        facts: dict[str, Any] = {
            "role": "referent",
            "robot_serial": SERIAL,
            "mode": Mode.REAL,
            "not_before": now - timedelta(minutes=5),
            "not_after": now + timedelta(minutes=55),
            "number": new_number(),
        }
        return approve(changes.pop("digest", opened.digest), changes.pop("key", self.key), **{**facts, **changes})
