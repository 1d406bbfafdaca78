"""Every machine's start is off at the end: on when the next program begins, it would start nothing any more."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.signals import left_on
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse the steps that switched on a machine's start which nothing switches off; facts: machine, signal."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    machines = {machine.start: machine.name for machine in subject.cell.machines}
    for name, scene in left_on(subject.story).items():
        if name in machines:
            step, machine = scene.action.step, machines[name]
            yield Finding.of(Code.START_LEFT_ON, step=step, t=scene.t, machine=machine, signal=name)


CHECK = Check("start_switched_off", Stage.END, look, after=("duration",))
