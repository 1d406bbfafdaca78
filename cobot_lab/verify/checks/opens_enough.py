"""A gripper that is opened around a part it holds opens far enough to let go."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Grip
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.story import release
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse openings that leave it open whether the part is still held; facts: part, width, wanted."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    for scene in subject.story:
        action = scene.action
        if isinstance(action, Grip) and not action.closing and scene.carried is not None and not scene.lets_go:
            yield Finding.of(
                Code.OPENS_TOO_LITTLE,
                step=action.step,
                t=scene.t,
                part=scene.carried.part,
                width=action.width,
                wanted=scene.width + release(subject.cell),
            )


CHECK = Check("opens_enough", Stage.MOTION, look)
