"""A second look at what somebody handed in: does it give, here and now, what it announces?

A report that comes with a plan is its maker's word. Before a person puts a name under it, the program is read again
from its source, asked all that a pupil's program is asked in its lesson (its steps, their number, its speed), and the
plan is judged again. The stored plan is what is judged, not a new one: it is what will be
played, and another processor may round the last digit of a new one otherwise. What it reads, and where its ways part,
is compared with what the program asks for in this cell: a plan that leaves an outcome out covers less than it says. And
the program is planned again: what a person reads and approves is, to within rounding, what moves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cobot_lab import stored
from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report, Verdict
from cobot_lab.motion.actions import Read
from cobot_lab.motion.alike import alike
from cobot_lab.motion.fork import Branch
from cobot_lab.motion.homeward import HomewardError, plan_homeward
from cobot_lab.motion.outlook import Node, Outlook
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.program.program import Program
from cobot_lab.verify.checker import NAMES, check
from cobot_lab.verify.first_look import looked_over
from cobot_lab.verify.homeward import homeward_program
from cobot_lab.verify.plan_error import PlanError
from cobot_lab.verify.recording import Recording


def review(
    source: bytes,
    program: bytes,
    planned: bytes,
    cell: Cell,
    task: Task | None,
    progress: Callable[[str, float], None] | None = None,
    shown: Callable[[Recording | None], None] | None = None,
) -> Report:
    """Read the source again and judge the stored plan again.

    Args:
        source: The program's text.
        program: Its stored form.
        planned: The plan's stored form.
        cell: The cell, from the files that were handed in.
        task: What the lesson asks, from the files of whoever looks.
        progress: As in `check`.
        shown: Given what the physics showed now, or nothing when it did not run.

    Returns:
        The report of the checks run now, its subject the plan's digest, with a REVIEW_DIFFERS finding for each
        disagreement.
    """
    subject = stored.sha256(planned)
    written, asked, outlook = looked_over(source, cell, task, "python")
    differing = list(_of_source(written, program, planned))
    try:
        judged = Plan.from_bytes(planned)
        if written is not None and outlook is not None:
            differing += _of_motion(written, outlook, judged, cell)
        recording, report = check(judged, cell, task, progress)
    except (stored.StoredFormError, PlanError):
        differing.append(Finding.of(Code.REVIEW_DIFFERS, what="plan"))
        return Report(subject, (), NAMES, tuple(differing)).joined(asked)
    if shown is not None:
        shown(recording)
    report = asked.joined(report)
    if report.verdict is not Verdict.PASSED:
        differing.append(Finding.of(Code.REVIEW_DIFFERS, what="verdict"))
    return Report(subject, report.run, report.not_run, (*differing, *report.findings), report.coverage)


def _of_source(written: Program | None, program: bytes, planned: bytes) -> Iterator[Finding]:
    if written is None or written.to_bytes() != program or written.digest.encode() not in planned:
        yield Finding.of(Code.REVIEW_DIFFERS, what="source")


def _of_motion(written: Program, outlook: Outlook, stored_plan: Plan, cell: Cell) -> Iterator[Finding]:
    if outlook.findings or outlook.cut or _of_node(outlook.root) != _of_branch(stored_plan.root):
        yield Finding.of(Code.REVIEW_DIFFERS, what="outcomes")
        return
    again = _planned(written, stored_plan, cell)
    if again is None or not alike(again, stored_plan):
        yield Finding.of(Code.REVIEW_DIFFERS, what="motion")


def _planned(written: Program, stored_plan: Plan, cell: Cell) -> Plan | None:
    """Plan the program again; the way back to rest begins where the arm was left, any other program at rest."""
    if written.to_bytes() != homeward_program().to_bytes():
        return plan(written, cell)[0]
    try:
        return plan_homeward(written, cell, stored_plan.q_start)
    except HomewardError:
        return None


def _of_node(node: Node) -> tuple[object, ...]:
    """Give what is read on a stretch of the program, what it is decided by, and the same of what follows."""
    reads = tuple(repr(command) for command in node.commands if isinstance(command, Read))
    if node.condition is None:
        return (reads,)
    return (
        reads,
        node.step,
        repr(node.condition),
        node.limit,
        node.asked,
        *(way and _of_node(way) for way in (node.yes, node.no)),
    )


def _of_branch(branch: Branch) -> tuple[object, ...]:
    """Give the same of a plan."""
    reads = tuple(repr(action) for action in branch.actions if isinstance(action, Read))
    fork = branch.fork
    if fork is None:
        return (reads,)
    return (
        reads,
        fork.step,
        repr(fork.condition),
        fork.limit,
        fork.asked,
        *(way and _of_branch(way) for way in (fork.yes, fork.no)),
    )
