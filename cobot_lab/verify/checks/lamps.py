"""When a lamp has to be lit at the end of a way, as far as is known there, and which step is to be named."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.cell.task import Lamp, Task
from cobot_lab.findings import CobotLabError
from cobot_lab.motion.actions import Output, Read
from cobot_lab.verify.kinds import lies_in
from cobot_lab.verify.story import Scene, after
from cobot_lab.verify.subject import Subject

UNCLEAR = ("duration", "zone_not_yet_open", "awaited_parts", "machine_fed", "machined_parts", "machine_awaited")
"""Checks after whose refusal it is not clear how the way ends: it goes on whatever was seen, or ends too early."""


class LampError(CobotLabError):
    """A task asks for a lamp that its cell does not have."""

    def __init__(self, task: str, name: str, kind: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"task {task}: {name!r} is no {kind} of the cell; expected one of {', '.join(known) or 'none'}"
        )


def lamps_of(subject: Subject) -> Iterator[Lamp]:
    """Give the lamps that the task asks for.

    Raises:
        LampError: The cell has no such lamp, or no such sensor.
    """
    if subject.task is None:
        return
    lamps = tuple(signal.name for signal in subject.cell.signals if signal.kind == "lamp")
    sensors = tuple(sensor.name for sensor in subject.cell.sensors)
    for lamp in subject.task.lamps:
        if lamp.signal not in lamps:
            raise LampError(subject.task.name, lamp.signal, "lamp", lamps)
        if lamp.when == "said" and lamp.sensor not in sensors:
            raise LampError(subject.task.name, lamp.sensor, "sensor", sensors)
        yield lamp


def last_set(subject: Subject, signal: str) -> tuple[Scene, bool] | None:
    """Give the scene in which a signal was set last, and whether that leaves it on; nothing when it never was."""
    for scene in reversed(subject.story):
        action = scene.action
        if isinstance(action, Output) and action.name == signal:
            return scene, action.value > 0.0 and not action.time > 0.0
    return None


def cases(subject: Subject, lamp: Lamp) -> frozenset[bool]:
    """Give whether it is the case at the end of a way that a lamp has to be lit for.

    Returns:
        Both, when the way does not tell: a sensor's last answer was not looked at. None, when parts are not where they
        are asked for although they could be, which other checks refuse.
    """
    assert subject.task is not None
    if lamp.when in ("always", "never"):
        return frozenset({lamp.when == "always"})
    if lamp.when == "said":
        read = _last_read(subject, lamp.sensor)
        said = (lamp.answer, None) if read is None else subject.answers.get(read.reading, read.may_see)
        return frozenset(type(answer) is type(lamp.answer) and answer == lamp.answer for answer in said)
    complete = _complete(subject, subject.task)
    return frozenset() if complete is None else frozenset({complete is (lamp.when == "complete")})


def decided_at(subject: Subject, lamp: Lamp) -> int:
    """Give the step behind which it was known whether a lamp has to be lit: the last question, or the last step."""
    read = _last_read(subject, lamp.sensor) or _last_read(subject, "")
    asked = read is not None and lamp.when not in ("always", "never")
    return read.step if read is not None and asked else subject.plan.actions[-1].step


def _last_read(subject: Subject, sensor: str) -> Read | None:
    """Give the last question to a sensor; to any, without its name."""
    reads = (scene.action for scene in reversed(subject.story) if isinstance(scene.action, Read))
    return next((read for read in reads if not sensor or read.sensor == sensor), None)


def _complete(subject: Subject, task: Task) -> bool | None:
    """Tell whether everything asked for is in its place: yes, it cannot be, or neither.

    As the story has it: a part may lie a landing's tolerance from there, so that much more than at a goal is allowed.
    """
    end, _, _ = after(subject.story[-1], subject.cell)
    final = {name: T for name, T in end.standing if name not in subject.absent}
    wanted = {goal.part for goal in task.goals}
    wanted |= {part.name for part in subject.cell.parts} if task.sorting and not task.quotas else set()
    counts = [
        (sum(lies_in(subject.cell, part, T, quota.thing) for part, T in final.items()), quota.count)
        for quota in task.quotas
    ]
    if wanted & (subject.absent | subject.stuck) or any(count < asked for count, asked in counts):
        return False
    room = subject.criteria.goal + subject.criteria.landing
    for goal in task.goals:
        place = subject.cell.place(goal.place)
        if place is None or goal.part not in final:
            return None
        if not np.linalg.norm(final[goal.part][:3, 3] - place.T_WP[:3, 3] - goal.offset) <= room:
            return None
    return None if any(count > asked for count, asked in counts) else True
