"""Planning: a program in a cell becomes a plan, or findings that say why not.

Nothing that goes in depends on where or in which language the program was written, nor on a clock, a set's order or a
number of threads: the same program in the same cell gives the same bytes.
"""

from __future__ import annotations

from cobot_lab import stored
from cobot_lab.cell.cell import Cell
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report
from cobot_lab.motion.actions import AnyAction
from cobot_lab.motion.binding import Binder
from cobot_lab.motion.legs import Leg
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.route import Route
from cobot_lab.program.interpreter import collect
from cobot_lab.program.program import Program

BINDING = ("program", "places", "grip")
ROUTE = ("reachability", "lines")


def plan(program: Program, cell: Cell) -> tuple[Plan | None, Report]:
    """Compute everything that the arm would do, down to the last knot.

    All that is wrong is collected, as far as it can be seen. Speeds are planned as asked, limits of what is allowed
    are checked by `verify`.

    Args:
        program: What to do.
        cell: Where; the arm starts in its rest position.

    Returns:
        The plan, or nothing when the report holds findings; the report's subject is the digest of the plan's bytes.
    """
    commands, found = collect(program, approach=cell.limits.approach)
    route = Route(cell)
    binder = Binder(cell, route)
    for command in commands:
        if binder.full:
            break
        binder.add(command)
    route.follow(binder.items)
    findings = [*found, *binder.findings, *route.findings]
    if binder.full and any(finding.code is Code.RUNS_TOO_LONG for finding in found):
        findings.remove(next(finding for finding in binder.findings if finding.code is Code.RUNS_TOO_LONG))
    if not findings and not binder.items:
        findings.append(Finding.of(Code.NOTHING_TO_DO))
    if findings:
        return None, Report("", BINDING + ROUTE, ("timing",), _in_order(findings))
    return _timed(program, cell, binder, route)


def _timed(program: Program, cell: Cell, binder: Binder, route: Route) -> tuple[Plan | None, Report]:
    moves = iter(route.moves())
    if route.findings:
        return None, Report("", BINDING + ROUTE, ("timing",), _in_order(route.findings))
    done: list[AnyAction | None] = [next(moves) if isinstance(item, Leg) else item for item in binder.items]
    actions = tuple(action for action in done if action is not None)
    q_start = cell.robot.q_rest.copy()
    q_start.flags.writeable = False
    result = Plan(program.digest, cell.digest, cell.robot.name, cell.robot.joint_names, q_start, actions)
    return result, Report(stored.sha256(result.to_bytes()), (*BINDING, *ROUTE, "timing"))


def _in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Sort by step, those without one last, otherwise as they were found."""
    return tuple(sorted(findings, key=lambda finding: (finding.step is None, finding.step or 0)))
