"""What can be said about somebody's program, cell or bundle, and the verdict that follows.

A *finding* is an expected remark about what a person wrote: it is collected, never raised, and holds a code
and facts, no sentence. A *report* holds which checks ran, which did not and what they found; its verdict is
derived from these facts each time it is asked, never stored. An *exception* means that the system itself could
not do its work.

Nothing of cobot_lab is imported here except the closed list of codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from cobot_lab.codes import Code

Fact = str | int | float | bool


class CobotLabError(Exception):
    """The system cannot do its work: the root of every exception raised by cobot_lab on purpose."""


class Severity(Enum):
    """How much a finding weighs."""

    REFUSAL = "refusal"
    """The program cannot be approved as it is."""
    ADVICE = "advice"
    """Worth knowing; does not stand in the way of an approval."""


class Verdict(Enum):
    """What a report says as a whole. Not checked is never passed."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    NOT_VERIFIED = "NOT_VERIFIED"


@dataclass(frozen=True, slots=True)
class Span:
    """Where something was written: a range of text, or a block.

    Attributes:
        line: First line, counted from 1.
        column: First column of that line in characters, counted from 0.
        end_line: Last line, counted from 1.
        end_column: Column just behind the last character.
        block: Identifier of the block, for programs written in blocks.
    """

    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    block: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form; a block's span has no line."""
        if self.block is not None:
            return {"block": self.block}
        return {"line": self.line, "column": self.column, "end_line": self.end_line, "end_column": self.end_column}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Span:
        """Read the JSON form back."""
        return cls(**document)


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark: what (code and facts), where (step and span), when (instant).

    Attributes:
        code: From the closed list in `cobot_lab.codes`.
        severity: Whether it stands in the way of an approval.
        step: Number of the program's step, counted from 1, when it concerns one.
        span: Where that step is written; known only to whoever holds the program.
        t: Instant on the plan's timeline [s].
        facts: Name and value pairs in SI units, sorted by name. Sentences are made from them elsewhere.
        outcomes: Sensor and answer of what was read on the way to it, in order; empty when it does not depend on that.
    """

    code: Code
    severity: Severity = Severity.REFUSAL
    step: int | None = None
    span: Span | None = None
    t: float | None = None
    facts: tuple[tuple[str, Fact], ...] = ()
    outcomes: tuple[tuple[str, Fact], ...] = ()

    @classmethod
    def of(
        cls,
        code: Code,
        *,
        severity: Severity = Severity.REFUSAL,
        step: int | None = None,
        span: Span | None = None,
        t: float | None = None,
        **facts: Fact,
    ) -> Finding:
        """Make a finding from keyword facts.

        Raises:
            TypeError: The facts are not those that the code announces: a bug in the caller.

        >>> Finding.of(Code.NAME_NEVER_SET, step=3, name="n").fact("name")
        'n'
        """
        if set(facts) != set(code.facts):
            raise TypeError(f"{code.value} has the facts {code.facts}, not {tuple(facts)}")
        return cls(code, severity, step, span, t, tuple(sorted(facts.items())))

    def fact(self, name: str) -> Fact:
        """Give one fact by name.

        Raises:
            KeyError: The finding holds no such fact.
        """
        return dict(self.facts)[name]

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form; what is not known is left out."""
        document: dict[str, Any] = {"code": self.code.value, "severity": self.severity.value, "facts": dict(self.facts)}
        if self.step is not None:
            document["step"] = self.step
        if self.span is not None:
            document["span"] = self.span.to_dict()
        if self.t is not None:
            document["t"] = self.t
        if self.outcomes:
            document["outcomes"] = [list(outcome) for outcome in self.outcomes]
        return document

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Finding:
        """Read the JSON form back."""
        span = document.get("span")
        return cls(
            Code(document["code"]),
            Severity(document["severity"]),
            document.get("step"),
            None if span is None else Span.from_dict(span),
            document.get("t"),
            tuple(sorted(document["facts"].items())),
            tuple((sensor, answer) for sensor, answer in document.get("outcomes", ())),
        )


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a plan with forks the physics played.

    Attributes:
        ways: Ways through the plan, each of which was judged.
        stretches: Stretches between forks, over all ways.
        played: Those of them that were played; the others came to the same state as one of these.
    """

    ways: int
    stretches: int
    played: int

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {"ways": self.ways, "stretches": self.stretches, "played": self.played}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Coverage:
        """Read the JSON form back."""
        return cls(int(document["ways"]), int(document["stretches"]), int(document["played"]))


@dataclass(frozen=True, slots=True)
class Report:
    """Facts about a subject: the checks that ran, those that did not, and what they found.

    Attributes:
        subject: SHA-256 of what was looked at, in hexadecimal; empty when it could not be built.
        run: Names of the checks that ran to their end.
        not_run: Names of the checks that were due and did not run.
        findings: In the order of the program, then of time.
        coverage: How much of a plan with forks was played; nothing for other plans, and when nothing was.
    """

    subject: str = ""
    run: tuple[str, ...] = ()
    not_run: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    coverage: Coverage | None = None

    @property
    def verdict(self) -> Verdict:
        """PASSED only when checks ran, none is missing and none refused.

        >>> Report(run=("reachability",), not_run=("grasp",)).verdict
        <Verdict.NOT_VERIFIED: 'NOT_VERIFIED'>
        >>> Report().verdict
        <Verdict.NOT_VERIFIED: 'NOT_VERIFIED'>
        """
        if any(finding.severity is Severity.REFUSAL for finding in self.findings):
            return Verdict.FAILED
        if self.not_run or not self.run:
            return Verdict.NOT_VERIFIED
        return Verdict.PASSED

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes found, in order, repeats kept."""
        return tuple(finding.code.value for finding in self.findings)

    def joined(self, later: Report) -> Report:
        """Add the report of a later stage; the later subject stands when it has one.

        A check that is missing in one stage and ran in the other counts as run.
        """
        run = self.run + tuple(name for name in later.run if name not in self.run)
        not_run = dict.fromkeys(name for name in self.not_run + later.not_run if name not in run)
        findings, coverage = self.findings + later.findings, later.coverage or self.coverage
        return Report(later.subject or self.subject, run, tuple(not_run), findings, coverage)

    def placed(self, place: Callable[[int], Span | None]) -> Report:
        """Give each finding that names a step its span.

        Args:
            place: From a step's number to where it is written.
        """

        def located(finding: Finding) -> Finding:
            if finding.span is not None or finding.step is None:
                return finding
            return replace(finding, span=place(finding.step))

        return replace(self, findings=tuple(map(located, self.findings)))

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form. The verdict is written for readers of the file and never read back."""
        document: dict[str, Any] = {
            "schema": "cobot_lab/report/1",
            "subject": self.subject,
            "verdict": self.verdict.value,
            "run": list(self.run),
            "not_run": list(self.not_run),
            "findings": [finding.to_dict() for finding in self.findings],
        }
        if self.coverage is not None:
            document["coverage"] = self.coverage.to_dict()
        return document

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Report:
        """Read the JSON form back; the verdict is derived anew."""
        coverage = document.get("coverage")
        return cls(
            document["subject"],
            tuple(document["run"]),
            tuple(document["not_run"]),
            tuple(map(Finding.from_dict, document["findings"])),
            None if coverage is None else Coverage.from_dict(coverage),
        )


def refusals(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep the findings that stand in the way of an approval."""
    return tuple(finding for finding in findings if finding.severity is Severity.REFUSAL)
