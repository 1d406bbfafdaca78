"""The gripper and what it carries are not too heavy for the arm."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.story import thing_of
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse grips that make the load too heavy; facts: mass, of gripper and part together, and limit."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    limit = subject.cell.robot.payload
    for scene in subject.story:
        if scene.closes_on:
            mass = subject.cell.tool.mass + thing_of(subject.cell, scene.closes_on).mass
            if not mass <= limit:
                t = scene.t + scene.action.duration
                yield Finding.of(Code.PAYLOAD, step=scene.action.step, t=t, mass=mass, limit=limit)


CHECK = Check("payload", Stage.MOTION, look)
