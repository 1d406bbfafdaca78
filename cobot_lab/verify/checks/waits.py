"""Nobody waits longer at a stretch than the task allows."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Read, Show, Wait
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.story import Waiting
from cobot_lab.verify.subject import Subject

_ROUNDING = 1e-6
"""By this much a sum of times may pass its limit [s]."""


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse the step with which waits in a row may last too long; facts: time, limit.

    Waits for sensors count with their time limits. Whatever moves or switches something ends a stretch.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    if subject.task is None or not subject.task.wait_max:
        return
    limit, time = subject.task.wait_max, 0.0
    for scene in subject.story:
        action = scene.action
        if isinstance(action, Wait):
            time += action.limit if isinstance(action, Waiting) else action.time
            if not time <= limit + _ROUNDING:
                yield Finding.of(Code.WAITS_TOO_LONG, step=action.step, t=scene.t, time=time, limit=limit)
                return
        elif not isinstance(action, Read | Show):
            time = 0.0


CHECK = Check("waits", Stage.END, look, after=("duration",))
