"""Names written nearly right, and names that a program does not need quotes, a line or a move to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from cobot_lab.coach.ideas.idea import PLACE_OPS, Proposals, Trouble, idea, with_argument
from cobot_lab.coach.raw import understood
from cobot_lab.coach.tree import each_step, replaced, rewritten
from cobot_lab.codes import Code
from cobot_lab.language.suggestion import suggestion
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program
from cobot_lab.program.table import BY_OP


def _close(name: str, known: Iterable[str], cutoff: float = 0.6) -> list[str]:
    return get_close_matches(name, sorted(set(known)), n=3, cutoff=cutoff)


@idea("nearest_word", Code.UNKNOWN_STEP)
def nearest_word(trouble: Trouble) -> Proposals:
    """Write the step or function whose name is nearest."""
    name, spot = str(trouble.finding.fact("name")), trouble.spot
    if spot is None or not isinstance(spot.step, s.Raw):
        return
    own = list(trouble.program.functions)
    known = [str(trouble.finding.fact("suggestion")), suggestion(name, own), *_close(name, own)]
    for word in dict.fromkeys(known):
        if word:
            step = understood(trouble.program, spot.step.text.replace(name, word, 1))
            yield None if step is None else _in_place(trouble.program, spot.step, step)


def _in_place(program: Program, old: s.Written, new: s.Written) -> Program:
    return replaced(program, old.number, replace(new, span=old.span, note=old.note))


@idea("nearest_place", Code.UNKNOWN_PLACE)
def nearest_place(trouble: Trouble) -> Proposals:
    """Write the point of the cell whose name is nearest, wherever the unknown one stands."""
    name = str(trouble.finding.fact("name"))
    for known in _close(name, (place.name for place in trouble.cell.places), 0.5):
        yield _renamed(trouble.program, name, known)


def _renamed(program: Program, name: str, known: str) -> Program:
    def new(step: s.Written) -> Sequence[s.Written]:
        changed = _texts_renamed(step, name, known)
        while (again := _texts_renamed(changed, name, known)) != changed:
            changed = again
        return (changed,)

    return rewritten(program, new)


def _texts_renamed(step: s.Written, name: str, known: str) -> s.Written:
    def new(part: e.Expression) -> Sequence[e.Expression]:
        return (e.Text(known),) if isinstance(part, e.Text) and part.value == name else ()

    return next(each_step(step, new), step)


@idea("known_pallet", Code.UNKNOWN_PALLET)
def known_pallet(trouble: Trouble) -> Proposals:
    """Write the pallet whose name is nearest."""
    name = str(trouble.finding.fact("name"))
    for known in _close(name, str(trouble.finding.fact("known")).split(", ")):
        yield _renamed(trouble.program, name, known)


@idea("quotes", Code.NAME_NEVER_SET)
def quotes(trouble: Trouble) -> Proposals:
    """Put the name of a point between quotes."""
    name = str(trouble.finding.fact("name"))
    if trouble.cell.place(name) is not None:
        yield from _variable_becomes(trouble, name, e.Text(name))


@idea("nearest_variable", Code.NAME_NEVER_SET)
def nearest_variable(trouble: Trouble) -> Proposals:
    """Write the variable whose name is nearest."""
    name = str(trouble.finding.fact("name"))
    for known in _close(name, _variables(trouble.program)):
        yield from _variable_becomes(trouble, name, e.Variable(known))


def _variables(program: Program) -> Iterator[str]:
    for step in program.walk():
        match step:
            case s.Set(variable) | s.Change(variable) | s.Repeat(variable) | s.Count(variable):
                yield variable
            case s.Define(parameters=parameters):
                yield from parameters
            case _:
                pass


def _variable_becomes(trouble: Trouble, name: str, value: e.Expression) -> Proposals:
    def new(part: e.Expression) -> Sequence[e.Expression]:
        return (value,) if isinstance(part, e.Variable) and part.name == name else ()

    spot = trouble.spot
    if spot is not None:
        for step in each_step(spot.step, new):
            yield replaced(trouble.program, trouble.step, step)


@idea("known_signal", Code.UNKNOWN_SIGNAL)
def known_signal(trouble: Trouble) -> Proposals:
    """Switch an output or a lamp that the cell has."""
    spot = trouble.spot
    known = [name for name in str(trouble.finding.fact("known")).split(", ") if name]
    if spot is None or not isinstance(spot.step, s.Act) or not spot.step.arguments:
        return
    kind = trouble.finding.fact("kind")
    for name in known if kind in {"output", "lamp"} else ():
        value = e.Number(int(name)) if name.isdigit() else e.Text(name)
        step = with_argument(spot.step, 0, value)
        yield replaced(trouble.program, trouble.step, step)


@idea("place_asked_for", Code.UNREACHABLE, Code.LINE_BLOCKED, Code.UNKNOWN_PLACE, Code.PART_NOT_AT_GOAL)
def place_asked_for(trouble: Trouble) -> Proposals:
    """Go to the place that the task speaks of."""
    goals = dict.fromkeys(goal.place for goal in trouble.task.goals) if trouble.task else {}
    for spot in trouble.near():
        if spot.step.op in PLACE_OPS and isinstance(spot.step.arguments[0], e.Text):
            for name in goals:
                step = with_argument(spot.step, 0, e.Text(name))
                yield replaced(trouble.program, spot.step.number, step)
            return


@idea("values_counted", Code.WRONG_ARGUMENTS)
def values_counted(trouble: Trouble) -> Proposals:
    """Leave out the values that are too many."""
    spot, expected = trouble.spot, str(trouble.finding.fact("expected"))
    if spot is None or not expected.isdigit():
        return
    if isinstance(spot.step, s.Call) and len(spot.step.arguments) > int(expected):
        shorter = replace(spot.step, arguments=spot.step.arguments[: int(expected)])
        yield replaced(trouble.program, trouble.step, shorter)


@idea("time_limit", Code.NO_TIME_LIMIT)
def time_limit(trouble: Trouble) -> Proposals:
    """Say how long to wait at most."""
    spot = trouble.spot
    if spot is None or not isinstance(spot.step, s.Act):
        return
    for at, parameter in enumerate(BY_OP[spot.step.op].parameters):
        if parameter.name.en == "timeout" and spot.step.arguments[at] is None:
            step = with_argument(spot.step, at, e.Number(10))
            yield replaced(trouble.program, trouble.step, step)
