"""With which tolerances a plan is judged. Limits of arms, cells and tasks are not here: they stand in their files."""

from __future__ import annotations

from dataclasses import dataclass
from math import radians


@dataclass(frozen=True, slots=True)
class Criteria:
    """Tolerances of judging. The figures are the project's own, from its page on motion.

    Attributes:
        ratio: How far a ratio to a limit may pass 1: rounding, nothing else.
        cycle: A controller's cycle, within which a stepping acceleration is taken to change [s]: 125 Hz. Lines are
            cubic between knots and step by a few hundredths of the limit where two cubics meet.
        continuity: Largest jump of a joint position or speed where two actions meet [rad, rad/s].
        straightness: Largest distance of a tool line from straight [m].
        rest: Largest distance of a joint from its rest position at the end [rad].
        stride: Largest way of any surface point between two collision samples [m]. Half of it is the deepest
            graze that could stay unseen, so clearances of 1 mm and more are never missed.
        bedding: How deep two bodies may enter each other where they are meant to touch [m].
        grip_width: Largest difference between the finger gap and the part's width [m].
        slip: Largest way of a held part in the gripper [m].
        turn: Largest turn of a held part in the gripper [rad].
        dropped: Way of a held part in the gripper from which it counts as lost [m].
        landing: Largest distance of a released part from where it was put [m].
        tilt: Largest tilt of a released part [rad].
        still: Speed below which a part is at rest [m/s].
        disturbed: Largest way of a part that nobody touches [m].
        grip_margin: Least grip force, as a multiple of what just holds.
        tracking: Largest distance of a simulated joint from its command [rad].
        torque: Largest joint torque, as a fraction of the joint's effort.
        goal: Largest distance of a part from its goal [m].
    """

    ratio: float = 1e-6
    cycle: float = 8e-3
    continuity: float = 1e-6
    straightness: float = 1e-4
    rest: float = 1e-3
    stride: float = 2e-3
    bedding: float = 1e-3
    grip_width: float = 1e-3
    slip: float = 1e-3
    turn: float = radians(2.0)
    dropped: float = 1e-2
    landing: float = 2e-3
    tilt: float = radians(2.0)
    still: float = 5e-3
    disturbed: float = 5e-4
    grip_margin: float = 2.0
    tracking: float = 1e-3
    torque: float = 0.8
    goal: float = 2e-3


CRITERIA = Criteria()
