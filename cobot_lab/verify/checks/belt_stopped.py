"""Every conveyor stands at the end: whoever begins next counts on it."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Output
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse the steps that started a conveyor which nothing stops before the end; fact: signal."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    belts = {signal.name for signal in subject.cell.signals if signal.kind == "conveyor"}
    running: dict[str, Finding] = {}
    for scene in subject.story:
        action = scene.action
        if not (isinstance(action, Output) and action.name in belts):
            continue
        running.pop(action.name, None)
        if action.value > 0.0 and not action.time > 0.0:  # a pulse ends by itself
            found = Finding.of(Code.BELT_LEFT_RUNNING, step=action.step, t=scene.t, signal=action.name)
            running[action.name] = found
    yield from running.values()


CHECK = Check("belt_stopped", Stage.END, look, after=("duration",))
