"""Arm, gripper and carried part keep clear of where a part may have come that nobody has seen."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse steps with such an accident; facts: body, part, place."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    stations = {part: arrival.station for arrival in subject.cell.arrivals for part in arrival.parts}
    for found in subject.accidents:
        if found.due:
            place = stations[found.other]
            yield Finding.of(
                Code.PART_MAY_COME, step=found.step, t=found.t, body=found.body, part=found.other, place=place
            )


CHECK = Check("collision_due", Stage.MOTION, look, after=("continuity",))
