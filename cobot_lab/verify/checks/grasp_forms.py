"""Where the gripper closes, it takes hold of a part with both fingers."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.outcome import Closing
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse closings that hold nothing, or not as wide as the part is; fact: width, between the fingers."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    for closing in subject.happened.closings:
        if not _formed(closing, subject.criteria.grip_width):
            yield Finding.of(Code.NO_GRASP, step=closing.scene.action.step, t=closing.t, width=closing.width)


def _formed(closing: Closing, tolerance: float) -> bool:
    wanted = closing.scene.width_after  # the part's width, as it stood between the fingers
    return bool(closing.part) and closing.part == closing.scene.closes_on and abs(closing.width - wanted) <= tolerance


CHECK = Check("grasp_forms", Stage.PHYSICS, look)
