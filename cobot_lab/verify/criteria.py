"""With which tolerances a plan is judged. Limits of arms, cells and tasks are not here: they stand in their files."""

from __future__ import annotations

from dataclasses import dataclass
from math import radians


@dataclass(frozen=True, slots=True)
class Criteria:
    """Tolerances of judging. The figures are the project's own, from its page on motion.

    Attributes:
        ratio: How far a ratio to a limit may pass 1: rounding, nothing else.
        cycle: A controller's cycle, within which an acceleration that steps is taken to change [s]: 1 kHz. Lines are
            cubic between knots, and their acceleration steps a little where two cubics meet.
        continuity: Largest jump of a joint position or speed where two actions meet [rad, rad/s].
        straightness: Largest distance of a tool line from straight [m].
        rest: Largest distance of a joint from its rest position at the end [rad].
        stride: Largest way of any surface point between two collision samples [m]. Half of it is the deepest
            graze that could stay unseen, so clearances of 1 mm and more are never missed. Where touching is the limit,
            what is seen exactly are the ends of every move.
        exactness: How exactly a distance between two bodies is known; what touches may measure this much below 0 [m].
        blunt: How much too far apart two bodies may be measured where corners face [m].
        surroundings: Largest horizontal distance of the tool point from a place's vertical at which it is there [m]:
            half the width of a common part.
        release: How much wider than the part, beyond the tolerance of its size, the gripper has to open to let go [m].
        grip_width: Largest difference between the finger gap and the part's width [m].
        slip: Largest way of a held part in the gripper [m].
        turn: Largest turn of a held part in the gripper, or of one that nobody touches [rad].
        dropped: Way of a held part in the gripper from which it counts as lost [m].
        landing: Largest distance of a released part from where it was put [m].
        tilt: Largest tilt or turn of a released part [rad].
        still: Speed below which a part is at rest [m/s].
        disturbed: Largest way of a part that nobody touches [m].
        grip_narrowest: Least thickness of a part between the fingers for which the simulated grip was measured [m].
        grip_widest: Largest one [m].
        grip_lightest: Mass of the lightest part for which it was [kg].
        grip_margin: Least grip force, as a multiple of what just holds.
        tracking: Largest distance of a simulated joint from its command [rad].
        torque: Largest joint torque, as a fraction of the joint's effort.
        goal: Largest distance of a part from its goal [m].
        goal_turn: Largest angle between a part at its goal and the place's axes [rad].
        slot: Longest plan when no task says how long it may last [s]: several times a lesson's slot, and simulated
            within the time that somebody waits for an answer.
    """

    ratio: float = 1e-6
    cycle: float = 1e-3
    continuity: float = 1e-6
    straightness: float = 1e-4
    rest: float = 1e-3
    stride: float = 2e-3
    exactness: float = 1e-5
    blunt: float = 1.2e-4
    surroundings: float = 1e-2
    release: float = 2e-4
    grip_width: float = 1e-3
    slip: float = 1e-3
    turn: float = radians(2.0)
    dropped: float = 1e-2
    landing: float = 2e-3
    tilt: float = radians(2.0)
    still: float = 5e-3
    disturbed: float = 5e-4
    grip_narrowest: float = 4e-3
    grip_widest: float = 4e-2
    grip_lightest: float = 2e-3
    grip_margin: float = 2.0
    tracking: float = 1e-3
    torque: float = 0.8
    goal: float = 2e-3
    goal_turn: float = radians(10.0)
    slot: float = 300.0


CRITERIA = Criteria()
