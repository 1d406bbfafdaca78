"""Every conveyor stands at the end: whoever begins next counts on it."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.signals import left_on
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse the steps that started a conveyor which nothing stops before the end; fact: signal."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    belts = {signal.name for signal in subject.cell.signals if signal.kind == "conveyor"}
    for name, scene in left_on(subject.story).items():
        if name in belts:
            yield Finding.of(Code.BELT_LEFT_RUNNING, step=scene.action.step, t=scene.t, signal=name)


CHECK = Check("belt_stopped", Stage.END, look, after=("duration",))
