"""Whether what a plan reads, and where its ways part, is sound in form. Plans may come from outside."""

from __future__ import annotations

import math
from collections.abc import Mapping

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Read, Show
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.sight import GRIPPER
from cobot_lab.program.arithmetic import UncomputableError
from cobot_lab.program.evaluation import holds
from cobot_lab.program.residual import Answer, readings_of
from cobot_lab.verify.plan_error import PlanError

Answers = Mapping[int, tuple[Answer, ...]]


def require_sound_forks(root: Branch, cell: Cell) -> None:
    """Look at every reading and every fork of a plan.

    Raises:
        PlanError: A sensor or a part that the cell does not have, a number of a reading given twice or never, a
            condition that has no value, a fork without branches, or a branch that no answer leads to.
    """
    _require(root, {}, cell)


def _require(branch: Branch, answers: Answers, cell: Cell) -> None:
    for action in branch.actions:
        if isinstance(action, Read):
            _require_read(action, answers, cell)
            answers = {**answers, action.reading: action.may_see}
        elif isinstance(action, Show) and action.reading is not None and action.reading not in answers:
            raise _wrong(action.step, f"it shows reading {action.reading}", "one that was read")
    if branch.fork is None:
        return
    _require_wait(branch.fork, answers)
    left = _left(branch.fork, answers)
    if not branch.fork.children:
        raise _wrong(branch.fork.step, "no branch", "one at least")
    for truth, child in branch.fork.children:
        _require(child, {**answers, **left[truth]}, cell)


def _require_read(read: Read, answers: Answers, cell: Cell) -> None:
    sensors, parts = [GRIPPER, *(sensor.name for sensor in cell.sensors)], ["", *(part.name for part in cell.parts)]
    if read.sensor not in sensors:
        raise _wrong(read.step, f"sensor {read.sensor!r}", f"one of {', '.join(sensors)}")
    if read.sees not in parts:
        raise _wrong(read.step, f"part {read.sees!r}", f"one of {', '.join(parts)}")
    if read.reading in answers or not read.may_see:
        raise _wrong(read.step, f"reading {read.reading}", "another number, and answers to it")


def _left(fork: Fork, answers: Answers) -> dict[bool, Answers]:
    """Give what is left of the answers to the one reading that a condition is about, when it holds and when not."""
    numbers = set(readings_of(fork.condition))
    if not numbers or not numbers <= answers.keys():
        raise _wrong(fork.step, f"a condition over readings {sorted(numbers)}", f"some of {sorted(answers)}")
    if len(numbers) > 1:
        return {True: {}, False: {}}
    (number,) = numbers
    try:
        true = {answer: holds(fork.condition, {number: answer}) for answer in answers[number]}
    except UncomputableError as problem:
        raise _wrong(fork.step, f"a condition without a value ({problem.reason})", "a truth") from problem
    left = {truth: tuple(answer for answer in answers[number] if true[answer] is truth) for truth in (True, False)}
    for truth, _ in fork.children:
        if not left[truth]:
            raise _wrong(fork.step, f"a branch for {truth}", "answers that lead there")
    return {truth: {number: seen} for truth, seen in left.items()}


def _require_wait(fork: Fork, answers: Answers) -> None:
    if not (math.isfinite(fork.limit) and fork.limit >= 0.0):
        raise _wrong(fork.step, f"a wait of {fork.limit} s", "a finite time, 0 or more")
    if not set(fork.asked) <= answers.keys() or (fork.limit and not fork.asked):
        raise _wrong(fork.step, f"asking readings {fork.asked} again", f"some of {sorted(answers)}")


def _wrong(step: int, reason: str, wanted: str) -> PlanError:
    return PlanError(f"reading or fork of step {step}", reason, wanted)
