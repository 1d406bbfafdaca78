"""The campaign: plants faults, checks clean programs, and says how often the verdict was right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TypeVar

import numpy as np
from trial.cell_faults import CELL_FAULTS
from trial.plan_faults import PLAN_FAULTS
from trial.planted import Harmless, Judged, Planted, generator, judge
from trial.program_faults import PROGRAM_FAULTS
from trial.sorting_faults import SORTING_FAULTS
from trial.waiting_faults import WAITING_FAULTS
from trial.work import varied

from cobot_lab.findings import Verdict, refusals
from cobot_lab.verify.source import check_source

FAULTS = {**PROGRAM_FAULTS, **CELL_FAULTS, **PLAN_FAULTS, **SORTING_FAULTS, **WAITING_FAULTS}
"""Every class of faults by name."""
CLEAN = "clean"
Job, Result = TypeVar("Job"), TypeVar("Result")
TRIES = 60
"""Mutations drawn for one fault, at most: those that turn out harmless are drawn again."""


@dataclass(frozen=True, slots=True)
class Clean:
    """What became of a clean program: the refusals are false alarms."""

    name: str
    passed: bool
    told: tuple[tuple[str, int | None], ...]


def plant(kind: str, seed: int) -> tuple[Planted, int]:
    """Draw a fault of a class; the seed of the first mutation that truly is one, and how many were harmless."""
    for harmless, tried in enumerate(range(seed * TRIES, seed * TRIES + TRIES)):
        try:
            return FAULTS[kind](generator(kind, tried), tried), harmless
        except Harmless:  # noqa: PERF203 - drawn one by one
            continue
    raise AssertionError(f"{kind}:{seed}: none of {TRIES} mutations is a fault")


def replay(name: str) -> Planted:
    """Plant a fault again from the name that a report gave it: class and seed."""
    kind, seed = name.split(":")
    return FAULTS[kind](generator(kind, int(seed)), int(seed))


def _fault(job: tuple[str, int]) -> tuple[Judged, int]:
    planted, harmless = plant(*job)
    return judge(planted), harmless


def clean(seed: int) -> Clean:
    """Check one clean program."""
    job = varied(np.random.default_rng([seed, 7]))
    report = check_source(job.source.encode(), job.cell, job.task).report
    told = tuple((one.code.value, None if one.span is None else one.span.line) for one in refusals(report.findings))
    return Clean(f"{CLEAN}:{seed}", report.verdict is Verdict.PASSED, told)


def faults(count: int, jobs: int, seed: int = 0, only: Sequence[str] = ()) -> Iterator[tuple[Judged, int]]:
    """Plant faults, as evenly over the classes, or over some of them, as it goes; give each as soon as it is judged."""
    kinds = sorted(only or FAULTS)
    wanted = [(kinds[n % len(kinds)], seed + n // len(kinds)) for n in range(count)]
    yield from _spread(_fault, wanted, jobs)


def cleans(count: int, jobs: int, seed: int = 0) -> Iterator[Clean]:
    """Check clean programs; give each as soon as it is judged."""
    yield from _spread(clean, range(seed, seed + count), jobs)


def _spread(function: Callable[[Job], Result], given: Iterable[Job], jobs: int) -> Iterator[Result]:
    if jobs == 1:
        yield from map(function, given)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(function, given)
