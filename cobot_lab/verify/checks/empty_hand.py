"""At the end the gripper holds nothing: whoever begins next counts on it."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse a plan that ends with a part in the gripper, as the story tells it; fact: part."""
    held = ""
    for scene in subject.story:
        held = scene.closes_on or held
        held = "" if scene.lets_go else held
    if held:
        step = subject.plan.actions[-1].step
        yield Finding.of(Code.STILL_HOLDING, step=step, t=subject.plan.duration, part=held)


CHECK = Check("empty_hand", Stage.END, look, after=("duration",))
