"""The arm ends in its rest position, when the task asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a plan that ends elsewhere; fact: distance, of the joint that is furthest away."""
    if subject.task is None or not subject.task.at_rest:
        return
    distance = float(np.abs(subject.q_end - subject.cell.robot.q_rest).max())
    if not distance <= subject.criteria.rest:
        step = subject.plan.actions[-1].step
        yield Finding.of(Code.NOT_AT_REST, step=step, t=subject.plan.duration, distance=distance)


CHECK = Check("at_rest", Stage.END, look)
