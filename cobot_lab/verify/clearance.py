"""How near to each other bodies come along a plan: measured, where `sweep` only asks whether it is too near."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from cobot_lab.verify.allowance import Allowed, Flags, allowances
from cobot_lab.verify.spacing import spaced
from cobot_lab.verify.stage import Meeting, Meets, Stage
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

    Measured are arm, gripper and carried part against table, fixtures and parts: what the clearance of the cell is
    about. A link against another link, and zones, have no distance to keep: those they may not pass through at all.
    """

    def __init__(self, subject: Subject, reach: float) -> None:
        """Make a tape.

        Args:
            subject: The plan in its cell.
            reach: Distance beyond which nothing is measured [m].
        """
        self._subject, self._reach = subject, reach
        cell, criteria = subject.cell, subject.criteria
        by_scene = {id(motion.scene): motion for motion in subject.motions}
        self._ways = allowances(
            cell,
            [spaced(cell, scene, by_scene.get(id(scene)), criteria) for scene in subject.story],
            criteria,
        )
        self._stage = Stage(replace(cell, limits=replace(cell.limits, clearance=reach)))

    def __enter__(self) -> Tape:
        return self

    def __exit__(self, *problem: object) -> None:
        self._stage.__exit__(None, None, None)

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
            for i, j in _runs(~way.near):
                add(number, i, j)
        while pending and best is not None and pending[0][0] < best.distance - max(EXACT, SHARE * best.distance):
            _, _, number, i, j = heapq.heappop(pending)
            middle = (i + j) // 2
            add(number, i, middle)
            add(number, middle, j)
        return best

    def _measure(self, way: Allowed, k: int) -> Gap:
        samples, scene = way.samples, way.samples.scene
        self._stage.arrange(scene.standing, scene.carried)
        t, cell = float(samples.t[k]), self._subject.cell
        step = scene.action.step_at(t)
        result = Gap(scene.t + t, step, "", "", self._reach, 0.0 if way.near[k] else cell.limits.clearance)
        for meeting in self._stage.meetings(samples.q[k], float(samples.width[k]), samples.T_WF[k]):
            if meeting.meets in (Meets.SELF, Meets.ZONE) or meant(scene, meeting):
                continue
            wanted = self._wanted(way, meeting, near=bool(way.near[k]))
            if meeting.distance - wanted < result.distance - result.wanted:
                result = Gap(scene.t + t, step, meeting.body, meeting.other, meeting.distance, wanted)
        return result

    def _wanted(self, way: Allowed, meeting: Meeting, *, near: bool) -> float:
        return wanted_distance(self._subject.cell, meeting, self._subject.criteria, way.bedding, near=near)


def _runs(flags: Flags) -> Iterator[tuple[int, int]]:
    """Give first and last number of every unbroken run of true flags."""
    edges = np.diff(np.concatenate(([False], flags, [False])).astype(np.int8))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1) - 1
    yield from zip(map(int, starts), map(int, ends), strict=True)
