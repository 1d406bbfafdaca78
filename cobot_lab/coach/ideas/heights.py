"""Ways that are too low: higher, from above, or round by the rest position."""

from __future__ import annotations

from cobot_lab.coach.ideas.idea import Proposals, Trouble, act, idea, with_argument
from cobot_lab.coach.ideas.numbers import plain
from cobot_lab.coach.tree import replaced, with_before
from cobot_lab.codes import Code
from cobot_lab.program import expressions as e

_TOO_LOW = (
    Code.COLLISION_CELL,
    Code.COLLISION_PART,
    Code.COLLISION_CARRIED,
    Code.PART_DISTURBED,
    Code.PART_DROPPED,
    Code.NO_GRASP,
    Code.NOT_LANDED,
    Code.LET_GO_IN_AIR,
    Code.PART_MAY_COME,
)
_MORE = 40
"""How much higher a way is tried that is not lower than the approach [mm]."""


@idea("higher", *_TOO_LOW, Code.FORBIDDEN_ZONE)
def higher(trouble: Trouble) -> Proposals:
    """Rise to the height of the approach, or above it."""
    approach = 1000 * trouble.cell.limits.approach
    for spot in [spot for spot in trouble.near() if spot.step.op in {"go_up", "go_above"}][:4]:
        at = len(spot.step.arguments) - 1
        given = spot.step.arguments[at]
        now = given.value if isinstance(given, e.Number) else approach
        wanted = approach if now < approach else now + _MORE
        yield replaced(trouble.program, spot.step.number, with_argument(spot.step, at, plain(wanted)))


@idea("less_deep", *_TOO_LOW)
def less_deep(trouble: Trouble) -> Proposals:
    """Go down less far in a shift."""
    for spot in [spot for spot in trouble.near() if spot.step.op == "move_by"][:3]:
        down = spot.step.arguments[2]
        if isinstance(down, e.Number) and down.value < 0:
            for share in (0.75, 0.5):
                step = with_argument(spot.step, 2, plain(round(down.value * share)))
                yield replaced(trouble.program, spot.step.number, step)


@idea("approach_from_above", *_TOO_LOW, Code.NO_APPROACH, Code.LINE_BLOCKED)
def approach_from_above(trouble: Trouble) -> Proposals:
    """Come above a place before going down or straight to it."""
    for spot in [spot for spot in trouble.near() if spot.step.op in {"descend_to", "go_to"}][:2]:
        approach = plain(1000 * trouble.cell.limits.approach)
        yield with_before(trouble.program, spot.step.number, act("go_above", spot.step.arguments[0], approach))


@idea("rise_before", *_TOO_LOW, Code.COLLISION_SELF)
def rise_before(trouble: Trouble) -> Proposals:
    """Go straight up before the step that touches something."""
    if trouble.step:
        yield with_before(trouble.program, trouble.step, act("go_up", plain(1000 * trouble.cell.limits.approach)))


@idea(
    "by_the_rest_position",
    Code.JOINT_LIMIT,
    Code.SINGULARITY,
    Code.LINE_BLOCKED,
    Code.COLLISION_SELF,
    Code.COLLISION_CELL,
    Code.FORBIDDEN_ZONE,
)
def by_the_rest_position(trouble: Trouble) -> Proposals:
    """Go by the rest position."""
    if trouble.step:
        yield with_before(trouble.program, trouble.step, act("go_to_rest"))
