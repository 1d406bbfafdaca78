"""The carried part keeps clear of everything, except where it is picked up and put down."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.stage import Meets
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse steps with such an accident; facts: part, thing, depth."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    for found in subject.accidents:
        if found.meets is Meets.CARRIED and not found.due:
            yield Finding.of(
                Code.COLLISION_CARRIED,
                step=found.step,
                t=found.t,
                part=found.body,
                thing=found.other,
                depth=found.depth,
            )


CHECK = Check("collision_carried", Stage.MOTION, look, after=("continuity",))
