"""The margins of a whole plan, whichever way it goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.chapter import Chapter, chapters, ways
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.known import Known, form
from cobot_lab.verify.margins import Margin, margins, merged
from cobot_lab.verify.story import Scene
from cobot_lab.verify.subject import Subject

MOST = 40
"""Stretches that look different, beyond which clearances are not measured: that takes a tenth of a second for each."""
_DECIMALS = 6
"""Poses that agree to this many decimals are one [m, and of a rotation matrix]."""


def margins_of(plan: Plan, cell: Cell, task: Task | None = None) -> tuple[Margin, ...]:
    """Measure what a plan leaves, the worst of each measure over all its ways.

    Args:
        plan: The plan, with forks or without.
        cell: Its cell.
        task: What it has to achieve.

    Returns:
        One margin for each measure, as `margins` gives them; its instant is on the first way that has it. Without the
        clearance when more than `MOST` stretches of the plan look different.
    """
    if plan.fork is None:
        return margins(Subject(plan, cell, task))
    root = chapters(plan, cell)
    found = []
    with Known(cell, (scenes for _, scenes in ways(root)), CRITERIA) as known:
        stretches = tuple(_differing(cell, root, known))
        for scenes in stretches:
            t = scenes[0].t
            told = tuple(known.begun_at(scene, t) for scene in scenes)
            actions = tuple(scene.action for scene in scenes)
            way = replace(plan, actions=actions, fork=None, q_start=scenes[0].q)
            left = margins(Subject(way, cell, task, told=told, known=known), clearance=len(stretches) <= MOST)
            found.append(tuple(replace(margin, t=margin.t + t) for margin in left))
    return merged(tuple(found))


def _differing(cell: Cell, root: Chapter, known: Known) -> Iterator[tuple[Scene, ...]]:
    """Give every stretch between two forks, once for all that look alike."""
    shapes = {part.name: form(part) for part in cell.parts}
    seen: set[tuple[object, ...]] = set()
    for scenes in _stretches(root, ()):
        first = scenes[0]
        standing = sorted((shapes[name], np.round(T, _DECIMALS).tobytes()) for name, T in first.standing)
        carried = () if first.carried is None else (shapes[first.carried.part],)
        key = (*(id(scene.action) for scene in scenes), *standing, *carried, *_due(known, scenes, shapes))
        if key not in seen:
            seen.add(key)
            yield scenes


def _due(known: Known, scenes: tuple[Scene, ...], shapes: Mapping[str, bytes]) -> Iterator[object]:
    """Tell what may come unseen meanwhile: of two stretches that look alike one may be behind the last part."""
    for number, each in enumerate(known.allowed(scenes)):
        for due in each.due:
            yield number, shapes[due.part], due.T_WO.tobytes(), due.seat.tobytes(), due.hand.tobytes()


def _stretches(chapter: Chapter, before: tuple[Scene, ...]) -> Iterator[tuple[Scene, ...]]:
    """Give each chapter's scenes, from the closing on whose part it still carries."""
    if chapter.scenes:
        begun = len(before)
        if chapter.scenes[0].carried is not None:
            begun = max((i for i, scene in enumerate(before) if scene.closes_on), default=begun)
        yield (*before[begun:], *chapter.scenes)
    for child in chapter.children:
        yield from _stretches(child, (*before, *chapter.scenes))
