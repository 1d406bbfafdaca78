"""Findings and reports: facts are held, the verdict is derived."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report, Severity, Span, Verdict, refusals

REFUSAL = Finding.of(Code.NOT_AT_REST, step=2, t=1.5, distance=0.5)
ADVICE = Finding.of(Code.NOT_AT_REST, severity=Severity.ADVICE, distance=0.5)


@pytest.mark.parametrize(
    ("report", "verdict"),
    [
        (Report(run=("a",)), Verdict.PASSED),
        (Report(run=("a",), findings=(ADVICE,)), Verdict.PASSED),
        (Report(run=("a",), findings=(REFUSAL,)), Verdict.FAILED),
        (Report(run=("a",), not_run=("b",), findings=(REFUSAL,)), Verdict.FAILED),
        (Report(run=("a",), not_run=("b",)), Verdict.NOT_VERIFIED),
        (Report(not_run=("b",)), Verdict.NOT_VERIFIED),
        (Report(), Verdict.NOT_VERIFIED),
    ],
)
def test_not_checked_is_never_passed(report: Report, verdict: Verdict) -> None:
    assert report.verdict is verdict


def test_a_verdict_cannot_be_written() -> None:
    told = Report(run=("a",), findings=(REFUSAL,)).to_dict() | {"verdict": "PASSED"}
    assert Report.from_dict(told).verdict is Verdict.FAILED


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_joining_never_loses_a_missing_check(run: list[str], due: list[str], later: list[str]) -> None:
    joined = Report(run=tuple(run), not_run=tuple(due)).joined(Report(run=tuple(later)))
    assert set(joined.run) == set(run) | set(later)
    assert set(joined.not_run) == set(due) - set(joined.run)


def test_joining_keeps_all_findings_and_the_later_subject() -> None:
    joined = Report("old", ("a",), (), (REFUSAL,)).joined(Report("new", ("b",), (), (ADVICE,)))
    assert (joined.subject, joined.findings) == ("new", (REFUSAL, ADVICE))
    assert joined.joined(Report()).subject == "new"


def test_a_report_is_stored_and_read_back() -> None:
    placed = Report("s", ("a",), ("b",), (REFUSAL, ADVICE)).placed(lambda step: Span(step, 0, step, 4))
    assert placed.findings[0].span == Span(2, 0, 2, 4)
    assert placed.findings[1].span is None
    assert Report.from_dict(placed.to_dict()) == placed
    assert pickle.loads(pickle.dumps(placed)) == placed


def test_a_block_has_no_line() -> None:
    span = Span(block="x7")
    assert span.to_dict() == {"block": "x7"}
    assert Span.from_dict(span.to_dict()) == span


def test_only_refusals_stand_in_the_way() -> None:
    assert refusals((ADVICE, REFUSAL)) == (REFUSAL,)
