"""On which answers of the sensors a finding depends, when a program has several runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cobot_lab.findings import Finding
from cobot_lab.program.checks.subject import Check, Subject, Turn


def along_each(check: Check, subject: Subject) -> Iterator[Finding]:
    """Look at each run by itself, and give each remark once for each step.

    A finding says the answers that lead to it: the fewest first turns of the first run that shows it behind which every
    run shows it. One that every run shows depends on no answer.
    """
    shown: dict[int | None, dict[tuple[Turn, ...], Finding]] = {}
    for run, decided in zip(subject.runs, subject.decided, strict=True):
        for finding in check.look(replace(subject, runs=(run,), decided=(decided,))):
            shown.setdefault(finding.step, {}).setdefault(decided, finding)
    for found in shown.values():
        first, finding = next(iter(found.items()))
        turns = next(first[:n] for n in range(len(first) + 1) if _all_behind(subject, first[:n]) <= found.keys())
        yield replace(finding, outcomes=tuple(answer for _, told in turns for answer in told))


def _all_behind(subject: Subject, turns: tuple[Turn, ...]) -> set[tuple[Turn, ...]]:
    return {decided for decided in subject.decided if decided[: len(turns)] == turns}
