"""The program ends within its time slot."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import AnyAction
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.story import Waiting
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a plan that is longer than its slot, at the step that passes it; facts: duration, limit.

    The slot is the task's, or without a task `criteria.slot`. A wait for sensors counts with its whole limit.
    """
    longest = [_longest(action) for action in subject.plan.actions]
    duration = sum(longest)
    limit = subject.criteria.slot if subject.task is None else subject.task.duration_max
    if not duration <= limit:
        steps = [
            action.step for action, t in zip(subject.plan.actions, accumulate(longest), strict=True) if not t <= limit
        ]
        step = (steps or [subject.plan.actions[-1].step])[0]
        yield Finding.of(Code.TOO_LONG, step=step, t=limit, duration=duration, limit=limit)


def _longest(action: AnyAction) -> float:
    return action.limit if isinstance(action, Waiting) else action.duration


CHECK = Check("duration", Stage.SLOT, look, whole=True)
