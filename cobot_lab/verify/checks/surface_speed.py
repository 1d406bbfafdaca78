"""No point of the arm, the gripper or the carried part goes faster than the cell allows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse steps in which a surface is too fast; facts: body, the fastest one, its speed, and limit."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    limit = subject.cell.limits.surface_speed
    for motion in subject.motions:
        wrong = ~(motion.speeds <= limit * (1.0 + subject.criteria.ratio)).all(axis=1)
        if wrong.any():
            t = motion.scene.t + float(motion.t[np.argmax(wrong)])
            _, body = np.unravel_index(np.argmax(motion.speeds), motion.speeds.shape)
            step = motion.scene.action.step
            yield Finding.of(
                Code.SURFACE_SPEED,
                step=step,
                t=t,
                body=motion.bodies[body],
                speed=float(motion.speeds.max()),
                limit=limit,
            )


CHECK = Check("surface_speed", Stage.MOTION, look)
