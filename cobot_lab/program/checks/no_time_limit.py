"""A wait that says for how long only by leaving it open."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Severity
from cobot_lab.program.checks.subject import Check, Subject
from cobot_lab.program.steps import Act

_WAITS = frozenset({"wait_until", "wait_part"})


def look(subject: Subject) -> Iterator[Finding]:
    """Advise to say how long to wait at most; where it is left out, the vocabulary's own limit holds."""
    for step in subject.program.walk():
        if isinstance(step, Act) and step.op in _WAITS and step.arguments[-1] is None:
            yield Finding.of(Code.NO_TIME_LIMIT, severity=Severity.ADVICE, step=step.number)


CHECK = Check("time_limits", look)
