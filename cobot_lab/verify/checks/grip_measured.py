"""The gripper closes on parts of a kind whose grip was measured."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.story import thing_of
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse grips of parts too narrow, too wide or too light; facts: part, quantity, value, minimum, maximum.

    What the simulated grip says was compared with mechanics for a range of parts. Beyond it nobody knows whether it is
    right, so it is not believed. Parts too heavy are told by `payload`.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    criteria, cell = subject.criteria, subject.cell
    heaviest = cell.robot.payload - cell.tool.mass
    for scene in subject.story:
        if not scene.closes_on:
            continue
        mass = thing_of(cell, scene.closes_on).mass
        for quantity, value, least, most in (
            ("thickness", scene.width_after, criteria.grip_narrowest, criteria.grip_widest),
            ("part_mass", mass, criteria.grip_lightest, max(mass, heaviest)),
        ):
            if not least <= value <= most:
                yield Finding.of(
                    Code.NOT_GRIPPABLE,
                    step=scene.action.step,
                    t=scene.t,
                    part=scene.closes_on,
                    quantity=quantity,
                    value=value,
                    minimum=least,
                    maximum=most,
                )


CHECK = Check("grip_measured", Stage.MOTION, look)
