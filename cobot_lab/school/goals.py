"""Which goals of a lesson a report shows to be reached. What was not checked is never ticked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cobot_lab.cell.task import Task
from cobot_lab.codes import Code
from cobot_lab.findings import Report


@dataclass(frozen=True, slots=True)
class GoalState:
    """A goal and what is known of it.

    Attributes:
        kind: `part` (lies at its place), `sorted`, `within` or `outside` (parts of which a sensor says something lie in
            a thing), `quota` (so many lie in a thing), `beside` (so many side by side), `machined` (the machine worked
            on the part), `lit_` with a case (a lamp is lit when it has to be, see `Lamp`), `rest` (the arm ends at
            rest), `time` (within the slot), `waits` (none too long), `functions` (parts are handled in one's own),
            `blocks` (few enough) or `robust` (passes in enough other cells).
        reached: Yes, no, or nothing when it was not checked.
        part: Name of the part, for a part.
        place: Name of its place, for a part; of the thing, for what is sorted or counted.
        lamp: Name of the lamp.
        limit: Of the time or the waits [s], of the blocks, of the parts counted, or of the cells to pass in.
        answer: What the sensor says of the parts that are sorted, or last before the lamp is to be lit.
        sensor: Name of the sensor whose answer a lamp goes by.
        between: Least and largest value of those that are measured [m].
        total: Of the other cells.
    """

    kind: str
    reached: bool | None
    part: str = ""
    place: str = ""
    limit: float = 0.0
    answer: str | bool = ""
    between: tuple[float, float] = (0.0, 0.0)
    total: int = 0
    lamp: str = ""
    sensor: str = ""


def goals_of(task: Task, report: Report | None = None) -> tuple[GoalState, ...]:
    """Give the goals of a task, with what a report shows of each.

    Args:
        task: What is asked.
        report: Of the program as it is now; nothing when it was not checked.
    """
    seen = report or Report()
    parts = [
        GoalState("part", _lies(seen, goal.part, goal.place), part=goal.part, place=goal.place) for goal in task.goals
    ]
    rest = [GoalState("rest", _holds(seen, ("at_rest",), {Code.NOT_AT_REST}))] if task.at_rest else []
    time = [GoalState("time", _holds(seen, ("duration",), {Code.TOO_LONG}), limit=task.duration_max)]
    few = _holds(seen, ("blocks",), {Code.TOO_MANY_BLOCKS})
    blocks = [GoalState("blocks", few, limit=float(task.blocks_max))] if task.blocks_max else []
    return (
        *parts,
        *_sorted(task, seen),
        *_counted(task, seen),
        *_lamps(task, seen),
        *rest,
        *time,
        *_ways_of_work(task, seen),
        *blocks,
        *_robust(task, seen),
    )


def _sorted(task: Task, report: Report) -> Iterator[GoalState]:
    """Give where each kind of part belongs; one that was never looked at misses every goal of its sensor."""
    checks = ("sorted_parts", "seen_parts", "awaited_parts")
    for rule in task.sorting:
        against = [
            one
            for one in report.findings
            if (one.code in {Code.PART_NOT_SORTED, Code.PART_MEASURED_ELSEWHERE} and one.fact("wanted") == rule.thing)
            or (one.code is Code.PART_NEVER_SEEN and one.fact("sensor") == rule.sensor)
        ]
        reached = False if against else _holds(report, checks, {Code.PART_NOT_AWAITED})
        kind = "sorted" if not rule.measured else "within" if rule.between is not None else "outside"
        between = rule.between or rule.outside or (0.0, 0.0)
        yield GoalState(kind, reached, place=rule.thing, answer=rule.answer, between=between)


def _counted(task: Task, report: Report) -> Iterator[GoalState]:
    for quota in task.quotas:
        checks = ("quota", "side_by_side") if quota.side_by_side else ("quota",)
        reached = _holds(report, checks, {Code.QUOTA_MISSED, Code.LIES_ON_ANOTHER})
        kind = "beside" if quota.side_by_side else "quota"
        yield GoalState(kind, reached, place=quota.thing, limit=float(quota.count))
    for part in task.machined:
        reached = _holds(report, ("machined_parts",), {Code.PART_NOT_MACHINED, Code.MACHINE_EMPTY})
        yield GoalState("machined", reached, part=part)


def _ways_of_work(task: Task, report: Report) -> Iterator[GoalState]:
    if task.wait_max:
        yield GoalState("waits", _holds(report, ("waits",), {Code.WAITS_TOO_LONG}), limit=task.wait_max)
    if task.own_functions:
        yield GoalState("functions", _holds(report, ("own_functions",), {Code.HANDLED_OUTSIDE}))


def _lamps(task: Task, report: Report) -> Iterator[GoalState]:
    """Give when each lamp has to be lit. While one is wrong, whether another is right too is not told."""
    codes = {Code.LAMP_NOT_LIT, Code.LAMP_LIT, Code.LAMP_OUT_AT_WORK}
    for lamp in task.lamps:
        checks = ("lamp_at_work",) if lamp.when == "working" else ("lamps_lit", "lamps_dark")
        wrong = [one.fact("signal") for one in report.findings if one.code in codes]
        reached = False if lamp.signal in wrong else None if wrong else _holds(report, checks, set())
        yield GoalState(f"lit_{lamp.when}", reached, lamp=lamp.signal, sensor=lamp.sensor, answer=lamp.answer)


def _robust(task: Task, report: Report) -> Iterator[GoalState]:
    if task.robust is not None:
        reached = _holds(report, ("robustness",), {Code.TOO_FEW_WORLDS})
        yield GoalState("robust", reached, limit=float(task.robust.passed), total=task.robust.worlds)


def _lies(report: Report, part: str, place: str) -> bool | None:
    missed = [
        one
        for one in report.findings
        if one.code in {Code.PART_NOT_AT_GOAL, Code.PART_TURNED}
        and (one.fact("part"), one.fact("place")) == (part, place)
    ]
    if missed:
        return False
    return True if {"goal", "goal_turn"} <= set(report.run) else None


def _holds(report: Report, checks: tuple[str, ...], against: set[Code]) -> bool | None:
    if any(one.code in against for one in report.findings):
        return False
    return True if set(checks) <= set(report.run) else None
