"""No joint speeds up or slows down harder than it can."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.checks.peaks import ratios
from cobot_lab.verify.pieces import acceleration_peak
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse moves in which a joint needs more than its limit; facts: joint, ratio."""
    limits = [joint.qdd_max for joint in subject.cell.robot.joints]
    for step, t, joint, ratio in ratios(subject, acceleration_peak, limits):
        yield Finding.of(Code.JOINT_ACCELERATION, step=step, t=t, joint=joint, ratio=ratio)


CHECK = Check("joint_acceleration", Stage.MOTION, look)
