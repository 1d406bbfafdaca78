"""Nothing that moves enters a zone that is always forbidden."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.closing import rule
from cobot_lab.verify.stage import Meets
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse steps with such an accident; facts: body, zone."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    for found in subject.accidents:
        if found.meets is Meets.ZONE and rule(subject.cell, found) is None:
            yield Finding.of(Code.FORBIDDEN_ZONE, step=found.step, t=found.t, body=found.body, zone=found.other)


CHECK = Check("forbidden_zone", Stage.MOTION, look, after=("continuity",))
