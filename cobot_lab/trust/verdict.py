"""Whether a report lets its plan be sealed: asked when a bundle is made, and anew each time one is opened."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab import stored
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report, Verdict
from cobot_lab.trust import exact


def read_report(data: bytes) -> Report:
    """Read a report from the bytes of `report.json`.

    Raises:
        ValueError: Not what a report writes of itself; its stated verdict must be the one that follows from its facts.
    """
    document = exact.read(data)
    try:
        report = Report.from_dict(document)
        same = stored.canonical(report.to_dict()) == data
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(f"not a report: {type(problem).__name__} {problem}") from problem
    if not same or not all(isinstance(name, str) for name in (report.subject, *report.run, *report.not_run)):
        raise ValueError("the report does not say what follows from its facts")
    return report


def not_passed(report: Report, plan: bytes) -> Iterator[Finding]:
    """Name what stands in the way: another verdict than passed, or a report about another plan.

    Args:
        report: The report of the checks.
        plan: The bytes of `plan.json`.
    """
    digest = stored.sha256(plan)
    verdict = report.verdict
    if report.subject != digest:
        yield Finding.of(Code.OTHER_SUBJECT, wanted=digest, given=report.subject)
        verdict = Verdict.NOT_VERIFIED if verdict is Verdict.PASSED else verdict
    if verdict is not Verdict.PASSED:
        yield Finding.of(Code.NOT_PASSED, verdict=verdict.value)
