"""Free motion computed against everything simulated: `python tests/bench/physics.py [LESSON...]`.

For every program of the lessons that reaches the physics, both are played; compared are what the checks say, where the
parts are at the end, how many steps the physics made, and the time it took.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import numpy as np
from rich.console import Console
from rich.table import Table

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Task
from cobot_lab.findings import refusals
from cobot_lab.motion.plan_data import Plan
from cobot_lab.school.lesson import lesson_folders, load_lesson
from cobot_lab.verify.chapter import chapters
from cobot_lab.verify.checks.check import Stage
from cobot_lab.verify.checks.registry import CHECKS
from cobot_lab.verify.forked import Verdicts, judge_physics
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.rig import Rig
from cobot_lab.verify.source import check_source

Remarks = frozenset[tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the physics says of a plan.

    Attributes:
        remarks: Code and step of each finding.
        recording: Of the first way.
        steps: How many steps were simulated.
        seconds: Of this processor.
    """

    remarks: Remarks
    recording: Recording
    steps: int
    seconds: float


def judged(plan: Plan, cell: Cell, task: Task | None, *, whole: bool) -> Judged:
    """Play a plan and ask the checks of the physics."""
    counted, step = [0], Rig.step

    def counting(rig: Rig, q: np.ndarray, q_next: np.ndarray) -> None:
        counted[0] += 1
        step(rig, q, q_next)

    verdicts = Verdicts({one.name: False for one in CHECKS if one.stage is not Stage.PHYSICS})
    Rig.step = counting  # type: ignore[method-assign]
    start = process_time()
    try:
        recording = judge_physics(plan, cell, task, chapters(plan, cell), verdicts, alone=True, whole=whole)
    finally:
        Rig.step = step  # type: ignore[method-assign]
    taken = process_time() - start
    remarks = frozenset((finding.code.value, finding.step) for finding in verdicts.told())
    return Judged(remarks, recording, counted[0], taken)


def furthest(one: Recording, other: Recording) -> float:
    """Give how far apart any body is at the end of two recordings [m]."""
    return float(np.linalg.norm(one.poses[-1, :, :3] - other.poses[-1, :, :3], axis=1).max())


def programs(lessons: list[str]) -> Iterator[tuple[str, Path, Cell, Task]]:
    """Give every program of the lessons."""
    for folder in lesson_folders():
        number = folder.name[:2]
        if lessons and number not in lessons:
            continue
        lesson = load_lesson(number)
        cell = load_cell(lesson.cell)
        for file in sorted((*folder.glob("solution.py"), *folder.glob("start.py"), *folder.glob("wrong_*.py"))):
            yield number, file, cell, lesson.task


def main() -> int:
    """Compare, print a table, and fail on a difference."""
    table = Table("lesson", "program", "steps", "of", "time", "parts apart", "findings")
    steps = [0, 0]
    seconds = [0.0, 0.0]
    differing = 0
    for number, file, cell, task in programs(sys.argv[1:]):
        checked = check_source(file.read_bytes(), cell, task)
        motion = [finding for finding in refusals(checked.report.findings) if finding.code.value[0] not in "PG"]
        if checked.plan is None or motion:
            continue
        free, whole = (judged(checked.plan, cell, task, whole=each) for each in (False, True))
        same = free.remarks == whole.remarks
        differing += not same
        for at, one in enumerate((free, whole)):
            steps[at] += one.steps
            seconds[at] += one.seconds
        table.add_row(
            number,
            file.stem,
            str(free.steps),
            str(whole.steps),
            f"{free.seconds / whole.seconds:.2f}",
            f"{1e3 * furthest(free.recording, whole.recording):.2f} mm",
            "equal" if same else f"free {sorted(free.remarks)}, whole {sorted(whole.remarks)}",
        )
        print(
            number,
            file.stem,
            free.steps,
            whole.steps,
            "equal" if same else f"DIFFER {free.remarks ^ whole.remarks}",
            file=sys.stderr,
        )
    table.add_row("all", "", str(steps[0]), str(steps[1]), f"{seconds[0] / seconds[1]:.2f}", "", f"{differing} differ")
    Console(width=160).print(table)
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
