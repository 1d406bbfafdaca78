"""Steps in the wrong order, one too many, or the last one missing."""

from __future__ import annotations

from cobot_lab.coach.ideas.idea import Proposals, Trouble, act, idea
from cobot_lab.coach.tree import spots, swapped, with_before, with_behind, without
from cobot_lab.codes import Code
from cobot_lab.program import steps as s

_ORDER = (
    Code.PLACES_NOTHING,
    Code.PICKS_WHILE_CLOSED,
    Code.DESCENDS_CLOSED,
    Code.COLLISION_CELL,
    Code.COLLISION_PART,
    Code.COLLISION_CARRIED,
    Code.NO_GRASP,
    Code.NOT_LANDED,
    Code.LET_GO_IN_AIR,
    Code.PART_DROPPED,
    Code.PART_NOT_AT_GOAL,
    Code.NOT_AT_REST,
    Code.NEVER_REACHED,
)


@idea("back_to_rest", Code.NOT_AT_REST, Code.NOT_BACK_TO_REST)
def back_to_rest(trouble: Trouble) -> Proposals:
    """Go back to the rest position at the end."""
    top = [spot for spot in spots(trouble.program) if not spot.around]
    if top:
        yield with_behind(trouble.program, top[-1].step.number, act("go_to_rest"))


@idea("neighbours_swapped", *_ORDER)
def neighbours_swapped(trouble: Trouble) -> Proposals:
    """Swap the step with the one before it, or the one behind it."""
    spot = trouble.spot
    if spot is None:
        return
    for other in (spot.before, spot.behind):
        if other is not None and not isinstance(other, s.Define | s.Case) and not isinstance(spot.step, s.Define):
            yield swapped(trouble.program, *sorted((other.number, spot.step.number)))


@idea("called_after_definition", Code.NAME_NEVER_SET)
def called_after_definition(trouble: Trouble) -> Proposals:
    """Call a function behind its definition."""
    name = str(trouble.finding.fact("name"))
    function, spot = trouble.program.functions.get(name), trouble.spot
    if function is None or spot is None or spot.around or function.number < trouble.step:
        return
    behind = next((other for other in spot.steps if other.number > function.number), None)
    rest = without(trouble.program, trouble.step)
    if rest is None:
        return
    if behind is None:
        yield with_behind(rest, rest.functions[name].number, spot.step)
    else:
        yield with_before(rest, behind.number - 1, spot.step)


@idea(
    "left_out",
    Code.UNKNOWN_SIGNAL,
    Code.RETURN_OUTSIDE_FUNCTION,
    Code.BREAK_OUTSIDE_LOOP,
    Code.EMPTY_BODY,
    Code.NO_SUCH_JOINT,
    Code.NOT_YET_AVAILABLE,
    Code.OUTSIDE_TOOLBOX,
    Code.PICKS_WHILE_CLOSED,
    Code.PLACES_NOTHING,
    Code.CONVEYOR_MOVING,
)
def left_out(trouble: Trouble) -> Proposals:
    """Leave the step out."""
    yield without(trouble.program, trouble.step)


@idea("cut_off_left_out", Code.NEVER_REACHED)
def cut_off_left_out(trouble: Trouble) -> Proposals:
    """Leave out the step that ends the program, the loop or the function too early."""
    spot = trouble.spot
    if spot is not None and spot.before is not None:
        yield without(trouble.program, spot.before.number)


@idea("turn_left_out", Code.COLLISION_CARRIED, Code.COLLISION_CELL, Code.COLLISION_PART, Code.PART_TURNED)
def turn_left_out(trouble: Trouble) -> Proposals:
    """Leave the tool as it is turned."""
    for spot in trouble.acts("turn_tool"):
        yield without(trouble.program, spot.step.number)
