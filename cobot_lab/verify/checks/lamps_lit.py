"""Every lamp that the task wants to be lit at the end is."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.checks.lamps import UNCLEAR, cases, decided_at, lamps_of, last_set
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a way after which a lamp is dark that has to be lit; facts: signal, case.

    Where another lamp is lit instead, that one is told of.

    The step is the one that switched it off, or the question behind which it was to be lit.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    for lamp in lamps_of(subject):
        if lamp.when == "working" or True not in cases(subject, lamp):
            continue
        found = last_set(subject, lamp.signal)
        if found is None or not found[1]:
            step = decided_at(subject, lamp) if found is None else found[0].action.step
            t = subject.plan.duration
            yield Finding.of(Code.LAMP_NOT_LIT, step=step, t=t, signal=lamp.signal, case=lamp.when)


CHECK = Check("lamps_lit", Stage.END, look, after=(*UNCLEAR, "lamps_dark"))
