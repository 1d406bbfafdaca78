"""Planning: a program in a cell becomes a plan, or findings that say why not.

Nothing that goes in depends on where or in which language the program was written, nor on a clock, a set's order or a
number of threads: the same program in the same cell gives the same bytes.
"""

from __future__ import annotations

from cobot_lab import stored
from cobot_lab.cell.cell import Cell
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report
from cobot_lab.motion.branch_plan import settle
from cobot_lab.motion.outlook import LEAVES_MAX, Outlook, explore, not_covered
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.plan_form import shared
from cobot_lab.motion.ways import Ways
from cobot_lab.program.program import Program

BINDING = ("program", "places", "grip", "sensors")
ROUTE = ("reachability", "lines")
OUTCOMES = "outcomes"


def plan(
    program: Program,
    cell: Cell,
    *,
    leaves_max: int = LEAVES_MAX,
    outlook: Outlook | None = None,
    ways: Ways | None = None,
) -> tuple[Plan | None, Report]:
    """Compute everything that the arm would do, down to the last knot, for every outcome that the cell declares.

    All that is wrong is collected, as far as it can be seen. Speeds are planned as asked, limits of what is allowed
    are checked by `verify`.

    Args:
        program: What to do.
        cell: Where; the arm starts in its rest position.
        leaves_max: Most ways through the program that are planned; with more of them `outcomes` is listed as not run,
            so that the verdict cannot be passed.
        outlook: The ways through the program, when they were explored before.
        ways: What was computed for other programs in this cell; the plan is the same with it.

    Returns:
        The plan, or nothing when the report holds findings that refuse it; the report's subject is the digest of the
        plan's bytes.
    """
    outlook = explore(program, cell, leaves_max) if outlook is None else outlook
    settled, found = settle(outlook.root, cell, timed=not outlook.findings, ways=ways)
    if any(finding.code is Code.RUNS_TOO_LONG for finding in outlook.findings):
        found = [finding for finding in found if finding.code is not Code.RUNS_TOO_LONG]
    findings = [*outlook.findings, *found]
    if not findings and not settled.any_action:
        findings.append(Finding.of(Code.NOTHING_TO_DO))
    if findings:
        missing = ("timing", OUTCOMES) if outlook.cut else ("timing",)
        ran = BINDING + ROUTE + (() if outlook.cut else (OUTCOMES,))
        return None, Report("", ran, missing, _in_order(findings))
    q_start = cell.robot.q_rest.copy()
    q_start.flags.writeable = False
    root = shared(settled.branch())
    result = Plan(
        program.digest, cell.digest, cell.robot.name, cell.robot.joint_names, q_start, root.actions, root.fork
    )
    return result, _report(result, outlook)


def _report(result: Plan, outlook: Outlook) -> Report:
    subject = stored.sha256(result.to_bytes())
    if outlook.cut:
        return Report(subject, (*BINDING, *ROUTE, "timing"), (OUTCOMES,), (not_covered(outlook),))
    return Report(subject, (*BINDING, *ROUTE, OUTCOMES, "timing"))


def _in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Sort by step, those without one last, otherwise as they were found."""
    return tuple(sorted(findings, key=lambda finding: (finding.step is None, finding.step or 0)))
