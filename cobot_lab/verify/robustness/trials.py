"""n of N: a plan in seeded worlds within the cell's tolerances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from cobot_lab import stored
from cobot_lab.cell.cell import Cell, Tolerances
from cobot_lab.cell.task import Task, Trials
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Span
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.robustness.changes import Change, Changes
from cobot_lab.verify.robustness.crew import judge_all
from cobot_lab.verify.robustness.draw import draw

SCHEMA = "cobot_lab/robustness/1"
DRAWN = 0.1
"""Share of the progress for drawing the worlds."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A world in which the plan does not pass.

    Attributes:
        seed: Of all worlds.
        world: Its number, from 1; with the seed it says which world it is.
        changes: What differs in it.
        finding: The first thing found, in time.
    """

    seed: int
    world: int
    changes: Changes
    finding: Finding

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {
            "seed": self.seed,
            "world": self.world,
            "changes": [change.to_dict() for change in self.changes],
            "finding": self.finding.to_dict(),
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Failure:
        """Read the JSON form back."""
        changes = tuple(map(Change.from_dict, document["changes"]))
        return cls(document["seed"], document["world"], changes, Finding.from_dict(document["finding"]))


@dataclass(frozen=True, slots=True)
class Robustness:
    """In how many worlds a plan passes.

    Attributes:
        passed: In how many.
        total: Of how many that were played.
        failures: The others, in the order of their numbers.
        seed: That they were drawn from.
        tolerances: That they lie within.
    """

    passed: int
    total: int
    failures: tuple[Failure, ...]
    seed: int
    tolerances: Tolerances

    def placed(self, place: Callable[[int], Span | None]) -> Robustness:
        """Give each finding the span of its step.

        Args:
            place: From a step's number to where it is written.
        """

        def located(found: Finding) -> Finding:
            return found if found.step is None else replace(found, span=place(found.step))

        return replace(self, failures=tuple(replace(each, finding=located(each.finding)) for each in self.failures))

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {
            "schema": SCHEMA,
            "passed": self.passed,
            "total": self.total,
            "seed": self.seed,
            "tolerances": asdict(self.tolerances),
            "failures": [failure.to_dict() for failure in self.failures],
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Robustness:
        """Read the JSON form back.

        Raises:
            StoredFormError: It is not one.
        """
        if document.get("schema") != SCHEMA:
            raise stored.StoredFormError("robustness", str(document.get("schema")), SCHEMA)
        return cls(
            document["passed"],
            document["total"],
            tuple(map(Failure.from_dict, document["failures"])),
            document["seed"],
            Tolerances(**document["tolerances"]),
        )


def robustness(
    plan: Plan,
    cell: Cell,
    task: Task | None = None,
    *,
    worlds: int = 50,
    seed: int = 1,
    progress: Callable[[float], None] | None = None,
    processes: int | None = None,
    wanted: int | None = None,
) -> Robustness:
    """Play a plan in worlds 1 to N of a seed.

    Args:
        plan: Made for the cell as described, and passed there.
        cell: As described, with the tolerances.
        task: What it has to achieve; without one it is judged for soundness alone.
        worlds: How many.
        seed: What they are drawn from: world k of a seed is the same however many there are.
        progress: Told the fraction done.
        processes: How many may work; all cores by default. The answer is the same.
        wanted: In how many it has to pass: the rest is left once that can no longer be. All are played by default.

    Raises:
        WorldError: The cell's tolerances leave no world that can be.
        CompanionError: A process ended before its time.
    """
    tell = progress or _silent
    drawn = []
    for world in range(1, worlds + 1):
        drawn.append(draw(cell, seed, world))
        tell(DRAWN * world / worlds)
    spare = None if wanted is None else worlds - wanted
    found = judge_all(plan, cell, task, drawn, lambda done: tell(DRAWN + (1.0 - DRAWN) * done), processes, spare)
    failures = tuple(
        Failure(seed, world, changes, finding)
        for world, (changes, finding) in enumerate(zip(drawn, found, strict=False), 1)
        if finding is not None
    )
    return Robustness(len(found) - len(failures), len(found), failures, seed, cell.tolerances)


def shortfall(wanted: Trials, shown: Robustness) -> Iterator[Finding]:
    """Refuse a plan that passes in fewer worlds than the task asks.

    Facts: passed, total, wanted, worlds, mishap, times.

    It stands at the step and the instant of what happens first in most of the worlds that fail: `mishap` is its code,
    `times` in how many of them.
    """
    if shown.passed >= wanted.passed:
        return
    kinds = Counter((each.finding.code, each.finding.step) for each in shown.failures)
    (code, step), times = kinds.most_common(1)[0]
    found = next(each.finding for each in shown.failures if (each.finding.code, each.finding.step) == (code, step))
    yield Finding.of(
        Code.TOO_FEW_WORLDS,
        step=step,
        t=found.t,
        passed=shown.passed,
        total=shown.total,
        wanted=wanted.passed,
        worlds=wanted.worlds,
        mishap=code.value,
        times=times,
    )


def _silent(_fraction: float) -> None:
    return
