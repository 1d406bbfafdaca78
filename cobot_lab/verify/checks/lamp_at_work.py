"""A lamp that has to be lit during the work is, from the first grip to the last part that is let go."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Grip, Move, Output, Wait
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.checks.lamps import lamps_of
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse the first step of the work that takes time while such a lamp is dark, waits among them; fact: signal."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    handled = [index for index, scene in enumerate(subject.story) if scene.closes_on or scene.lets_go]
    for lamp in lamps_of(subject):
        if lamp.when != "working" or not handled:
            continue
        lit = False
        for index, scene in enumerate(subject.story[: handled[-1] + 1]):
            action = scene.action
            if isinstance(action, Output) and action.name == lamp.signal:
                lit = action.value > 0.0 and not action.time > 0.0
            elif isinstance(action, Move | Grip | Wait) and index >= handled[0] and not lit:
                yield Finding.of(Code.LAMP_OUT_AT_WORK, step=action.step, t=scene.t, signal=lamp.signal)
                break


CHECK = Check("lamp_at_work", Stage.END, look, after=("duration",))
