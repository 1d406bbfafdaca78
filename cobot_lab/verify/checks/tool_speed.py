"""The tool point goes no faster than the cell allows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse steps in which the tool point is too fast; facts: speed, the highest of the move, and limit."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    limit = subject.cell.limits.tool_speed
    for motion in subject.motions:
        wrong = ~(motion.tool_speed <= limit * (1.0 + subject.criteria.ratio))
        if wrong.any():
            t = motion.scene.t + float(motion.t[np.argmax(wrong)])
            speed = float(motion.tool_speed.max())
            yield Finding.of(Code.TOOL_SPEED, step=motion.scene.action.step, t=t, speed=speed, limit=limit)


CHECK = Check("tool_speed", Stage.MOTION, look)
