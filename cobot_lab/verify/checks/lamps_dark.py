"""No lamp is lit at the end that the task wants to be dark."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.checks.lamps import UNCLEAR, cases, lamps_of, last_set
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse the step that left a lamp lit on a way after which it has to be dark; facts: signal, case."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    for lamp in lamps_of(subject):
        if lamp.when == "working" or False not in cases(subject, lamp):
            continue
        found = last_set(subject, lamp.signal)
        if found is not None and found[1]:
            step, t = found[0].action.step, subject.plan.duration
            yield Finding.of(Code.LAMP_LIT, step=step, t=t, signal=lamp.signal, case=lamp.when)


CHECK = Check("lamps_dark", Stage.END, look, after=UNCLEAR)
