"""Programs with one thing changed: a step replaced, added, taken out or moved, everything else as it was.

A step keeps its span through every change, so that it can be told later which of the pupil's own steps it is; what is
new has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program

Change = Callable[[Any], Sequence[Any]]
"""From a step, its bodies already changed, to the steps that stand in its place."""

_BODIES = ("cases", "body", "otherwise")


def rewritten(program: Program, change: Change) -> Program:
    """Give the program with each numbered step and case put through a change, inner ones first."""
    return Program.of(_rewritten(program.body, change))


def _rewritten(body: Sequence[Any], change: Change) -> tuple[Any, ...]:
    result: list[Any] = []
    for step in body:
        if isinstance(step, s.Comment | s.Blank):
            result.append(step)
            continue
        inner = {name: _rewritten(getattr(step, name), change) for name in _BODIES if hasattr(step, name)}
        result.extend(change(replace(step, **inner) if inner else step))
    return tuple(result)


def replaced(program: Program, number: int, new: s.Written) -> Program:
    """Give the program with another step in the place of one."""
    return rewritten(program, lambda step: (new,) if step.number == number else (step,))


def with_before(program: Program, number: int, *new: s.Written) -> Program:
    """Give the program with steps added in front of one; a case has its choice for that."""
    here = _standing(program, number)
    return rewritten(program, lambda step: (*new, step) if step.number == here else (step,))


def with_behind(program: Program, number: int, *new: s.Written) -> Program:
    """Give the program with steps added behind one, in the same body; behind a choice for one of its cases."""
    here = _standing(program, number)
    return rewritten(program, lambda step: (step, *new) if step.number == here else (step,))


def _standing(program: Program, number: int) -> int:
    """Give the number of a step that others can stand next to: its own, or that of the choice whose case it is."""
    spot = spot_of(program, number)
    if spot is None or not isinstance(spot.step, s.Case):
        return number
    choice: int = spot.around[-1].number
    return choice


def without(program: Program, number: int) -> Program | None:
    """Give the program without one step; nothing when its body would be left empty, or others would go with it."""
    spot = spot_of(program, number)
    if spot is None or len(spot.steps) < 2 or isinstance(spot.step, s.Case):
        return None
    if any(outer.number == number for inner in spots(program) for outer in inner.around):
        return None
    return rewritten(program, lambda step: () if step.number == number else (step,))


def swapped(program: Program, first: int, second: int) -> Program:
    """Give the program with a step done right before another one that stands in front of it in the same body."""
    later = next(step for step in program.walk() if step.number == second)

    def change(step: s.Written) -> Sequence[s.Written]:
        if step.number == second:
            return ()
        return (later, step) if step.number == first else (step,)

    return rewritten(program, change)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a step stands.

    Attributes:
        steps: The numbered steps of its body, in order.
        at: Its place among them.
        around: The steps whose bodies it is in, the outermost first.
    """

    steps: tuple[Any, ...]
    at: int
    around: tuple[Any, ...]

    @property
    def step(self) -> Any:
        """The step itself."""
        return self.steps[self.at]

    @property
    def before(self) -> Any | None:
        """The step in front of it in the same body, or nothing."""
        return self.steps[self.at - 1] if self.at else None

    @property
    def behind(self) -> Any | None:
        """The step behind it in the same body, or nothing."""
        return self.steps[self.at + 1] if self.at + 1 < len(self.steps) else None


def spot_of(program: Program, number: int) -> Spot | None:
    """Find where a step stands; nothing when no step has the number."""
    return next((spot for spot in spots(program) if spot.step.number == number), None)


def spots(program: Program) -> Iterator[Spot]:
    """Give every numbered step with where it stands, in reading order."""
    return _spots(program.body, ())


def _spots(body: Sequence[Any], around: tuple[Any, ...]) -> Iterator[Spot]:
    steps = tuple(step for step in body if not isinstance(step, s.Comment | s.Blank))
    for at, step in enumerate(steps):
        yield Spot(steps, at, around)
        for name in _BODIES:
            yield from _spots(getattr(step, name, ()), (*around, step))


def each_value(
    expression: e.Expression, new: Callable[[e.Expression], Sequence[e.Expression]]
) -> Iterator[e.Expression]:
    """Give the expression once for each thing that one of its parts may become.

    Args:
        expression: The whole.
        new: From a part to what may stand in its place.
    """
    yield from new(expression)
    match expression:
        case e.Negative() | e.Not():
            for inner in each_value(expression.operand, new):
                yield replace(expression, operand=inner)
        case e.Arithmetic() | e.Comparison() | e.Logic():
            for inner in each_value(expression.left, new):
                yield replace(expression, left=inner)
            for inner in each_value(expression.right, new):
                yield replace(expression, right=inner)
        case e.Value() | e.FunctionCall():
            for arguments in _each_argument(expression.arguments, new):
                yield replace(expression, arguments=arguments)
        case _:
            pass


def each_step(step: Any, new: Callable[[e.Expression], Sequence[e.Expression]]) -> Iterator[Any]:
    """Give a step once for each thing that a part of its own expressions may become."""
    match step:
        case s.Act() | s.Call():
            for arguments in _each_argument(step.arguments, new):
                yield replace(step, arguments=arguments)
        case s.Set():
            for value in each_value(step.value, new):
                yield replace(step, value=value)
        case s.Change():
            for value in each_value(step.amount, new):
                yield replace(step, amount=value)
        case s.While() | s.Case():
            for value in each_value(step.condition, new):
                yield replace(step, condition=value)
        case _:
            pass


def _each_argument(
    arguments: Sequence[e.Expression | None], new: Callable[[e.Expression], Sequence[e.Expression]]
) -> Iterator[tuple[Any, ...]]:
    for at, argument in enumerate(arguments):
        if argument is not None:
            for value in each_value(argument, new):
                yield (*arguments[:at], value, *arguments[at + 1 :])
