"""Nobody waits longer at a stretch than the task allows."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Output, Read, Show, Wait
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.story import Waiting
from cobot_lab.verify.subject import Subject

_ROUNDING = 1e-6
"""By this much a sum of times may pass its limit [s]."""


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse the step with which waits in a row may last too long; facts: time, limit.

    Waits for sensors count with their time limits, and a pulse by itself. Whatever moves ends a stretch, and whatever
    switches something on or off that is no lamp: only then there is something new to wait for.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    if subject.task is None or not subject.task.wait_max:
        return
    limit, time = subject.task.wait_max, 0.0
    lamps = {signal.name for signal in subject.cell.signals if signal.kind == "lamp"}
    on: set[str] = set()
    for scene in subject.story:
        action = scene.action
        waited = 0.0
        if isinstance(action, Wait):
            waited = action.limit if isinstance(action, Waiting) else action.time
        elif isinstance(action, Output):
            waited = action.time
            if action.name not in lamps and _switches(action, on):
                time = 0.0
        elif not isinstance(action, Read | Show):
            time = 0.0
        if not time + waited <= limit + _ROUNDING:
            yield Finding.of(Code.WAITS_TOO_LONG, step=action.step, t=scene.t, time=time + waited, limit=limit)
            return
        if isinstance(action, Wait):
            time += waited


def _switches(action: Output, on: set[str]) -> bool:
    """Tell whether a signal comes on or goes off, and keep which are on."""
    was = action.name in on
    (on.add if action.value > 0.0 and not action.time > 0.0 else on.discard)(action.name)
    return was != (action.value > 0.0)


CHECK = Check("waits", Stage.END, look, after=("duration",))
