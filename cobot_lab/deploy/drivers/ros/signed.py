"""The goals of a plan as a bundle brings them, matched with its stretches: what is sent is what was signed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cobot_lab import stored
from cobot_lab.deploy.driver import DriverError
from cobot_lab.deploy.drivers.ros.goals import SCHEMA
from cobot_lab.deploy.numbered import numbered
from cobot_lab.motion.actions import AnyAction, Grip, Move, Output, Show, Wait
from cobot_lab.motion.plan_data import Plan

_NAME = re.compile(r"transmit/([0-9]{4})\.json")
_DOES = {Move: "move", Grip: "grip", Wait: "wait", Show: "show", Output: "output"}


@dataclass(frozen=True, slots=True)
class Signed:
    """One action of a stretch and what was signed for it.

    Attributes:
        t_start: Instant on the stretch's timeline at which it begins [s].
        action: As planned.
        said: As signed.
    """

    t_start: float
    action: AnyAction
    said: Mapping[str, Any]


def library(plan: Plan, files: Mapping[str, bytes], arm: str) -> dict[str, tuple[Signed, ...]]:
    """Match a bundle's files with the stretches of its plan.

    Args:
        plan: The whole plan.
        files: Name in the bundle to bytes.
        arm: Whom to name when they do not match.

    Returns:
        What to do, by digest of the stretch.

    Raises:
        DriverError: A file is missing, stands for nothing, or is not for its stretch.
    """
    left = dict(files)
    found: dict[str, tuple[Signed, ...]] = {}
    for number, (digest, (stretch, _)) in enumerate(numbered(plan).items()):
        name = f"transmit/{number:04d}.json"
        data = left.pop(name, None)
        if data is None:
            raise DriverError(arm, "supply", f"the goals of stretch {number} are not there")
        found[digest] = _matched(stretch, name, data, arm)
    if left:
        raise DriverError(arm, "supply", f"{', '.join(sorted(left))[:200]} does not belong")
    return found


def _matched(stretch: Plan, name: str, data: bytes, arm: str) -> tuple[Signed, ...]:
    try:
        document = stored.parse(data, SCHEMA)
        said = document["actions"]
        does = [_DOES[type(action)] for action in stretch.actions]
        fits = document["joints"] == list(stretch.joints) and document["start"] == stretch.q_start.tolist()
        if not fits or [each["do"] for each in said] != does:
            raise ValueError("it is for something else")
        for action, each in zip(stretch.actions, said, strict=True):
            if isinstance(action, Move):
                _require_same(action, each["goal"])
    except (stored.StoredFormError, KeyError, TypeError, ValueError) as problem:
        raise DriverError(arm, "supply", f"{name} does not hold the goals of its stretch: {problem}") from problem
    timeline = stretch.timeline()
    return tuple(Signed(t, action, each) for (t, action), each in zip(timeline, said, strict=True))


def _require_same(move: Move, goal: Mapping[str, Any]) -> None:
    """Raise ValueError when a goal does not go through the knots of its move: the watch compares with these."""
    points = goal["trajectory"]["points"]
    positions, speeds = ([point[what] for point in points] for what in ("positions", "velocities"))
    knots = move.trajectory
    if positions != knots.q[1:].tolist() or speeds != knots.qd[1:].tolist():
        raise ValueError("a goal goes another way than the plan")
