"""From a step of the vocabulary with its computed arguments to commands in SI units; macros are opened here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cobot_lab.program import commands as c
from cobot_lab.program.arithmetic import Datum, UncomputableError, number, shown, whole
from cobot_lab.program.residual import Reading
from cobot_lab.program.table import BY_OP, REST_WORDS
from cobot_lab.program.vocabulary import Kind, Parameter, Row


class OutOfRangeError(Exception):
    """A computed number is outside its parameter's range; caught by the interpreter, which makes a finding of it.

    Attributes:
        row: The step.
        parameter: The gap.
        value: In the pupil's unit.
    """

    def __init__(self, row: Row, parameter: Parameter, value: float) -> None:
        super().__init__(f"{row.op}.{parameter.name.en}: {value}")
        self.row = row
        self.parameter = parameter
        self.value = value


@dataclass(frozen=True, slots=True)
class Asked:
    """A step about to become commands.

    Attributes:
        step: Its number.
        arguments: In SI units, in the row's order; `None` where left out.
        approach: Height of the approach when none is named [m].
    """

    step: int
    arguments: Sequence[Datum | None]
    approach: float

    def spot(self, at: int = 0) -> c.Spot:
        """Give a place argument."""
        value = self.arguments[at]
        assert isinstance(value, c.Spot)
        return value

    def quantity(self, at: int = 0) -> float:
        """Give a number argument in SI; where it was left out, the approach."""
        value = self.arguments[at] if at < len(self.arguments) else None
        return self.approach if value is None else float(number(value))

    def rank(self, at: int = 0) -> int:
        """Give a whole number argument."""
        value = self.arguments[at]
        assert isinstance(value, int)
        return value

    def word(self, at: int = 0) -> str:
        """Give a chosen word."""
        value = self.arguments[at]
        assert isinstance(value, str)
        return value


def to_si(row: Row, parameter: Parameter, value: Datum) -> Datum:
    """Check a computed argument and convert it.

    Raises:
        UncomputableError: It is of another kind than the parameter wants.
        OutOfRangeError: A number outside the parameter's range.
    """
    if parameter.kind is Kind.PLACE:
        return place(value)
    if parameter.kind is Kind.NUMBER:
        found = whole(value) if parameter.whole else number(value)
        if not parameter.allows(found):
            raise OutOfRangeError(row, parameter, found)
        return found if parameter.whole else parameter.unit.to_si(found)
    if parameter.kind in {Kind.NAME, Kind.TEXT, Kind.CHOICE} and not isinstance(value, str):
        raise UncomputableError("types")
    if parameter.kind is Kind.CHOICE:
        return _choice(parameter, str(value))
    return value


def _choice(parameter: Parameter, word: str) -> str:
    key = parameter.choice(word)
    if key is None:
        raise UncomputableError("types")
    return key


def place(value: Datum) -> c.Spot:
    """Take a place: a point, or the name of one.

    Raises:
        UncomputableError: It is neither.
    """
    if isinstance(value, c.Spot):
        return value
    if not isinstance(value, str):
        raise UncomputableError("types")
    return c.Spot(value)


def offset(arguments: Sequence[Datum | None]) -> c.Spot:
    """Give a point moved along the axes of the world, from its arguments in SI."""
    spot, *moved = arguments
    assert isinstance(spot, c.Spot)
    x, y, z = (a + float(number(b)) for a, b in zip(spot.offset, _present(moved), strict=True))
    return replace(spot, offset=(x, y, z))


def _present(values: Sequence[Datum | None]) -> tuple[Datum, ...]:
    return tuple(value for value in values if value is not None)


def _go_to(asked: Asked) -> c.Command:
    spot = asked.spot()
    if spot.name in REST_WORDS and not any(spot.offset) and not spot.shares:
        return c.GoToRest(asked.step)
    return c.GoTo(asked.step, spot)


def _move_by(asked: Asked) -> c.Command:
    return c.MoveBy(asked.step, (asked.quantity(0), asked.quantity(1), asked.quantity(2)))


def _show(asked: Asked) -> c.Command:
    (value,) = _present(asked.arguments)
    if isinstance(value, Reading):
        return c.Tell(asked.step, "", value)
    return c.Tell(asked.step, shown(value))


COMMANDS: dict[str, Callable[[Asked], c.Command]] = {
    "go_to_rest": lambda asked: c.GoToRest(asked.step),
    "go_to": _go_to,
    "go_above": lambda asked: c.GoAbove(asked.step, asked.spot(), asked.quantity(1)),
    "descend_to": lambda asked: c.Descend(asked.step, asked.spot()),
    "go_up": lambda asked: c.Rise(asked.step, asked.quantity()),
    "move_by": _move_by,
    "speed": lambda asked: c.SetSpeed(asked.step, asked.quantity()),
    "open_gripper": lambda asked: c.Open(asked.step),
    "open_gripper_to": lambda asked: c.Open(asked.step, asked.quantity()),
    "close_gripper": lambda asked: c.Close(asked.step),
    "grip_force": lambda asked: c.SetGripForce(asked.step, asked.quantity()),
    "wait": lambda asked: c.Pause(asked.step, asked.quantity()),
    "show": _show,
    "mode": lambda asked: c.SetMode(asked.step, asked.word() == "line"),
    "blend": lambda asked: c.SetBlend(asked.step, asked.quantity()),
    "turn_tool": lambda asked: c.TurnTool(asked.step, asked.quantity()),
    "joint": lambda asked: c.SetJoint(asked.step, asked.rank(), asked.quantity(1)),
    "output": lambda asked: c.Signal(asked.step, "output", str(asked.rank()), float(asked.rank(1))),
    "pulse": lambda asked: c.Signal(asked.step, "output", str(asked.rank()), 1.0, asked.quantity(1)),
    "lamp_on": lambda asked: c.Signal(asked.step, "lamp", asked.word(), 1.0),
    "lamp_off": lambda asked: c.Signal(asked.step, "lamp", asked.word(), 0.0),
    "conveyor": lambda asked: c.Signal(asked.step, "conveyor", "", asked.quantity()),
}
"""What each plain step becomes."""

_ON_A_PLACE = frozenset({"go_above", "descend_to"})


def open_macro(row: Row, asked: Asked) -> tuple[c.Command, ...]:
    """Give a macro's commands; each of its steps works on the macro's place, heights being the approach."""
    return tuple(
        COMMANDS[op](Asked(asked.step, asked.arguments if op in _ON_A_PLACE else (), asked.approach))
        for op in row.opens_into
    )


def commands(op: str, asked: Asked) -> tuple[c.Command, ...]:
    """Give the commands of a step of the vocabulary."""
    row = BY_OP[op]
    return open_macro(row, asked) if row.opens_into else (COMMANDS[op](asked),)
