"""Programs that go too fast, or not fast enough."""

from __future__ import annotations

from collections.abc import Sequence

from cobot_lab.coach.ideas.idea import Proposals, Trouble, act, idea, with_argument
from cobot_lab.coach.tree import replaced, with_before, without
from cobot_lab.codes import Code
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s

_SLOWER = (50, 25)
_FASTER = (60, 80, 100)


@idea(
    "slower",
    Code.JOINT_SPEED,
    Code.JOINT_ACCELERATION,
    Code.JOINT_JERK,
    Code.SINGULARITY,
    Code.TOOL_SPEED,
    Code.SURFACE_SPEED,
    Code.GRASP_SLIPS,
    Code.WEAK_GRIP,
    Code.TRACKING,
    Code.TORQUE,
    Code.PART_DROPPED,
)
def slower(trouble: Trouble) -> Proposals:
    """Go slower: with the speed that is written, else from the step on."""
    written = list(trouble.acts("speed"))
    for spot in written:
        yield from _speeds(trouble, spot.step, _SLOWER)
    if trouble.step and not written:
        for speed in _SLOWER:
            yield with_before(trouble.program, trouble.step, act("speed", e.Number(speed)))


@idea("faster", Code.TOO_LONG)
def faster(trouble: Trouble) -> Proposals:
    """Go faster, or wait less."""
    for spot in trouble.acts("speed"):
        yield from _speeds(trouble, spot.step, _FASTER)
    for spot in trouble.acts("wait"):
        yield without(trouble.program, spot.step.number)


def _speeds(trouble: Trouble, step: s.Act, speeds: Sequence[int]) -> Proposals:
    now = step.arguments[0]
    for speed in speeds:
        slower_asked = speeds[0] > speeds[-1]
        if isinstance(now, e.Number) and ((speed < now.value) if slower_asked else (speed > now.value)):
            yield replaced(trouble.program, step.number, with_argument(step, 0, e.Number(speed)))


@idea("smaller_radius", Code.CORNER_CUT, Code.COLLISION_CELL, Code.COLLISION_PART, Code.COLLISION_CARRIED)
def smaller_radius(trouble: Trouble) -> Proposals:
    """Round the corners less."""
    for spot in trouble.acts("blend"):
        now = spot.step.arguments[0]
        if isinstance(now, e.Number) and now.value > 0:
            for radius in (int(now.value) // 2, 0):
                step = with_argument(spot.step, 0, e.Number(radius))
                yield replaced(trouble.program, spot.step.number, step)
