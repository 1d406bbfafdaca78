"""What a plan's outputs come to over its timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cobot_lab.motion.actions import Output
from cobot_lab.motion.plan_data import Plan


@dataclass(frozen=True, slots=True)
class Change:
    """A signal gets a value.

    Attributes:
        t: Instant on the plan's timeline [s].
        name: Of the signal.
        value: What it is from then on.
    """

    t: float
    name: str
    value: float


def changes(plan: Plan) -> tuple[Change, ...]:
    """Give every change of a signal that a plan asks for, in order; a pulse is two."""
    found = []
    for t, action in plan.timeline():
        if isinstance(action, Output):
            found.append(Change(t, action.name, action.value))
            if action.time > 0.0:
                found.append(Change(t + action.time, action.name, 0.0))
    return tuple(found)


def levels(before: Mapping[str, float], plan: Sequence[Change], progress: float) -> tuple[tuple[str, float], ...]:
    """Give the signals at an instant.

    Args:
        before: Name and value before the plan.
        plan: Its changes.
        progress: Instant on its timeline [s]; at 0 nothing has begun.

    Returns:
        Name and value of every signal that was ever set, sorted by name.
    """
    now = dict(before)
    for change in plan:
        if change.t <= progress and progress > 0.0:
            now[change.name] = change.value
    return tuple(sorted(now.items()))
