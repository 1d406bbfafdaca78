"""The physics of one way through a plan by itself, for whoever wants to watch that outcome (`told_way`)."""

from __future__ import annotations

from collections.abc import Callable

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.chapter import chapters
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.played import Theatre
from cobot_lab.verify.recall import Recall
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.soundness import require_sound


def watch(
    plan: Plan, cell: Cell, progress: Callable[[float], None] | None = None, recall: Recall | None = None
) -> Recording:
    """Play the first way through a plan, as it is played to judge it, and give what was seen.

    Args:
        plan: The plan; one with a single way, such as `ToldWay.alone`, wastes nothing on others.
        cell: The cell it was made for.
        progress: Told the fraction played, now and then.
        recall: What was played before.

    Raises:
        PlanError: The plan is not one for this cell, or not sound in form.
    """
    require_sound(plan, cell)
    theatre = Theatre(cell, chapters(plan, cell), progress, recall=recall)
    theatre.play()
    _, _, outcome = next(theatre.ways(CRITERIA))
    return outcome.recording
