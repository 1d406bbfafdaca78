"""Whether a plan is sound in form, so that it can be judged at all. Plans may come from outside."""

from __future__ import annotations

import math

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Grip, Move, Output
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.plan_error import PlanError
from cobot_lab.verify.rig import RATE
from cobot_lab.verify.sound_forks import require_sound_forks


def require_sound(plan: Plan, cell: Cell) -> None:
    """Look at names, shapes and numbers of a plan.

    Raises:
        PlanError: It was made for another cell or arm, is empty, has arrays of another shape, numbers that are not
            finite, durations below 0, grips that end too early, or readings and forks that make no sense.
            (Trajectories look at their knots themselves.)
    """
    if plan.cell != cell.digest:
        raise PlanError("cell", f"digest {plan.cell[:12]!r}", repr(cell.digest[:12]))
    if plan.robot != cell.robot.name:
        raise PlanError("robot", repr(plan.robot), repr(cell.robot.name))
    if plan.joints != cell.robot.joint_names:
        raise PlanError("joints", ", ".join(map(str, plan.joints)), ", ".join(cell.robot.joint_names))
    _finite("q_start", plan.q_start, (len(plan.joints),))
    actions = tuple(action for branch in plan.root.walk() for action in branch.actions)
    if not actions:
        raise PlanError("actions", "none", "one at least")
    for number, action in enumerate(actions):
        where = f"action {number}"
        if isinstance(action.step, bool) or not isinstance(action.step, int):
            raise PlanError(where, f"step {action.step!r}", "a whole number")
        if isinstance(action, Move):
            _finite(f"{where}, q", action.trajectory.q, (len(action.trajectory.t), len(plan.joints)))
        elif isinstance(action, Grip):
            for name, value in (("width", action.width), ("force", action.force)):
                _require_positive(where, name, value)
            _require_time(where, action, cell)
        elif isinstance(action, Output):
            _require_signal(where, action, cell)
        _require_positive(where, "duration", action.duration)
    _require_positive("whole", "duration", plan.duration)
    require_sound_forks(plan.root, cell)


def _require_signal(where: str, action: Output, cell: Cell) -> None:
    known = [signal.name for signal in cell.signals]
    if action.name not in known:
        raise PlanError(where, f"signal {action.name!r}", f"one of the cell's: {', '.join(known) or 'it has none'}")
    if not 0.0 <= action.value <= 1.0:
        raise PlanError(where, f"value {action.value}", "a number from 0 to 1")


def _require_time(where: str, grip: Grip, cell: Cell) -> None:
    """Refuse openings that end before the fingers are there, wherever they come from, and grips of no time at all."""
    tool, least = cell.tool, 1.0 / RATE
    if not grip.closing:
        least = max(least, 0.5 * max(grip.width - tool.width_min, tool.width_max - grip.width) / tool.finger_speed)
    if not grip.time >= least * (1.0 - 1e-9):
        raise PlanError(where, f"a time of {grip.time} s", f"{least:.3f} s at least")


def _finite(where: str, array: Array, shape: tuple[int, ...]) -> None:
    if array.shape != shape:
        raise PlanError(where, f"shape {array.shape}", str(shape))
    if not np.isfinite(array).all():
        raise PlanError(where, "a number that is not finite", "finite numbers")


def _require_positive(where: str, name: str, value: float) -> None:
    if not (math.isfinite(value) and value >= 0.0):
        raise PlanError(where, f"{name} {value}", "a finite number, 0 or more")
