"""Parts stay where they are while nobody holds them."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse steps in which a part is knocked; facts: part, offset, the furthest until the end."""
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    for bump in subject.happened.bumps:
        yield Finding.of(Code.PART_DISTURBED, step=bump.step, t=bump.t, part=bump.part, offset=bump.offset)


CHECK = Check("part_disturbed", Stage.PHYSICS, look, after=("grasp_forms", "part_dropped"))
