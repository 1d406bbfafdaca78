"""The program ends within its time slot."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a plan that is longer than the task allows; facts: duration, limit. Without a task there is no slot."""
    if subject.task is None:
        return
    duration, limit = subject.plan.duration, subject.task.duration_max
    if not duration <= limit:
        late = next((action for t, action in subject.plan.timeline() if t + action.duration > limit), None)
        step = None if late is None else late.step
        yield Finding.of(Code.TOO_LONG, step=step, t=limit, duration=duration, limit=limit)


CHECK = Check("duration", Stage.MOTION, look, whole=True)
