"""Questions about the shape of a program, for telling what a finding means."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from cobot_lab.coach.ideas.idea import PLACE_OPS
from cobot_lab.coach.tree import spot_of, spots
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.names import set_in
from cobot_lab.program.program import Program
from cobot_lab.program.values import values_of

_LOOPS = s.Repeat | s.Count | s.While


def nearly(name: str, known: Iterable[str]) -> bool:
    """Tell whether a name is nearly one of the known."""
    return bool(get_close_matches(name, [one for one in known if one], n=1))


def loops(program: Program) -> bool:
    """Tell whether anything is repeated."""
    return any(isinstance(step, _LOOPS) for step in program.walk())


def repeated(program: Program, number: int) -> bool:
    """Tell whether a step is in a loop or a function."""
    spot = spot_of(program, number)
    return spot is not None and any(isinstance(step, _LOOPS | s.Define) for step in spot.around)


def place_named(program: Program, number: int) -> bool:
    """Tell whether a step says where."""
    return _place(program, number) is not None


def place_computed(program: Program, number: int) -> bool:
    """Tell whether the place of a step depends on a variable."""
    step = _place(program, number)
    return step is not None and any(isinstance(value, e.Variable) for value in values_of(step))


def _place(program: Program, number: int) -> Any | None:
    spot = spot_of(program, number)
    found = spot is not None and isinstance(spot.step, s.Act) and spot.step.op in PLACE_OPS
    return spot.step if spot is not None and found else None


def counts_from_one(program: Program) -> bool:
    """Tell whether a loop counts from 1 and nothing takes that 1 away again."""
    first = any(isinstance(step, s.Count) and step.first == e.Number(1) for step in program.walk())
    return first and not any(_less_one(value) for step in program.walk() for value in values_of(step))


def _less_one(value: e.Expression) -> bool:
    return isinstance(value, e.Arithmetic) and value.operator == "-" and value.right == e.Number(1)


def set_in_a_function(program: Program, name: str) -> bool:
    """Tell whether a name gets its value in a function only."""
    inside = any(
        name in set_in(function.body) or name in function.parameters for function in program.functions.values()
    )
    return inside and name not in set_in(program.body)


def turns_the_tool(program: Program) -> bool:
    """Tell whether the tool is turned."""
    return any(isinstance(step, s.Act) and step.op == "turn_tool" for step in program.walk())


def never_closes(program: Program) -> bool:
    """Tell whether the gripper goes down somewhere and closes nowhere."""
    ops = {step.op for step in program.walk() if isinstance(step, s.Act)}
    return "descend_to" in ops and not ops & {"pick", "close_gripper"}


def pallets_differ(program: Program) -> bool:
    """Tell whether two pallets are made with rows and columns, or with corners, in another order."""
    made = [spot.step.arguments for spot in spots(program) if isinstance(spot.step, s.Act) and _makes(spot.step)]
    sizes = {(rows, columns) for _, rows, columns, *_ in made}
    if any((columns, rows) in sizes for rows, columns in sizes if rows != columns):
        return True
    return len({_corners(arguments) for arguments in made}) > 1


def _makes(step: s.Act) -> bool:
    return step.op == "make_pallet"


def _corners(arguments: tuple[Any, ...]) -> tuple[int, ...]:
    """Give the order in which the last letters of three points' names stand."""
    ends = [point.value[-1:] if isinstance(point, e.Text) else "" for point in arguments[3:]]
    return tuple(sorted(range(len(ends)), key=lambda at: ends[at]))
