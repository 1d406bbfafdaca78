"""A loop, a choice or a function with nothing in it."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Severity
from cobot_lab.program import steps as s
from cobot_lab.program.checks.endless import endless
from cobot_lab.program.checks.subject import Check, Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Advise where a body holds nothing but comments; an endless loop is refused as that, and not said twice."""
    for step in subject.program.walk():
        if not isinstance(step, s.Repeat | s.Count | s.While | s.Case | s.Define):
            continue
        if isinstance(step, s.While) and endless(step, subject.program):
            continue
        if all(isinstance(inner, s.Comment | s.Blank) for inner in step.body):
            yield Finding.of(Code.EMPTY_BODY, severity=Severity.ADVICE, step=step.number)


CHECK = Check("empty_bodies", look)
