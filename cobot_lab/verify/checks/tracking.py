"""The joints follow their commands."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a plan that the simulated joints do not follow; facts: joint, error, the largest."""
    happened = subject.happened
    error = np.abs(happened.error)
    wrong = ~(error <= subject.criteria.tracking).all(axis=1)
    if wrong.any():
        t = float(happened.t[np.argmax(wrong)])
        joint = int(np.unravel_index(np.argmax(error), error.shape)[1])
        yield Finding.of(
            Code.TRACKING, step=subject.step_at(t), t=t, joint=subject.plan.joints[joint], error=float(error.max())
        )


CHECK = Check("tracking", Stage.PHYSICS, look)
