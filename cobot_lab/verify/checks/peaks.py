"""Peaks of the moves, compared with limits of the joints."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from cobot_lab.motion.actions import Move
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.verify.pieces import Peak
from cobot_lab.verify.subject import Subject


def ratios(
    subject: Subject, peak: Callable[[Trajectory], Peak], limits: Sequence[float]
) -> Iterator[tuple[int, float, str, float]]:
    """Give step, instant [s], joint and ratio to the limit where a move first passes a limit.

    The ratio is the worst of the move. Each step is given once.
    """
    seen = set()
    for t, action in subject.plan.timeline():
        if not isinstance(action, Move) or action.step in seen:
            continue
        found = peak(action.trajectory)
        ratio = np.abs(found.value) / np.array(limits)
        wrong = ~(ratio <= 1.0 + subject.criteria.ratio)
        if not wrong.any():
            continue
        seen.add(action.step)
        first = float(found.t[wrong].min())
        worst = np.unravel_index(np.argmax(ratio), ratio.shape)
        yield action.step, t + first, subject.plan.joints[worst[1]], float(ratio[worst])
