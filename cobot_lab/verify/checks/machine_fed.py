"""A machine is started with a part in its place, as exactly as at a goal."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.places import lying_at, machine_starts
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse steps that start a machine which holds no part; facts: machine, place."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    for scene, machine in machine_starts(subject.story, subject.cell):
        if not lying_at(scene, machine.place, subject.cell, subject.criteria):
            step = scene.action.step
            yield Finding.of(Code.MACHINE_EMPTY, step=step, t=scene.t, machine=machine.name, place=machine.place)


CHECK = Check("machine_fed", Stage.END, look, after=("duration",))
