"""Where the gripper closes, it takes hold of a part with both fingers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.verify.checks.check import Check, Stage, once_a_step
from cobot_lab.verify.frames import inverse
from cobot_lab.verify.outcome import Closing
from cobot_lab.verify.solids import hull, moved
from cobot_lab.verify.story import flange, thing_of
from cobot_lab.verify.subject import Subject


def look(subject: Subject) -> Iterator[Finding]:
    """Refuse closings that hold nothing, or not as wide as the part is; fact: width, between the fingers.

    A part that stands askew is turned by the fingers until it lies flush between them, and is less wide then.
    """
    return once_a_step(_all(subject))


def _all(subject: Subject) -> Iterator[Finding]:
    for closing in subject.happened.closings:
        if not _formed(subject, closing):
            yield Finding.of(Code.NO_GRASP, step=closing.scene.action.step, t=closing.t, width=closing.width)


def _formed(subject: Subject, closing: Closing) -> bool:
    if not (closing.part and closing.part == closing.scene.closes_on):
        return False
    flush, standing = _widths(subject, closing)
    tolerance = subject.criteria.grip_width
    return flush - tolerance <= closing.width <= standing + tolerance


def _widths(subject: Subject, closing: Closing) -> tuple[float, float]:
    """Give how wide the part is once the fingers have turned it flush, and as it stood between them [m].

    They turn it by as much as it may lie askew in the cell, no more.
    """
    scene, cell = closing.scene, subject.cell
    T_FO = inverse(flange(cell, scene.q)) @ dict(scene.standing)[closing.part]
    points = moved(T_FO, hull(thing_of(cell, closing.part).shapes))[:, :2]
    angle = np.linspace(-cell.tolerances.angle, cell.tolerances.angle, _TURNS)
    across = np.outer(np.cos(angle), points[:, 0]) - np.outer(np.sin(angle), points[:, 1])
    widths = across.max(axis=1) - across.min(axis=1)
    return float(widths.min()), scene.width_after


_TURNS = 41
"""How many turns within the cell's tolerance are tried."""

CHECK = Check("grasp_forms", Stage.PHYSICS, look)
