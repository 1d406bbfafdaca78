"""The second look at a bundle, before anybody puts a name under it: what it is about, and whether it holds here.

Nothing in a bundle is believed. The cell and the task have to be those that stand here, the programs for a real arm
those of its plan, the program is read again from its source, and the stored plan is judged again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cobot_lab import stored
from cobot_lab.cell.cell import Cell
from cobot_lab.cell.cell_file import cell_from_files
from cobot_lab.cell.problems import DescriptionError
from cobot_lab.cell.task import SCHEMA, Task
from cobot_lab.codes import Code
from cobot_lab.deploy.gate import cell_digest
from cobot_lab.deploy.standards import Standards
from cobot_lab.findings import Finding, Report
from cobot_lab.language.blocks.read_blocks import read_blocks
from cobot_lab.language.reader import read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.school.lesson import load_lesson
from cobot_lab.trust import manifest
from cobot_lab.trust.bundle import Bundle
from cobot_lab.verify.recording import Recording
from cobot_lab.verify.review import review

_LESSON = re.compile(r"[0-9]{1,3}")
Programs = Callable[[Bundle, Plan, Cell], tuple[Finding, ...]]
"""Writes a bundle's programs for a real arm again, and says so when they are not those of its plan."""
Progress = Callable[[str, float], None]
Shown = Callable[[Recording | None], None]


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """What a bundle is about.

    Attributes:
        cell: From its own files.
        task: That of the lesson which it names, as it stands here; nothing without a lesson.
        plan: Its plan; nothing when it cannot be read.
        findings: Where it differs from what stands here.
    """

    cell: Cell
    task: Task | None
    plan: Plan | None
    findings: tuple[Finding, ...]


def contents(opened: Bundle, standards: Standards, programs: Programs) -> tuple[Contents | None, Report]:
    """Open what a bundle is about.

    Args:
        opened: The bundle.
        standards: What it has to come up to here.
        programs: See `Programs`.

    Returns:
        The contents, or nothing when the cell or the task cannot be used; and what was found on the way.
    """
    objections = tuple(standards.objections(opened, cell_digest(opened)))
    try:
        cell = cell_from_files(opened.cell_files)
        task = task_of(opened)
    except (DescriptionError, stored.StoredFormError) as problem:
        what = "cell" if isinstance(problem, DescriptionError) else "task"
        return None, Report(findings=(*objections, Finding.of(Code.REVIEW_DIFFERS, what=what)))
    try:
        plan = Plan.from_bytes(opened.files[manifest.PLAN])
        found = programs(opened, plan, cell)
    except stored.StoredFormError:
        plan, found = None, (Finding.of(Code.REVIEW_DIFFERS, what="plan"),)
    findings = (*objections, *of_blocks(opened), *found)
    return Contents(cell, task, plan, findings), Report(findings=findings)


def judged(opened: Bundle, about: Contents, progress: Progress | None = None, shown: Shown | None = None) -> Report:
    """Check a bundle again as if nobody had.

    Args:
        opened: The bundle.
        about: Its contents.
        progress: As in `verify.checker.check`.
        shown: Given what the physics showed now.

    Returns:
        The report of the checks run now, with everything that differs from what the bundle announces.
    """
    source, program, plan = (opened.files[name] for name in (manifest.SOURCE, manifest.PROGRAM, manifest.PLAN))
    report = review(source, program, plan, about.cell, about.task, progress, shown)
    return Report(findings=about.findings).joined(report)


def of_blocks(opened: Bundle) -> Iterator[Finding]:
    """Say when the blocks that a bundle brings are another program than its text, which is what people read."""
    data = opened.files.get(manifest.BLOCKS)
    if data is None:
        return
    kept, written = read_blocks(data)[0], read(opened.files[manifest.SOURCE])[0]
    if kept is None or written is None or kept.to_bytes() != written.to_bytes():
        yield Finding.of(Code.REVIEW_DIFFERS, what="blocks")


def lesson_of(opened: Bundle) -> str:
    """Give the number of the lesson whose task a bundle was checked for; empty without one.

    What the manifest notes beside is its maker's word and is not asked. That the task is the lesson's own is for the
    second look to see.
    """
    try:
        name = stored.parse(opened.files[manifest.TASK], SCHEMA).get("name")
    except (KeyError, stored.StoredFormError):
        return ""
    return name if isinstance(name, str) and _LESSON.fullmatch(name) else ""


def task_of(opened: Bundle) -> Task | None:
    """Give the task of the lesson that a bundle names, as it stands here; a bundle cannot bring its own.

    Raises:
        StoredFormError: The bundle's task is not that of the lesson.
        DescriptionError: There is no such lesson.
    """
    data = opened.files.get(manifest.TASK)
    if data is None:
        return None
    task = load_lesson(str(stored.parse(data, SCHEMA).get("name"))).task
    if task.to_bytes() != data:
        raise stored.StoredFormError(manifest.TASK, "differs from the lesson", f"lesson {task.name} as it stands here")
    return task
