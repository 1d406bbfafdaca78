"""A part that is held stays where it is in the gripper."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse grips in which the part slips or turns; facts: part, slip, turn, the largest ones.

    A part that is lost altogether is the matter of another check.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    criteria = subject.criteria
    for hold in subject.happened.holds:
        if not len(hold.t) or not (hold.slip <= criteria.dropped).all():
            continue
        wrong = ~((hold.slip <= criteria.slip) & (hold.turn <= criteria.turn))
        if wrong.any():
            t = float(hold.t[np.argmax(wrong)])
            yield Finding.of(
                Code.GRASP_SLIPS,
                step=subject.step_at(t),
                t=t,
                part=hold.closing.part,
                slip=float(hold.slip.max()),
                turn=float(hold.turn.max()),
            )


CHECK = Check("grasp_slips", Stage.PHYSICS, look, after=("grasp_forms",))
