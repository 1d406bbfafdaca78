"""Every accident along the plan: bodies that come nearer to each other than they may.

Samples are spaced by displacement: no surface point goes further than `criteria.stride` from one to the next, so no
approach deeper than half of it stays unseen. An accident lasts until all bodies are clear again; what else is touched
meanwhile belongs to it and is not told twice.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.doings import QUIET, Doings
from cobot_lab.cell.shape import Pose
from cobot_lab.motion.actions import Grip
from cobot_lab.verify.allowance import Allowed, Flags
from cobot_lab.verify.criteria import Criteria
from cobot_lab.verify.known import Known
from cobot_lab.verify.stage import Meeting, Meets
from cobot_lab.verify.story import Scene


@dataclass(frozen=True, slots=True)
class Accident:
    """The first pair that comes too near, once for each accident.

    Attributes:
        meets: Who meets whom.
        step: Number of the program's step.
        t: Instant on the plan's timeline [s].
        body: Name of the link or the carried part.
        other: Name of the thing, part, link or zone.
        depth: Deepest overlap of this pair during the accident, 0 when they only come too near [m].
        doings: What the cell did by itself when it began.
        due: Whether the other is a part that may have come without anybody having seen it.
    """

    meets: Meets
    step: int
    t: float
    body: str
    other: str
    depth: float
    doings: Doings = QUIET
    due: bool = False


def sweep(
    cell: Cell,
    story: tuple[Scene, ...],
    criteria: Criteria,
    known: Known | None = None,
) -> tuple[Accident, ...]:
    """Give every accident of a plan, in the order of time.

    Args:
        cell: The cell.
        story: What is held when.
        criteria: Tolerances of judging.
        known: What was computed of it, or of the whole plan with forks that it belongs to.
    """
    bodies, zones = _Log(), _Log()
    with ExitStack() as stack:
        if known is None:
            known = stack.enter_context(Known(cell, (story,), criteria))
        allowed = tuple(known.allowed(story))
        like = [known.likeness(each) for each in allowed]
        unseen = [each for each, own in zip(allowed, like, strict=True) if not known.is_clean(own)]
        suspects = iter(known.suspects([(each.samples, _standing(each)) for each in unseen]))
        looked = {id(each): next(suspects) for each in unseen}
        for each, own in zip(allowed, like, strict=True):
            scene = each.samples.scene
            if id(each) not in looked or known.is_clean(own):
                _enter((bodies, zones), scene, scene.t, [])
                continue
            before = len(bodies.accidents), len(zones.accidents)
            under_way = bodies.open or zones.open
            _look(cell, known, each, criteria, looked[id(each)], (bodies, zones))
            clean = before == (len(bodies.accidents), len(zones.accidents))
            if clean and not (under_way or bodies.open or zones.open):
                known.note_clean(own)
    return tuple(sorted(bodies.accidents + zones.accidents, key=lambda accident: accident.t))


def _look(
    cell: Cell, known: Known, allowed: Allowed, criteria: Criteria, suspect: Flags, logs: tuple[_Log, _Log]
) -> None:
    """Look at one scene. Who was stopped in a zone that may be closed since has to leave it, and may not come back."""
    (bodies, _), samples, scene = logs, allowed.samples, allowed.samples.scene
    entered = {zone.name for zone in cell.zones if scene.doings.open(zone)}
    unsure = set(scene.doings.unsure)
    bodies.due = frozenset(due.part for due in allowed.due)
    if suspect.any():
        known.stage.arrange(_standing(allowed), scene.carried)
    seen = -1
    for k in map(int, np.flatnonzero(suspect)):
        if k > seen + 1:  # all is far apart in between
            unsure.clear()
            _enter(logs, scene, scene.t, [])
        seen = k
        found = known.stage.meetings(samples.q[k], float(samples.width[k]), samples.T_WF[k])
        unsure &= {meeting.other for meeting in found if meeting.distance < 0.0}
        wrong = [
            meeting
            for meeting in found
            if not (meant(scene, meeting) or _not_yet(allowed, meeting, k))
            and not (meeting.meets is Meets.ZONE and meeting.other in entered | unsure)
            and not meeting.distance
            >= wanted_distance(cell, meeting, criteria, allowed.bedding, near=bool(allowed.near[k]))
        ]
        _enter(logs, scene, scene.t + float(samples.t[k]), wrong)
    if seen + 1 < len(suspect):
        _enter(logs, scene, scene.t, [])


def _standing(allowed: Allowed) -> tuple[tuple[str, Pose], ...]:
    """Give the parts that stand about in a scene, and those that may have come."""
    return (*allowed.samples.scene.standing, *((due.part, due.T_WO) for due in allowed.due))


def _enter(logs: tuple[_Log, _Log], scene: Scene, t: float, wrong: list[Meeting]) -> None:
    bodies, zones = logs
    bodies.enter(scene, t, [meeting for meeting in wrong if meeting.meets is not Meets.ZONE])
    zones.enter(scene, t, [meeting for meeting in wrong if meeting.meets is Meets.ZONE])


class _Log:
    """Accidents of one kind, the open one last; and which parts may have come in the scene that is looked at."""

    def __init__(self) -> None:
        self.accidents: list[Accident] = []
        self.open = False
        self.due: frozenset[str] = frozenset()

    def enter(self, scene: Scene, t: float, wrong: list[Meeting]) -> None:
        if wrong and not self.open:
            worst = min(wrong, key=lambda meeting: meeting.distance)
            step = scene.action.step_at(t - scene.t)
            due = worst.other in self.due
            self.accidents.append(Accident(worst.meets, step, t, worst.body, worst.other, 0.0, scene.doings, due))
        self.open = bool(wrong)
        for meeting in wrong:
            last = self.accidents[-1]
            if (meeting.body, meeting.other) == (last.body, last.other) and -meeting.distance > last.depth:
                self.accidents[-1] = replace(last, depth=-meeting.distance)


def _not_yet(allowed: Allowed, meeting: Meeting, k: int) -> bool:
    """Tell whether a meeting at a sample is with a part that cannot have come by then."""
    due = next((each for each in allowed.due if each.part == meeting.other), None)
    return due is not None and not (due.hand if meeting.hand else due.seat)[k]


def meant(scene: Scene, meeting: Meeting) -> bool:
    """Tell whether fingers may touch: while they close on a part or let it go."""
    if not (isinstance(scene.action, Grip) and meeting.hand):
        return False
    return meeting.meets is Meets.PART and meeting.other == scene.closes_on


def wanted_distance(cell: Cell, meeting: Meeting, criteria: Criteria, bedding: float, *, near: bool) -> float:
    """Give the distance that has to stay between two bodies [m]."""
    if meeting.meets in (Meets.SELF, Meets.ZONE):
        return 0.0
    if not near:
        return cell.limits.clearance
    if meeting.meets is Meets.CARRIED:
        return -criteria.exactness - (bedding if meeting.under else 0.0)
    if not meeting.hand:
        return cell.limits.clearance
    return cell.tolerances.size if meeting.meets is Meets.PART else 0.0  # a part may be that much larger on each side
