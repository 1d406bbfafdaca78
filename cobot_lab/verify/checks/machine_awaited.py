"""No machine that was started may still be at work at the end, unless it is late."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.cell.automation import Machine
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Read
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.places import machine_starts
from cobot_lab.verify.story import Scene, Waiting
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a way that ends while a machine may work as it should; facts: machine, limit.

    One that is late is for people to see to: a program can do nothing about it. The step is the last wait for sensors
    behind the start, which was too short, else the last question whether the machine is done, else the start.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    doings = subject.doings
    last = {machine.name: (scene, machine) for scene, machine in machine_starts(subject.story, subject.cell)}
    for name, (start, machine) in last.items():
        if name in doings.working and name not in doings.late:
            step = _named(subject, start, machine)
            t, limit = subject.plan.duration, machine.cycle
            yield Finding.of(Code.MACHINE_STILL_AT_WORK, step=step, t=t, machine=name, limit=limit)


def _named(subject: Subject, start: Scene, machine: Machine) -> int:
    behind = [scene.action for scene in subject.story if scene.t >= start.t]
    waits = [action.step for action in behind if isinstance(action, Waiting)]
    asked = [action.step for action in behind if isinstance(action, Read) and action.sensor == machine.done]
    return (waits or asked or [start.action.step])[-1]


CHECK = Check("machine_awaited", Stage.END, look, after=("duration", "zone_not_yet_open", "machine_fed"))
