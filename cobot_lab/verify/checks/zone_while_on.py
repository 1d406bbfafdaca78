"""Nothing that moves enters a zone while the signal that closes it is on."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.closing import Rule, rule, zone_of
from cobot_lab.verify.stage import Meets
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse steps with such an accident; facts: body, zone, signal."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    for found in subject.accidents:
        if found.meets is Meets.ZONE and rule(subject.cell, found) is Rule.WHILE_ON:
            zone = zone_of(subject.cell, found)
            yield Finding.of(
                Code.ZONE_WHILE_ON,
                step=found.step,
                t=found.t,
                body=found.body,
                zone=zone.name,
                signal=zone.closed_while,
            )


CHECK = Check("zone_while_on", Stage.MOTION, look, after=("continuity",))
