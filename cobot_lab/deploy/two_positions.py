"""What a plan may ask of an arm's gripper: one that is open or shut has one opening and one force, and no other."""

from __future__ import annotations

from math import isclose

from cobot_lab.codes import Code
from cobot_lab.findings import CobotLabError, Finding
from cobot_lab.motion.actions import Grip

_SAME = 1e-6
"""Openings and forces that differ by less are the same [m, N]."""


class UnfitGripError(CobotLabError):
    """A plan asks of the gripper of an arm what that cannot do as it was checked.

    Attributes:
        finding: What is asked in which step, and what would have been right.
    """

    def __init__(self, finding: Finding) -> None:
        facts = ", ".join(f"{name} {fact}" for name, fact in finding.facts)
        super().__init__(f"{finding.code.value}: the gripper in step {finding.step}: {facts}")
        self.finding = finding


def misfit(grip: Grip, width: float, force: float) -> Finding | None:
    """Say why a gripper with two positions cannot do a grip as it was checked; nothing when it can.

    Args:
        grip: What is asked.
        width: How far it opens [m].
        force: How hard it grips [N].
    """
    asked = ("force", grip.force, force) if grip.closing else ("width", grip.width, width)
    quantity, value, only = asked
    if isclose(value, only, rel_tol=0.0, abs_tol=_SAME):
        return None
    return Finding.of(Code.ONLY_TWO_POSITIONS, step=grip.step, quantity=quantity, value=value, wanted=only)
