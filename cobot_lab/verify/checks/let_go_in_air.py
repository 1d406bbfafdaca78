"""A part is let go where something bears it."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.story import drop
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse openings that let a part fall further than it may land from where it was put; facts: part, height.

    Where it is meant to be is what counts here, by the motion alone; what becomes of a part that is put down is for
    the physics to say. Once something was touched on the way, where the part is meant to be no longer says anything.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    touched = min((accident.t for accident in subject.accidents), default=inf)
    for scene in subject.story:
        if scene.lets_go and scene.t <= touched:
            height = drop(scene, subject.cell)
            if not height <= subject.criteria.landing:
                yield Finding.of(
                    Code.LET_GO_IN_AIR, step=scene.action.step, t=scene.t, part=scene.lets_go, height=height
                )


CHECK = Check("let_go_in_air", Stage.MOTION, look)
