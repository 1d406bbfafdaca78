"""A gripper that opens, closes or lets go at the wrong moment, or not at all."""

from __future__ import annotations

from dataclasses import replace

from cobot_lab.coach.ideas.idea import LEAVING, TAKING, Proposals, Trouble, act, idea, with_argument
from cobot_lab.coach.tree import replaced, with_before, with_behind, without
from cobot_lab.codes import Code
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program

_UP = act("go_up", e.Number(80))


@idea("close_after_descent", Code.PLACES_NOTHING, Code.PART_NOT_AT_GOAL, Code.DESCENDS_CLOSED)
def close_after_descent(trouble: Trouble) -> Proposals:
    """Close the gripper once it is down around the part."""
    for spot in trouble.acts("descend_to"):
        following = spot.behind
        if not (isinstance(following, s.Act) and following.op in TAKING | LEAVING):
            yield with_behind(trouble.program, spot.step.number, act("close_gripper"))


@idea(
    "open_before_descent",
    Code.DESCENDS_CLOSED,
    Code.PICKS_WHILE_CLOSED,
    Code.NO_GRASP,
    Code.COLLISION_PART,
    Code.COLLISION_CELL,
    Code.PART_DISTURBED,
)
def open_before_descent(trouble: Trouble) -> Proposals:
    """Open the gripper before it goes down to the part."""
    for spot in trouble.near():
        if spot.step.op == "descend_to" and not _does(spot.before, LEAVING):
            yield with_before(trouble.program, spot.step.number, act("open_gripper"))


@idea("open_to_leave", Code.STILL_HOLDING, Code.PART_NOT_AT_GOAL)
def open_to_leave(trouble: Trouble) -> Proposals:
    """Open the gripper where the part is to stay."""
    for spot in trouble.acts("descend_to"):
        if not (isinstance(spot.behind, s.Act) and spot.behind.op in TAKING | LEAVING):
            yield with_behind(trouble.program, spot.step.number, act("open_gripper"))


@idea("place_before_end", Code.STILL_HOLDING, Code.PICKS_WHILE_CLOSED)
def place_before_end(trouble: Trouble) -> Proposals:
    """Put down the part that is held, where the task wants it, before what follows."""
    goals = trouble.task.goals if trouble.task else ()
    part = dict(trouble.finding.facts).get("part")
    for goal in goals:
        if trouble.step and part in {None, goal.part} and not any(goal.offset):
            yield with_before(trouble.program, trouble.step, act("place", e.Text(goal.place)))


@idea("descend_before_opening", Code.LET_GO_IN_AIR, Code.NOT_LANDED, Code.PART_NOT_AT_GOAL)
def descend_before_opening(trouble: Trouble) -> Proposals:
    """Go down to the place before opening, and up again behind it."""
    for spot in trouble.acts("open_gripper", "open_gripper_to"):
        place = trouble.place_before(spot)
        if place is not None and not _does(spot.before, {"descend_to"}):
            lower = with_before(trouble.program, spot.step.number, act("descend_to", place))
            yield lower
            if not _does(spot.behind, {"go_up"}):
                yield with_behind(lower, spot.step.number + 1, _UP)


@idea(
    "rise_after_gripping",
    Code.COLLISION_CARRIED,
    Code.COLLISION_CELL,
    Code.COLLISION_PART,
    Code.PART_DISTURBED,
    Code.NOT_LANDED,
    Code.LET_GO_IN_AIR,
    Code.PART_DROPPED,
    Code.PART_NOT_AT_GOAL,
)
def rise_after_gripping(trouble: Trouble) -> Proposals:
    """Go straight up once the gripper has closed or opened."""
    for spot in trouble.near():
        if spot.step.op in {"close_gripper", "open_gripper"} and not _does(spot.behind, {"go_up"}):
            yield with_behind(trouble.program, spot.step.number, _UP)


@idea("firmer_grip", Code.WEAK_GRIP, Code.GRASP_SLIPS, Code.PART_DROPPED, Code.GRIP_OUT_OF_RANGE)
def firmer_grip(trouble: Trouble) -> Proposals:
    """Grip with the force that the gripper has by itself, or with all of it."""
    tool = trouble.cell.tool
    for spot in trouble.acts("grip_force"):
        for force in (tool.force, tool.force_max):
            yield _with_number(trouble.program, spot.step, force)
        yield without(trouble.program, spot.step.number)


@idea("open_wide", Code.OPENS_TOO_LITTLE, Code.GRIP_OUT_OF_RANGE, Code.COLLISION_PART, Code.NO_GRASP)
def open_wide(trouble: Trouble) -> Proposals:
    """Open the gripper all the way."""
    for spot in trouble.acts("open_gripper_to"):
        yield replaced(trouble.program, spot.step.number, replace(spot.step, op="open_gripper", arguments=()))


def _with_number(program: Program, step: s.Act, value: float) -> Program:
    rounded = int(value) if value == int(value) else value
    return replaced(program, step.number, with_argument(step, 0, e.Number(rounded)))


def _does(step: s.Written | None, ops: frozenset[str] | set[str]) -> bool:
    return isinstance(step, s.Act) and step.op in ops
