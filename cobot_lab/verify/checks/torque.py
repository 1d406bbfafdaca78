"""No joint works near its limit of torque."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a plan in which a joint needs too much torque; facts: joint, ratio to its effort, the largest."""
    happened = subject.happened
    ratio = np.abs(happened.torque) / np.array([joint.effort_max for joint in subject.cell.robot.joints])
    wrong = ~(ratio <= subject.criteria.torque).all(axis=1)
    if wrong.any():
        t = float(happened.t[np.argmax(wrong)])
        joint = int(np.unravel_index(np.argmax(ratio), ratio.shape)[1])
        yield Finding.of(
            Code.TORQUE, step=subject.step_at(t), t=t, joint=subject.plan.joints[joint], ratio=float(ratio.max())
        )


CHECK = Check("torque", Stage.PHYSICS, look)
