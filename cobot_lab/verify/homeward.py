"""The slow way back to rest after an interrupted run: its text, its plan, and the judgement of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from cobot_lab.cell.cell import Cell
from cobot_lab.language.reader import read
from cobot_lab.motion.homeward import FRACTION, plan_homeward
from cobot_lab.motion.kinematics import Array
from cobot_lab.program.program import Program
from cobot_lab.verify.checker import check
from cobot_lab.verify.source import Checked

SOURCE = f"""\
# Retour lent au repos, depuis l'endroit où le bras s'est arrêté, la pince vide.
vitesse({round(100 * FRACTION)})
aller_a("repos")
""".encode()
"""What people read before they approve it."""


def check_homeward(q_start: Array, cell: Cell, progress: Callable[[str, float], None] | None = None) -> Checked:
    """Compute and judge the way back from where an arm stands.

    Args:
        q_start: Joint positions as the arm says them, shape (n,) [rad].
        cell: Where it stands.
        progress: As in `check`.

    Returns:
        What `seal` takes; the way is free only when its report passed.

    Raises:
        HomewardError: There is no way back to compute from there.
    """
    program = homeward_program()
    plan = plan_homeward(program, cell, q_start)
    recording, checks = check(plan, cell, None, progress)
    return Checked(read(SOURCE)[1].joined(checks.placed(program.span_of)), program, plan, recording)


@cache
def homeward_program() -> Program:
    """Give the program of the way back, in any cell."""
    program, report = read(SOURCE)
    assert program is not None, report.findings
    return program
