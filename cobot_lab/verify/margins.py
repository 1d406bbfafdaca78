"""How much room a plan leaves: the worst of each measure, where and when, also when every check passes.

The figures come from the same samples and formulas as the checks; they judge nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from cobot_lab.findings import Report
from cobot_lab.motion.actions import Move
from cobot_lab.verify.checks.grip_margin import strengths
from cobot_lab.verify.checks.singularity import demands
from cobot_lab.verify.clearance import Tape
from cobot_lab.verify.contact_energy import BEARS, contact_energy
from cobot_lab.verify.pieces import position_peaks
from cobot_lab.verify.pinch_gap import FINGERTIP, pinch_gaps
from cobot_lab.verify.subject import Subject

REACH = 0.08
"""Distance beyond which a clearance is only said to be larger [m]."""


@dataclass(frozen=True, slots=True)
class Margin:
    """The worst of one measure.

    Attributes:
        name: `clearance` [m] between bodies away from work, `grip` force over the least that holds, `joint` distance
            from the end of its range [rad], `singularity` joint speed that a line needs over its limit, `tool_speed`
            and `surface_speed` [m/s]; and two that no check asks about: `contact_energy` with which a hand would be hit
            [J], `pinch_gap` that a finger of the gripper closes [m].
        value: The worst.
        limit: What it is compared with.
        least: Whether the limit is the least that is allowed; else it is the most.
        step: Number of the program's step.
        t: Instant on the plan's timeline [s].
        about: Names of the bodies, the part or the joint; empty when a clearance is beyond `REACH`.
    """

    name: str
    value: float
    limit: float
    least: bool
    step: int
    t: float
    about: tuple[str, ...] = ()

    @property
    def room(self) -> float:
        """What is left of it, negative when the limit is passed, in the measure's own unit."""
        return self.value - self.limit if self.least else self.limit - self.value

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {**asdict(self), "about": list(self.about)}


def margins(subject: Subject, *, clearance: bool = True) -> tuple[Margin, ...]:
    """Measure what a plan leaves.

    Args:
        subject: The plan in its cell; its physics is not asked for.
        clearance: Whether clearances are measured, which takes longer than all else.

    Returns:
        One margin for each measure that the plan has anything of: a plan that grips nothing has no `grip`.
    """
    found = (
        _worst(_clearance(subject)) if clearance else None,
        _worst(_grip(subject)),
        _worst(_joint(subject)),
        _worst(_singularity(subject)),
        _worst(_tool_speed(subject)),
        _worst(_surface_speed(subject)),
        _worst(_contact_energy(subject)),
        _worst(_pinch_gap(subject)),
    )
    return tuple(margin for margin in found if margin is not None)


def measurable(report: Report) -> bool:
    """Tell whether a plan can be measured: its motion was judged, so that it is not far too long."""
    return "tool_speed" in report.run


def merged(ways: tuple[tuple[Margin, ...], ...]) -> tuple[Margin, ...]:
    """Give the worst of each measure over several ways through a program."""
    names = dict.fromkeys(margin.name for way in ways for margin in way)
    found = (_worst(margin for way in ways for margin in way if margin.name == name) for name in names)
    return tuple(margin for margin in found if margin is not None)


def _worst(margins: Iterator[Margin]) -> Margin | None:
    return min(margins, key=lambda margin: margin.room, default=None)


def _clearance(subject: Subject) -> Iterator[Margin]:
    with Tape(subject, REACH) as tape:
        gap = tape.tightest()
    if gap is not None:
        about = (gap.body, gap.other) if gap.body else ()
        yield Margin("clearance", gap.distance, subject.cell.limits.clearance, True, gap.step, gap.t, about)


def _grip(subject: Subject) -> Iterator[Margin]:
    for scene, part, margin in strengths(subject):
        yield Margin("grip", margin, subject.criteria.grip_margin, True, scene.action.step, scene.t, (part,))


def _joint(subject: Subject) -> Iterator[Margin]:
    joints = subject.cell.robot.joints
    q_min, q_max = np.array([joint.q_min for joint in joints]), np.array([joint.q_max for joint in joints])
    for t, action in subject.plan.timeline():
        if not isinstance(action, Move):
            continue
        lowest, highest = position_peaks(action.trajectory)
        for peak, room in ((lowest, lowest.value - q_min), (highest, q_max - highest.value)):
            i, j = np.unravel_index(np.argmin(room), room.shape)
            when = float(peak.t[i, j])
            yield Margin("joint", float(room[i, j]), 0.0, True, action.step_at(when), t + when, (joints[j].name,))


def _singularity(subject: Subject) -> Iterator[Margin]:
    for motion, ratio, t in demands(subject):
        k, joint = np.unravel_index(np.argmax(ratio), ratio.shape)
        when = float(t[k])
        step, name = motion.scene.action.step_at(when), subject.plan.joints[joint]
        yield Margin("singularity", float(ratio[k, joint]), 1.0, False, step, motion.scene.t + when, (name,))


def _tool_speed(subject: Subject) -> Iterator[Margin]:
    for motion in subject.motions:
        k = int(np.argmax(motion.tool_speed))
        when, speed, limit = float(motion.t[k]), float(motion.tool_speed[k]), subject.cell.limits.tool_speed
        yield Margin("tool_speed", speed, limit, False, motion.scene.action.step_at(when), motion.scene.t + when)


def _surface_speed(subject: Subject) -> Iterator[Margin]:
    for motion in subject.motions:
        k, body = np.unravel_index(np.argmax(motion.speeds), motion.speeds.shape)
        when, speed = float(motion.t[k]), float(motion.speeds[k, body])
        step, limit = motion.scene.action.step_at(when), subject.cell.limits.surface_speed
        yield Margin("surface_speed", speed, limit, False, step, motion.scene.t + when, (motion.bodies[body],))


def _contact_energy(subject: Subject) -> Iterator[Margin]:
    for motion in subject.motions:
        energy, when, body = contact_energy(motion, subject.cell)
        step = motion.scene.action.step_at(when)
        yield Margin("contact_energy", energy, BEARS, False, step, motion.scene.t + when, (body,))


def _pinch_gap(subject: Subject) -> Iterator[Margin]:
    for scene, gap in pinch_gaps(subject.story):
        yield Margin("pinch_gap", gap, FINGERTIP, False, scene.action.step, scene.t, (scene.closes_on,))
