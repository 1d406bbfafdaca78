"""A planted fault, and how one is judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from trial.work import Work

from cobot_lab.cell.cell import Cell
from cobot_lab.findings import Report, refusals
from cobot_lab.language.reader import read
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.program.program import Program
from cobot_lab.verify.checker import check
from cobot_lab.verify.source import check_source

Spoil = Callable[[Plan, Cell], tuple[Plan, Cell]]


class Harmless(Exception):  # noqa: N818 - not a trouble: a mutation that turned out to be none
    """By the independent criterion this mutation is no fault; another one is drawn."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault.

    Attributes:
        kind: Its class.
        seed: Draws it again, with the class.
        work: What is judged.
        lines: Lines of the program that may rightly be named, from 1.
        codes: Codes that may rightly answer.
        why: The independent criterion, with its numbers.
        spoil: For faults of a plan or of a cell that the plan was not made for: what is done to them after planning.
    """

    kind: str
    seed: int
    work: Work
    lines: frozenset[int]
    codes: frozenset[str]
    why: str
    spoil: Spoil | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a planted fault.

    Attributes:
        name: Class and seed.
        caught: Whether one of the right codes refused it.
        placed: Whether a refusal with one of the right codes names one of the right lines.
        first: Whether the very first refusal does.
        told: Codes and lines of the refusals.
        why: The criterion.
    """

    name: str
    caught: bool
    placed: bool
    first: bool
    told: tuple[tuple[str, int | None], ...]
    why: str


def planned(work: Work) -> tuple[Program, Plan]:
    """The plan of a job that can be planned."""
    program, report = read(work.source.encode())
    assert program is not None, report
    result, report = plan(program, work.cell)
    if result is None:
        raise Harmless(f"cannot be planned: {report.codes}")
    return program, result


def report_of(fault: Planted) -> Report:
    """The whole way to the verdict."""
    work = fault.work
    if fault.spoil is None:
        return check_source(work.source.encode(), work.cell, work.task).report
    program, made = planned(work)
    spoilt, cell = fault.spoil(made, work.cell)
    return check(spoilt, cell, work.task)[1].placed(program.span_of)


def judge(fault: Planted, report: Report | None = None) -> Judged:
    """Say whether a verdict answers a fault."""
    refused = refusals((report or report_of(fault)).findings)
    told = tuple((one.code.value, None if one.span is None else one.span.line) for one in refused)
    right = [code in fault.codes for code, _ in told]
    placed = [code in fault.codes and line in fault.lines for code, line in told]
    return Judged(f"{fault.kind}:{fault.seed}", any(right), any(placed), placed[:1] == [True], told, fault.why)


def generator(kind: str, seed: int) -> np.random.Generator:
    """Random numbers of one fault: equal for equal class and seed, on every machine."""
    return np.random.default_rng([seed, *kind.encode()])
