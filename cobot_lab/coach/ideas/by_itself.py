"""What runs by itself: belts and starts left on, waits too short, parts laid on a belt, lamps that tell otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from cobot_lab.cell.task import Goal
from cobot_lab.coach.ideas.idea import Proposals, Trouble, act, idea, with_argument
from cobot_lab.coach.ideas.numbers import plain
from cobot_lab.coach.tree import replaced, rewritten, spots, with_before, with_behind, without
from cobot_lab.codes import Code
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program
from cobot_lab.program.table import BY_OP

_WAITS = frozenset({"wait", "wait_until", "wait_part"})
_PULSE = 0.5
"""How long a start is given [s]: as the vocabulary proposes."""


@idea("belt_stopped", Code.BELT_LEFT_RUNNING)
def belt_stopped(trouble: Trouble) -> Proposals:
    """Stop the conveyor right behind the wait that follows its start, or else at the end."""
    stop = act("conveyor", e.Number(0))
    spot = trouble.spot
    behind = () if spot is None else spot.steps[spot.at + 1 :]
    for step in behind:
        if isinstance(step, s.Act) and step.op in _WAITS:
            yield with_behind(trouble.program, step.number, stop)
            break
    yield _at_the_end(trouble, stop)


@idea("start_switched_off", Code.START_LEFT_ON)
def start_switched_off(trouble: Trouble) -> Proposals:
    """Start a machine with a pulse, or switch its start off behind it."""
    spot = trouble.spot
    if spot is None or not isinstance(spot.step, s.Act) or spot.step.op != "output":
        return
    number = spot.step.arguments[0]
    yield replaced(trouble.program, trouble.step, replace(spot.step, op="pulse", arguments=(number, e.Number(_PULSE))))
    yield with_behind(trouble.program, trouble.step, act("output", number, e.Number(0)))


def _at_the_end(trouble: Trouble, new: s.Act) -> Any:
    """Put a step before the last one of the program when that only brings the arm back to rest, else behind it."""
    last = [spot.step for spot in spots(trouble.program) if not spot.around][-1]
    rests = isinstance(last, s.Act) and last.op == "go_to_rest"
    return (with_before if rests else with_behind)(trouble.program, last.number, new)


@idea("longer_wait", Code.MACHINE_STILL_AT_WORK, Code.PART_NOT_AWAITED)
def longer_wait(trouble: Trouble) -> Proposals:
    """Wait as long as it may take."""
    wanted = ceil(float(trouble.finding.fact("limit")))
    for spot in trouble.acts("wait_until", "wait_part"):
        for at, parameter in enumerate(BY_OP[spot.step.op].parameters):
            now = spot.step.arguments[at] if parameter.name.en == "timeout" else None
            if isinstance(now, e.Number) and now.value < wanted:
                yield replaced(trouble.program, spot.step.number, with_argument(spot.step, at, e.Number(wanted)))


@idea("shorter_wait", Code.WAITS_TOO_LONG)
def shorter_wait(trouble: Trouble) -> Proposals:
    """Wait no longer than is allowed, or leave a wait out."""
    allowed = plain(float(trouble.finding.fact("limit")))
    for spot in trouble.acts(*sorted(_WAITS)):
        for at, parameter in enumerate(BY_OP[spot.step.op].parameters):
            now = spot.step.arguments[at] if parameter.name.en in ("timeout", "seconds") else None
            if isinstance(now, e.Number) and now.value > allowed.value:
                yield replaced(trouble.program, spot.step.number, with_argument(spot.step, at, allowed))
        yield without(trouble.program, spot.step.number)


@idea("laid_where_asked", Code.BELT_TAKES_ALONG)
def laid_where_asked(trouble: Trouble) -> Proposals:
    """Lay the part where the task wants it, or any part."""
    goals = () if trouble.task is None else trouble.task.goals
    part = trouble.finding.fact("part")
    before = [spot for spot in trouble.acts("place", "descend_to") if spot.step.number < trouble.step]
    for spot in before[:2]:
        for goal in sorted(goals, key=lambda goal: goal.part != part):
            step = with_argument(spot.step, 0, _place(goal))
            yield replaced(trouble.program, spot.step.number, step)


def _place(goal: Goal) -> e.Expression:
    name = e.Text(goal.place)
    shifts = [plain(round(1000 * each, 3)) for each in goal.offset]
    return e.Value("offset", (name, *shifts)) if any(goal.offset) else name


@idea("lamp_lit_here", Code.LAMP_NOT_LIT)
def lamp_lit_here(trouble: Trouble) -> Proposals:
    """Light the lamp in one of the branches of the question, or at the end; or light it where another one is lit."""
    colour = _colour(trouble)
    for spot in trouble.acts("lamp_on"):
        if colour is not None and spot.step.arguments[0] != colour:
            yield replaced(trouble.program, spot.step.number, with_argument(spot.step, 0, colour))
    if colour is None:
        return
    lit = act("lamp_on", colour)
    choice = next((step for step in _around(trouble) if isinstance(step, s.If)), None)
    if choice is not None:
        yield replaced(trouble.program, choice.number, replace(choice, otherwise=(*choice.otherwise, lit)))
        for at, case in enumerate(choice.cases):
            longer = replace(case, body=(*case.body, lit))
            cases = (*choice.cases[:at], longer, *choice.cases[at + 1 :])
            yield replaced(trouble.program, choice.number, replace(choice, cases=cases))
    yield _at_the_end(trouble, lit)


@idea("lamp_left_out", Code.LAMP_LIT, Code.LAMP_NOT_LIT)
def lamp_left_out(trouble: Trouble) -> Proposals:
    """Leave out the step that switches the lamp, or light another one there."""
    spot = trouble.spot
    if spot is None or not isinstance(spot.step, s.Act) or spot.step.op not in ("lamp_on", "lamp_off"):
        return
    colours = [e.Text(signal.which) for signal in trouble.cell.signals if signal.kind == "lamp"]
    for colour in colours if spot.step.op == "lamp_on" else ():
        if colour != spot.step.arguments[0]:
            yield replaced(trouble.program, trouble.step, with_argument(spot.step, 0, colour))
    yield without(trouble.program, trouble.step)


@idea("lamp_lit_otherwise", Code.LAMP_LIT)
def lamp_lit_otherwise(trouble: Trouble) -> Proposals:
    """Light the lamp only where a question is answered otherwise."""
    spot = trouble.spot
    if spot is None or not isinstance(spot.step, s.Act) or spot.step.op != "lamp_on":
        return
    for choice in [other.step for other in spots(trouble.program) if isinstance(other.step, s.If)]:
        if choice not in spot.around and without(trouble.program, trouble.step) is not None:
            yield _moved(trouble.program, spot.step, choice.number)


def _moved(program: Program, lamp: s.Act, choice: int) -> Program:
    """Give the program with a step done in the last branch of a choice instead."""

    def change(step: Any) -> Sequence[Any]:
        if step.number == choice:
            return (replace(step, otherwise=(*step.otherwise, lamp)),)
        return () if step.number == lamp.number else (step,)

    return rewritten(program, change)


@idea("lamp_lit_first", Code.LAMP_OUT_AT_WORK)
def lamp_lit_first(trouble: Trouble) -> Proposals:
    """Light the lamp before the work begins."""
    colour = _colour(trouble)
    top = (spot.step for spot in spots(trouble.program) if not spot.around and not isinstance(spot.step, s.Define))
    first = next((step for step in top if not (isinstance(step, s.Act) and step.op in _PREPARES)), None)
    if colour is not None and first is not None:
        yield with_before(trouble.program, first.number, act("lamp_on", colour))


_PREPARES = frozenset({"make_pallet", "show", "speed", "mode", "blend", "grip_force"})
"""Steps that move nothing."""


def _around(trouble: Trouble) -> Iterator[Any]:
    spot = trouble.spot
    if spot is not None:
        yield spot.step
        yield from reversed(spot.around)


def _colour(trouble: Trouble) -> e.Text | None:
    """Give how programs call the lamp of a finding."""
    name = trouble.finding.fact("signal")
    which = (signal.which for signal in trouble.cell.signals if signal.name == name and signal.kind == "lamp")
    return next((e.Text(each) for each in which), None)
