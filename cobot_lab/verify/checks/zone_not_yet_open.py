"""Nothing that moves enters a zone that a signal closed before a sensor has said that it is open."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.closing import Rule, rule, zone_of
from cobot_lab.verify.stage import Meets
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse steps with such an accident; facts: body, zone, signal, sensor."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    for found in subject.accidents:
        if found.meets is Meets.ZONE and rule(subject.cell, found) is Rule.NOT_YET_OPEN:
            zone = zone_of(subject.cell, found)
            yield Finding.of(
                Code.ZONE_NOT_YET_OPEN,
                step=found.step,
                t=found.t,
                body=found.body,
                zone=zone.name,
                signal=zone.closed_from,
                sensor=zone.open_after,
            )


CHECK = Check("zone_not_yet_open", Stage.MOTION, look, after=("continuity",))
