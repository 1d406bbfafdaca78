"""A machine is started with a part in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Output
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.story import parts_at
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse steps that start a machine which holds no part; facts: machine, place."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    machines = {machine.start: machine for machine in subject.cell.machines}
    for scene in subject.story:
        action = scene.action
        if not (isinstance(action, Output) and action.value > 0.0 and action.name in machines):
            continue
        machine = machines[action.name]
        standing = replace(scene, carried=None)
        if not parts_at(standing, machine.place, subject.cell):
            yield Finding.of(Code.MACHINE_EMPTY, step=action.step, t=scene.t, machine=machine.name, place=machine.place)


CHECK = Check("machine_fed", Stage.END, look, after=("duration",))
