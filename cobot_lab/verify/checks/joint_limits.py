"""Every joint stays between its lowest and its highest position."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Move
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.pieces import position_peaks
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse steps in which a joint leaves its range; facts: joint, q (the furthest), q_min, q_max."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    joints = subject.cell.robot.joints
    q_min = np.array([joint.q_min for joint in joints])
    q_max = np.array([joint.q_max for joint in joints])
    for t, action in subject.plan.timeline():
        if not isinstance(action, Move):
            continue
        lowest, highest = position_peaks(action.trajectory)
        for peak, wrong, worst in (
            (lowest, ~(lowest.value >= q_min), np.min),
            (highest, ~(highest.value <= q_max), np.max),
        ):
            if not wrong.any():
                continue
            i, j = np.unravel_index(np.argmin(np.where(wrong, peak.t, np.inf)), wrong.shape)
            yield Finding.of(
                Code.JOINT_LIMIT,
                step=action.step,
                t=t + float(peak.t[i, j]),
                joint=joints[j].name,
                q=float(worst(peak.value[:, j])),
                q_min=joints[j].q_min,
                q_max=joints[j].q_max,
            )


CHECK = Check("joint_limits", Stage.MOTION, look)
