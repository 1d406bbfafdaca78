"""The plan: everything the arm will do, computed. It is what is checked, signed and played."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from cobot_lab import stored
from cobot_lab.motion import plan_form
from cobot_lab.motion.actions import AnyAction
from cobot_lab.motion.fork import Branch, Fork, Path
from cobot_lab.motion.trajectory import Array

SCHEMA = "cobot_lab/plan/4"


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A program bound to a cell and computed to the last knot: a tree whose root is the plan itself.

    Attributes:
        program: SHA-256 of the program's stored form.
        cell: SHA-256 of the cell's description, robot and tool included.
        robot: Name of the robot model.
        joints: Names of the joints, in the order of every `q`.
        q_start: Joint positions where it starts, shape (n,) [rad].
        actions: What happens, in order, up to the first fork.
        fork: The first fork; nothing for a plan that asks no sensor.
    """

    program: str
    cell: str
    robot: str
    joints: tuple[str, ...]
    q_start: Array
    actions: tuple[AnyAction, ...]
    fork: Fork | None = None

    @property
    def root(self) -> Branch:
        """The tree."""
        return Branch(self.actions, self.fork)

    @property
    def duration(self) -> float:
        """Time of the longest way from start to end [s]."""
        return self.root.duration

    @property
    def digest(self) -> str:
        """SHA-256 of the stored form."""
        return stored.sha256(self.to_bytes())

    def paths(self) -> tuple[Path, ...]:
        """Give every way through the plan, each `yes` before its `no`."""
        return tuple(self.root.paths())

    def along(self, path: Path) -> Plan:
        """Give one way through as a plan without forks."""
        return replace(self, actions=path.actions, fork=None)

    def timeline(self) -> Iterator[tuple[float, AnyAction]]:
        """Give each action up to the first fork with the instant it starts at [s]."""
        t = 0.0
        for action in self.actions:
            yield t, action
            t += action.duration

    def to_bytes(self) -> bytes:
        """Give the stored form: equal plans give equal bytes. Each trajectory and each branch is stored once."""
        return _stored(self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Plan:
        """Read the stored form back.

        Raises:
            StoredFormError: The bytes are not a plan, or not the one stored form of it: an unknown key, a value of
                another kind, a number written otherwise, knots that are no trajectory.
        """
        document = stored.parse(data, SCHEMA)
        try:
            plan = _plan(document)
            same = plan.to_bytes() == data
        except (LookupError, TypeError, ValueError, OverflowError, RecursionError, AttributeError) as problem:
            raise stored.StoredFormError("plan", f"{type(problem).__name__} {problem}", SCHEMA) from problem
        if not same:
            raise stored.StoredFormError("plan", "the bytes are not those that this plan is stored as", SCHEMA)
        return plan


@lru_cache(maxsize=8)
def _stored(plan: Plan) -> bytes:
    """Give the stored form of a plan, computed once for each object: it never changes."""
    moves: dict[str, bytes] = {}
    branches = plan_form.of_tree(plan.root, moves)
    about = {
        "schema": SCHEMA,
        "program": plan.program,
        "cell": plan.cell,
        "robot": plan.robot,
        "joints": list(plan.joints),
        "q_start": plan.q_start.tolist(),
    }
    members = {key: stored.canonical(value) for key, value in about.items()}
    whole = {"trajectories": stored.assembled(moves), "branches": b"[" + b",".join(branches) + b"]"}
    return stored.assembled({**members, **whole})


def _plan(document: Mapping[str, Any]) -> Plan:
    of = plan_form.of
    joints = tuple(of(str, joint) for joint in document["joints"])
    root = plan_form.tree(document["branches"], plan_form.trajectories(document["trajectories"], len(joints)))
    q_start = _start(document["q_start"])
    if q_start.shape != (len(joints),):
        raise ValueError(f"q_start has shape {q_start.shape}, not ({len(joints)},)")
    program, cell, robot = (of(str, document[key]) for key in ("program", "cell", "robot"))
    return Plan(program, cell, robot, joints, q_start, root.actions, root.fork)


def _start(values: Any) -> Array:
    q_start = np.array(values, dtype=np.float64)
    q_start.flags.writeable = False
    return q_start
