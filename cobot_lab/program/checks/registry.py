"""Every check of a program, and the report that they make together."""

from __future__ import annotations

from cobot_lab.findings import Finding, Report
from cobot_lab.program.checks import (
    conveyor_moving,
    descends_closed,
    empty_body,
    endless,
    no_approach,
    no_time_limit,
    not_back_to_rest,
    picks_while_closed,
    places_nothing,
    polling,
    too_fast,
    unreached,
)
from cobot_lab.program.checks.outcomes import along_each
from cobot_lab.program.checks.subject import Subject

CHECKS = (
    endless.CHECK,
    unreached.CHECK,
    empty_body.CHECK,
    no_time_limit.CHECK,
    polling.CHECK,
    places_nothing.CHECK,
    picks_while_closed.CHECK,
    descends_closed.CHECK,
    no_approach.CHECK,
    conveyor_moving.CHECK,
    too_fast.CHECK,
    not_back_to_rest.CHECK,
)
"""In the order in which they run; findings are put in the order of the program."""

NAMES = tuple(check.name for check in CHECKS)


def examine(subject: Subject) -> Report:
    """Look at a program before any physics.

    Returns:
        The findings in the order of the program's steps, without their spans.
    """
    found: list[Finding] = []
    for check in CHECKS:
        found += along_each(check, subject) if check.along and subject.decided else check.look(subject)
    return Report(run=NAMES, findings=tuple(sorted(found, key=lambda finding: finding.step or 0)))
