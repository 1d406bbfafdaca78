"""Whatever a sensor may say of the parts as the story has them, the plan has a way for it."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.cell.doings import arrival_of
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Read
from cobot_lab.motion.sight import GRIPPER
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.story import Scene, parts_at, thing_of
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Find questions whose true answer the plan leaves out; facts: sensor, there.

    What the program meant when it was planned and what the plan does are followed apart from each other: where they
    part, a sensor says what no branch was made for, or the branch of the other answer is never played.
    """
    yield from once_a_step(_each(subject))


def _each(subject: Subject) -> Iterator[Finding]:
    kinds = {sensor.name: sensor.kind for sensor in subject.cell.sensors}
    before: Scene | None = None
    for scene in subject.story:
        read = scene.action
        if isinstance(read, Read):
            kind = "gripper" if read.sensor == GRIPPER else kinds[read.sensor]
            there = _there(subject, scene, before, read, kind)
            if there is not None and not _foreseen(subject, scene, read, kind, there=there):
                yield Finding.of(Code.SEEN_OTHERWISE, step=read.step, t=scene.t, sensor=read.sensor, there=there)
        before = scene


def _there(subject: Subject, scene: Scene, before: Scene | None, read: Read, kind: str) -> bool | None:
    """Tell whether a part is where a sensor looks; nothing for sensors that look at no part."""
    if kind == "gripper":
        return scene.carried is not None
    if kind not in {"part_present", "colour", "dimension"}:
        return None
    place = next(sensor.place for sensor in subject.cell.sensors if sensor.name == read.sensor)
    if not place:
        return scene.carried is not None
    here = set(parts_at(scene, place, subject.cell))
    if arrival_of(subject.cell, read.sensor) is not None and before is not None:
        known = before.doings.told(
            subject.cell, subject.answers
        )  # a wait ends with an answer, and is no scene of its own
        here -= set(scene.doings.came) - set(known.came)  # what this very answer would have told
    return bool(here)


def _foreseen(subject: Subject, scene: Scene, read: Read, kind: str, *, there: bool) -> bool:
    if kind in {"colour", "dimension"}:
        return there and bool(read.sees)
    wanted = {there}
    sensor = next((each for each in subject.cell.sensors if each.name == read.sensor), None)
    arrival = arrival_of(subject.cell, read.sensor)
    if arrival is not None and not there:
        wanted = set(scene.doings.may_say(subject.cell, read.sensor) or ())
    elif sensor is not None and there and _untouched(subject, scene, sensor.place):
        wanted |= {answer for answer in sensor.may_see if isinstance(answer, bool)}
    return wanted <= set(read.may_see)


def _untouched(subject: Subject, scene: Scene, place: str) -> bool:
    """Tell whether all the parts at a place stand there from the start: of each the cell says if it may be missing."""
    standing, arriving = dict(scene.standing), subject.cell.arriving
    return all(
        name in standing and name not in arriving and standing[name] is thing_of(subject.cell, name).T_WO
        for name in parts_at(scene, place, subject.cell)
    )


CHECK = Check("foreseen", Stage.MOTION, look, whole=True)
"""Asked of whole ways: what stands where follows from all that was done before."""
