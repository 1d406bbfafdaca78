"""How near to each other bodies come along a plan: measured, where `sweep` only asks whether it is too near."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from types import TracebackType

import numpy as np

from cobot_lab.verify.allowance import Allowed, Due, Flags, allowances
from cobot_lab.verify.due import dues
from cobot_lab.verify.spacing import spaced
from cobot_lab.verify.stage import Meeting, Meets, stage_of
from cobot_lab.verify.subject import Subject
from cobot_lab.verify.sweep import meant, wanted_distance

EXACT = 2.5e-4
"""How exactly a small gap is found [m]."""
SHARE = 0.1
"""How exactly a wide one, as a share of itself."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Two bodies and how far apart they are.

    Attributes:
        t: Instant on the plan's timeline [s].
        step: Number of the program's step.
        body: Name of the link or of the carried part; empty when nothing is within reach.
        other: Name of the thing or the part.
        distance: Between their surfaces, negative for an overlap; the reach when nothing is nearer [m].
        wanted: Least distance that has to stay between them there [m].
    """

    t: float
    step: int
    body: str
    other: str
    distance: float
    wanted: float


class Tape:
    """Measures along a plan; use it in a `with` statement.

    Measured are arm, gripper and carried part against table, fixtures and parts, those that may have come unseen among
    them: what the clearance of the cell is about. A link against another link, and zones, have no distance to keep:
    those they may not pass through at all.
    """

    def __init__(self, subject: Subject, reach: float) -> None:
        """Make a tape.

        Args:
            subject: The plan in its cell.
            reach: Distance beyond which nothing is measured [m].
        """
        self._subject, self._reach = subject, reach
        cell, criteria = subject.cell, subject.criteria
        self._due = _dues(subject)
        by_scene = {id(motion.scene): motion for motion in subject.motions}
        self._ways = allowances(
            cell,
            [spaced(cell, scene, by_scene.get(id(scene)), criteria) for scene in subject.story],
            criteria,
        )
        self._open = ExitStack()
        self._stage = self._open.enter_context(stage_of(replace(cell, limits=replace(cell.limits, clearance=reach))))

    def __enter__(self) -> Tape:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, problem, trace)

    def along(self, stride: float) -> Iterator[Gap]:
        """Give the tightest gap at instants between which no surface point goes further than `stride` [m].

        Tightest is where least is left of the distance wanted.
        """
        skip = max(1, int(stride / self._subject.criteria.stride))
        for way in self._ways:
            last = len(way.samples.t) - 1
            for k in sorted({*range(0, last, skip), last}):
                yield self._measure(way, k)

    def tightest(self) -> Gap | None:
        """Give the smallest gap away from work and places, where the whole clearance has to stay.

        It is found to `EXACT` or `SHARE` without measuring everywhere: between two samples a gap changes by twice the
        stride at most (Piyavskii's search, 1972). Nothing when the plan never is away from them.
        """
        pending: list[tuple[float, int, int, int, int]] = []
        best: Gap | None = None
        measured: dict[tuple[int, int], Gap] = {}

        def at(number: int, k: int) -> float:
            nonlocal best
            gap = measured.get((number, k))
            if gap is None:
                gap = measured[number, k] = self._measure(self._ways[number], k)
                if best is None or gap.distance < best.distance:
                    best = gap
            return gap.distance

        def add(number: int, i: int, j: int) -> None:
            change = 2.0 * self._subject.criteria.stride * (j - i)
            low = 0.5 * (at(number, i) + at(number, j) - change)
            if j > i + 1:
                heapq.heappush(pending, (low, len(measured), number, i, j))

        for number, way in enumerate(self._ways):
            for i, j in self._steady(way):
                add(number, i, j)
        while pending and best is not None and pending[0][0] < best.distance - max(EXACT, SHARE * best.distance):
            _, _, number, i, j = heapq.heappop(pending)
            middle = (i + j) // 2
            add(number, i, middle)
            add(number, middle, j)
        return best

    def _measure(self, way: Allowed, k: int) -> Gap:
        samples, scene = way.samples, way.samples.scene
        due = self._due.get(id(scene), ())
        self._stage.arrange((*scene.standing, *((each.part, each.T_WO) for each in due)), scene.carried)
        t, cell = float(samples.t[k]), self._subject.cell
        step = scene.action.step_at(t)
        result = Gap(scene.t + t, step, "", "", self._reach, 0.0 if way.near[k] else cell.limits.clearance)
        for meeting in self._stage.meetings(samples.q[k], float(samples.width[k]), samples.T_WF[k]):
            if meeting.meets in (Meets.SELF, Meets.ZONE) or meant(scene, meeting):
                continue
            if any(each.part == meeting.other and not (each.hand if meeting.hand else each.seat)[k] for each in due):
                continue  # it cannot have come by then
            wanted = self._wanted(way, meeting, near=bool(way.near[k]))
            if meeting.distance - wanted < result.distance - result.wanted:
                result = Gap(scene.t + t, step, meeting.body, meeting.other, meeting.distance, wanted)
        return result

    def _steady(self, way: Allowed) -> Iterator[tuple[int, int]]:
        """Give the runs away from work and places, cut where a part may come: a gap then changes at once."""
        flags = [flag for due in self._due.get(id(way.samples.scene), ()) for flag in (due.seat, due.hand)]
        cuts = sorted({int(k) + 1 for flag in flags for k in np.flatnonzero(np.diff(flag))})
        for i, j in _runs(~way.near):
            inside = [cut for cut in cuts if i < cut <= j]
            yield from zip((i, *inside), (*(cut - 1 for cut in inside), j), strict=True)

    def _wanted(self, way: Allowed, meeting: Meeting, *, near: bool) -> float:
        return wanted_distance(self._subject.cell, meeting, self._subject.criteria, way.bedding, near=near)


def _dues(subject: Subject) -> dict[int, tuple[Due, ...]]:
    """Give the parts that may have come unseen in each scene in which something moves, by the scene's identity.

    For a stretch of a plan with forks they depend on the whole way: on what is known of that.
    """
    if all(arrival.conveyor for arrival in subject.cell.arrivals):
        return {}
    if subject.known is not None:
        return {id(each.samples.scene): each.due for each in subject.known.allowed(subject.story)}
    by_scene = {id(motion.scene): motion for motion in subject.motions}
    taken = [spaced(subject.cell, each, by_scene.get(id(each)), subject.criteria) for each in subject.story]
    ways = [samples for samples in taken if samples is not None]
    found = dues(subject.cell, ways, subject.criteria)
    return {id(samples.scene): due for samples, due in zip(ways, found, strict=True)}


def _runs(flags: Flags) -> Iterator[tuple[int, int]]:
    """Give first and last number of every unbroken run of true flags."""
    edges = np.diff(np.concatenate(([False], flags, [False])).astype(np.int8))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    yield from zip(map(int, starts), map(int, ends), strict=True)
