"""From a report to the versions of a program that are worth a check, the most plausible first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.coach.ideas.idea import Idea, Trouble
from cobot_lab.coach.ideas.registry import IDEAS
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report, Span, refusals
from cobot_lab.program.program import Program

_MOST = 12
"""Versions that one idea may propose for one finding."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A version of a program, not yet checked.

    Attributes:
        program: The version.
        ideas: Names of the ideas that made it.
    """

    program: Program
    ideas: tuple[str, ...]


def proposals(original: Program, base: Proposal, report: Report, cell: Cell, task: Task | None) -> tuple[Proposal, ...]:
    """Give the versions that answer the findings on a version.

    Args:
        original: The pupil's program.
        base: What the report is about: the pupil's program, or a version of it.
        report: What was found.
        cell: Where it is to run.
        task: What is asked, or nothing.

    Returns:
        Each version once, in the order of the ideas.
    """
    found = [
        Proposal(program, (*base.ideas, one.name))
        for one, program in _all(base.program, refusals(report.findings), cell, task)
    ]
    apart: dict[bytes, Proposal] = {}
    for proposal in found:
        apart.setdefault(proposal.program.to_bytes(), proposal)
    for known in (original, base.program):
        apart.pop(known.to_bytes(), None)
    return tuple(apart.values())


def _all(
    program: Program, findings: tuple[Finding, ...], cell: Cell, task: Task | None
) -> Iterator[tuple[Idea, Program]]:
    troubles: dict[tuple[Code, int], Trouble] = {}
    for finding in findings:
        step = finding.step or _step_at(program, finding.span)
        troubles.setdefault((finding.code, step), Trouble(program, finding, step, cell, task))
    for one in IDEAS:
        for trouble in troubles.values():
            if trouble.finding.code in one.codes:
                proposed = (version for version in one.propose(trouble) if version is not None)
                yield from ((one, version) for version in islice(proposed, _MOST))


def _step_at(program: Program, span: Span | None) -> int:
    """Give the number of the innermost step that covers a place; 0 for none."""
    if span is None:
        return 0
    here = [step for step in program.walk() if step.span is not None and _covers(step.span, span)]
    return here[-1].number if here else 0


def _covers(outer: Span, inner: Span) -> bool:
    if outer.block is not None or inner.block is not None:
        return outer.block == inner.block
    begins = (outer.line, outer.column) <= (inner.line, inner.column)
    return begins and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
