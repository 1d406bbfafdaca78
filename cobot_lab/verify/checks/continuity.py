"""Every action starts at rest, where the one before it ended."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Move
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse moves that start elsewhere or do not start and end at rest; fact: jump [rad or rad/s]."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    q, limit = subject.plan.q_start, subject.criteria.continuity
    for t, action in subject.plan.timeline():
        if not isinstance(action, Move):
            continue
        move = action.trajectory
        start = float(max(np.abs(move.q[0] - q).max(), np.abs(move.qd[0]).max()))
        end = float(np.abs(move.qd[-1]).max())
        if not start <= limit:
            yield Finding.of(Code.NOT_CONTINUOUS, step=action.step, t=t, jump=start)
        elif not end <= limit:
            yield Finding.of(Code.NOT_CONTINUOUS, step=action.step, t=t + move.duration, jump=end)
        q = move.q[-1]


CHECK = Check("continuity", Stage.MOTION, look)
