"""The physics of a plan with forks, its two halves in two processes when there is enough to do.

The second half goes to a process of its own, which gets the plan and the cell as their bytes and answers in JSON. How
the work is parted depends on the plan alone, so the report does too.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.cell_file import cell_from_files
from cobot_lab.cell.task import Task
from cobot_lab.codes import Code
from cobot_lab.findings import CobotLabError, Finding
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.chapter import Chapter, chapters
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.forked import Verdicts, judged_physics
from cobot_lab.verify.physics import simulate_all
from cobot_lab.verify.recording import Recording

ALONE = 120.0
"""Motion that one process plays alone [s]: less than it is worth to start another one."""


class HalfError(CobotLabError):
    """The process with the other half of the physics gave no answer."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"second process of the physics: {reason}; expected an answer")


def play_all(
    plan: Plan,
    cell: Cell,
    task: Task | None,
    root: Chapter,
    verdicts: Verdicts,
    progress: Callable[[float], None] | None = None,
) -> Recording | None:
    """Play every way through and judge it.

    Returns:
        The recording of the first way.

    Raises:
        HalfError: The second process failed.
    """
    length = sum(scene.action.duration for chapter in root.walk() for scene in chapter.scenes)
    if len(root.children) < 2 or length < ALONE:
        return _play(plan, cell, task, root, verdicts, progress)
    with tempfile.TemporaryDirectory(prefix="cobot_lab_") as folder:
        other = _begin(Path(folder), plan, cell, task, verdicts)
        try:
            first = replace(root, children=root.children[:1])
            recording = _play(plan, cell, task, first, verdicts, progress)
            answer = _answer(other, Path(folder))
        finally:
            other.kill()
            other.wait()
    for name, refused in answer["done"].items():
        verdicts.done[name] = verdicts.done.get(name, False) or refused
    verdicts.skipped.update(answer["skipped"])
    known = {(found.code, found.step) for found in verdicts.findings}
    findings = map(Finding.from_dict, answer["findings"])
    verdicts.findings.extend(found for found in findings if (found.code, found.step) not in known)
    for code, step, ways in answer["shown"]:
        shown = verdicts.shown.setdefault((Code(code), step), {})
        shown.update((tuple((sensor, value) for sensor, value in way), None) for way in ways)
    return recording


def _play(
    plan: Plan,
    cell: Cell,
    task: Task | None,
    root: Chapter,
    verdicts: Verdicts,
    progress: Callable[[float], None] | None = None,
) -> Recording | None:
    recordings: list[Recording] = []
    judge = judged_physics(plan, cell, task, verdicts)

    def at_end(chapter: Chapter, scenes: Any, outcome: Any) -> None:
        recordings[1:] = [outcome.recording]
        judge(chapter, scenes, outcome)

    simulate_all(cell, root, CRITERIA, at_end, progress)
    return recordings[0] if recordings else None


def _begin(folder: Path, plan: Plan, cell: Cell, task: Task | None, verdicts: Verdicts) -> subprocess.Popen[bytes]:
    (folder / "plan.json").write_bytes(plan.to_bytes())
    for name, data in cell.files:
        (folder / name).write_bytes(data)
    (folder / "done.json").write_text(json.dumps(verdicts.done), encoding="utf-8")
    if task is not None:
        (folder / "task.json").write_bytes(task.to_bytes())
    return subprocess.Popen(  # noqa: S603, this very program
        [sys.executable, "-m", "cobot_lab.verify.halves", str(folder)], stdin=subprocess.DEVNULL
    )


def _answer(other: subprocess.Popen[bytes], folder: Path) -> dict[str, Any]:
    if other.wait() != 0:
        raise HalfError(f"exit code {other.returncode}")
    answer: dict[str, Any] = json.loads((folder / "answer.json").read_bytes())
    return answer


def main(folder: Path) -> None:
    """Play the second half of the plan in a folder, and leave the answer there."""
    plan = Plan.from_bytes((folder / "plan.json").read_bytes())
    names = ("cell.toml", "gripper.toml", "robot.toml", "robot.urdf")
    cell = cell_from_files({name: (folder / name).read_bytes() for name in names})
    file = folder / "task.json"
    task = Task.from_bytes(file.read_bytes()) if file.exists() else None
    root, verdicts = chapters(plan, cell), Verdicts(json.loads((folder / "done.json").read_bytes()))
    _play(plan, cell, task, replace(root, children=root.children[1:]), verdicts)
    answer = {
        "done": verdicts.done,
        "skipped": sorted(verdicts.skipped),
        "findings": [finding.to_dict() for finding in verdicts.findings],
        "shown": [[code.value, step, [*ways]] for (code, step), ways in verdicts.shown.items()],
    }
    (folder / "answer.json").write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
