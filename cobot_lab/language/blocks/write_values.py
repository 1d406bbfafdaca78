"""From the values inside a step to the blocks that stand in its gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cobot_lab.language.blocks import shapes
from cobot_lab.language.blocks.margin import NUMBER, write_margin
from cobot_lab.program import expressions as e
from cobot_lab.program.table import BY_OP
from cobot_lab.program.vocabulary import Kind, Parameter

State = dict[str, Any]


class ValueWriter:
    """Writes the values of one step after another; each block's `id` is its step's with a count behind it."""

    def __init__(self) -> None:
        self._ids: Iterator[str] = iter(())
        self._variables: dict[str, str] = {}

    @property
    def variables(self) -> list[State]:
        """The variables met so far, as Blockly lists them."""
        return [{"name": name, "id": key} for name, key in self._variables.items()]

    def step(self, key: str) -> None:
        """Begin a step: `key` is the `id` of its block."""
        self._ids = (f"{key}.{count}" for count in range(1, 1_000_000))

    def variable(self, name: str) -> State:
        """Give the content of a field that holds a variable."""
        return {"id": self._variables.setdefault(name, f"v:{name}")}

    def gaps(self, parameters: Sequence[Parameter], arguments: Sequence[e.Expression | None]) -> State:
        """Give the fields and inputs of a row's arguments."""
        fields: State = {}
        inputs: State = {}
        for parameter, argument in zip(parameters, arguments, strict=True):
            if argument is None:
                continue
            if parameter.kind is Kind.CHOICE and isinstance(argument, e.Text):
                fields[shapes.gap(parameter)] = argument.value
            else:
                inputs[shapes.gap(parameter)] = self.held(argument, parameter)
        return {**({"fields": fields} if fields else {}), **({"inputs": inputs} if inputs else {})}

    def held(self, value: e.Expression, parameter: Parameter | None = None) -> State:
        """Give what an input holds.

        A plain number, text or place is a shadow block, which the pupil edits in place; anything else stands before
        the shadow that a fresh block shows, so that pulling it out leaves no hole.
        """
        kind = Kind.ANY if parameter is None else parameter.kind
        if isinstance(value, e.Number | e.Text):
            return {"shadow": self._block(value, kind)}
        behind = None if parameter is None else initial(parameter)
        shadow = {} if behind is None else {"shadow": self._block(behind, kind)}
        return {**shadow, "block": self._block(value, kind)}

    def _block(self, value: e.Expression, kind: Kind = Kind.ANY) -> State:  # noqa: PLR0911 - one return for each kind
        """Give the block of a value."""
        key = next(self._ids)
        match value:
            case e.Number():
                return _number(key, value.value)
            case e.Text() if kind is Kind.PLACE:
                return {"type": shapes.PLACE, "id": key, "fields": {shapes.PLACE_FIELD: value.value}}
            case e.Text():
                return {"type": shapes.TEXT, "id": key, "fields": {shapes.TEXT_FIELD: value.value}}
            case e.Truth():
                return {"type": shapes.TRUTH, "id": key, "fields": {shapes.TRUTH_FIELD: str(value.value).upper()}}
            case e.Variable():
                field = self.variable(value.name)
                return {"type": shapes.VARIABLE, "id": key, "fields": {shapes.VARIABLE_FIELD: field}}
            case e.Value():
                gaps = self.gaps(BY_OP[value.op].parameters, value.arguments)
                return {"type": shapes.PREFIX + value.op, "id": key, **gaps}
            case e.FunctionCall():
                return {"type": shapes.CALL_VALUE, "id": key, **self.call(value.name, value.arguments)}
            case e.Negative():
                return {"type": shapes.NEGATIVE, "id": key, "inputs": {shapes.OPERAND: self.held(value.operand)}}
            case e.Not():
                return {"type": shapes.NOT, "id": key, "inputs": {shapes.OPERAND: self.held(value.operand)}}
            case e.Arithmetic() | e.Comparison() | e.Logic():
                sides = {shapes.LEFT: self.held(value.left), shapes.RIGHT: self.held(value.right)}
                kind_of_block, signs = _OPERATIONS[type(value)]
                return {
                    "type": kind_of_block,
                    "id": key,
                    "fields": {shapes.SIGN_FIELD: signs[value.operator]},
                    "inputs": sides,
                }

    def call(self, name: str, arguments: Sequence[e.Expression]) -> State:
        """Give what a call of a function holds besides its type."""
        inputs = {shapes.argument_name(at): self.held(argument) for at, argument in enumerate(arguments)}
        extra = {"extraState": {"name": name, "arguments": len(arguments)}}
        return {**extra, **({"inputs": inputs} if inputs else {})}


def _signs(signs: dict[str, str]) -> dict[str, str]:
    return {sign: key for key, sign in signs.items()}


_OPERATIONS: dict[type[e.Expression], tuple[str, dict[str, str]]] = {
    e.Arithmetic: (shapes.ARITHMETIC, _signs(shapes.ARITHMETIC_SIGNS)),
    e.Comparison: (shapes.COMPARISON, _signs(shapes.COMPARISON_SIGNS)),
    e.Logic: (shapes.LOGIC, _signs(shapes.LOGIC_SIGNS)),
}


def _number(key: str, value: int | float) -> State:
    state: State = {"type": shapes.NUMBER, "id": key, "fields": {shapes.NUMBER_FIELD: value}}
    if isinstance(value, float) and value.is_integer():  # JavaScript saves 1.0 as 1 and -0.0 as 0
        state["data"] = write_margin({NUMBER: repr(value)})
    return state


def initial(parameter: Parameter, place: str = "A") -> e.Expression | None:
    """Give what a fresh block shows in a gap that can be filled without another block; nothing for a condition.

    Args:
        parameter: The gap.
        place: What to show where a place is wanted.
    """
    match parameter.kind:
        case Kind.NUMBER:
            return e.Number(parameter.initial if isinstance(parameter.initial, int | float) else 0)
        case Kind.PLACE:
            return e.Text(place)
        case Kind.TEXT | Kind.NAME:
            return e.Text(str(parameter.initial or ""))
        case Kind.ANY:
            given = parameter.initial
            return e.Number(given) if isinstance(given, int | float) else e.Text(given or "")
        case _:
            return None
