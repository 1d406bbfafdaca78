"""A part that is held is not lost."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse grips out of which the part falls; fact: part."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    for hold in subject.happened.holds:
        lost = ~(hold.slip <= subject.criteria.dropped)
        if lost.any():
            t = float(hold.t[np.argmax(lost)])
            yield Finding.of(Code.PART_DROPPED, step=subject.step_at(t), t=t, part=hold.closing.part)


CHECK = Check("part_dropped", Stage.PHYSICS, look, after=("grasp_forms",))
