"""From the blocks that stand in the gaps of a step to values: one method for each type, every other refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from cobot_lab.codes import Code
from cobot_lab.language.arguments import check
from cobot_lab.language.blocks import shapes
from cobot_lab.language.blocks.block_state import Block, BlockNotes
from cobot_lab.language.blocks.json_text import Unusable
from cobot_lab.language.blocks.margin import NUMBER
from cobot_lab.language.characters import visible
from cobot_lab.language.names_given import usable_name
from cobot_lab.language.suggestion import suggestion
from cobot_lab.language.tokens import LINKS_MAX, usable
from cobot_lab.program import expressions as e
from cobot_lab.program.table import BY_OP
from cobot_lab.program.vocabulary import Kind, Parameter, Role, Row

HOLE = e.Variable("…")
"""Stands where a value is missing, in programs that are shown and never run."""

Arguments = tuple[e.Expression | None, ...]


class ValueReader:
    """Reads the values of blocks."""

    def __init__(self, notes: BlockNotes) -> None:
        self._notes = notes
        self._depth = 0
        self._kinds: dict[str, Callable[[Block], e.Expression]] = {
            shapes.NUMBER: self._number,
            shapes.TEXT: lambda block: self._text(block, shapes.TEXT_FIELD),
            shapes.PLACE: lambda block: self._text(block, shapes.PLACE_FIELD),
            shapes.TRUTH: self._truth,
            shapes.VARIABLE: lambda block: e.Variable(self.variable(block), span=block.span),
            shapes.NEGATIVE: self._negative,
            shapes.NOT: lambda block: e.Not(self.value(block, shapes.OPERAND, "not", "value"), span=block.span),
            shapes.ARITHMETIC: lambda block: e.Arithmetic(
                *self._sides(block, shapes.ARITHMETIC_SIGNS), span=block.span
            ),
            shapes.COMPARISON: lambda block: e.Comparison(
                *self._sides(block, shapes.COMPARISON_SIGNS), span=block.span
            ),
            shapes.LOGIC: lambda of: e.Logic(*self._sides(of, shapes.LOGIC_SIGNS), span=of.span),
            shapes.CALL_VALUE: lambda block: e.FunctionCall(*self.call(block), span=block.span),
        }

    # Gaps

    def value(self, block: Block, name: str, op: str, gap: str) -> e.Expression:
        """Read the value in an input, or note that it is empty.

        Args:
            block: The block with the input.
            name: Name of the input.
            op: What the block is called in a finding.
            gap: What the input is called in a finding.
        """
        return self._held(block, name, block.held(name)) or self._empty(block, op, gap)

    def argument(self, block: Block, row: Row, parameter: Parameter) -> e.Expression | None:
        """Read what stands in a gap of a row, with its kind and range checked as they are in text."""
        name = shapes.gap(parameter)
        if parameter.kind is Kind.CHOICE:
            word = block.text(name)
            choice = e.Text(word, span=block.span)
            return check(self._notes, row, parameter, choice, block.span) or choice
        found = self._held(block, name, block.held(name))
        if found is None:
            return None if parameter.optional else self._empty(block, row.op, parameter.name.en)
        return check(self._notes, row, parameter, found, block.span) or found

    def arguments(self, block: Block, row: Row) -> Arguments:
        """Read every gap of a row."""
        return tuple(self.argument(block, row, parameter) for parameter in row.parameters)

    def _empty(self, block: Block, op: str, gap: str) -> e.Expression:
        self._notes.lack(Code.EMPTY_GAP, block.span, name=op, gap=gap)
        return HOLE

    def _held(self, around: Block, name: str, state: object) -> e.Expression | None:
        """Read a block that stands inside another; a hole for one that cannot be read."""
        if state is None:
            return None
        assert around.span.block is not None
        step = self._notes.ids[around.span.block]
        block = Block.open(state, f"{around.span.block}.{name}", self._notes, step)
        if block is None:
            return HOLE
        if self._depth >= LINKS_MAX:
            self._notes.lack(Code.NESTED_TOO_DEEP, block.span, depth=self._depth + 1, limit=LINKS_MAX)
            return HOLE
        self._depth += 1
        value = self._of(block)
        self._depth -= 1
        block.close(ends=True)
        return value

    def _of(self, block: Block) -> e.Expression:
        if (reader := self._kinds.get(block.type)) is not None:
            return reader(block)
        row = BY_OP.get(block.type.removeprefix(shapes.PREFIX))
        if row is not None and row.role is Role.VALUE and block.type.startswith(shapes.PREFIX):
            return e.Value(row.op, self.arguments(block, row), span=block.span)
        unknown(block)
        return HOLE

    # Types

    def _number(self, block: Block) -> e.Expression:
        value = block.field(shapes.NUMBER_FIELD)
        written = block.margin.get(NUMBER, "")
        if isinstance(value, Unusable) and not _says(written, value.text):
            block.find(Code.NUMBER_NOT_USABLE, text=value.text)
            return e.Number(0, span=block.span)
        if isinstance(value, bool) or not isinstance(value, int | float | Unusable):
            block.broken(shapes.NUMBER_FIELD, "kind")
            return HOLE
        if isinstance(value, Unusable) or _says(written, repr(value)):
            return e.Number(float(written), span=block.span)
        plain = int(value) if isinstance(value, float) and value.is_integer() and usable(str(int(value))) else value
        return e.Number(plain, span=block.span)

    def _text(self, block: Block, name: str) -> e.Text:
        return e.Text(unicodedata.normalize("NFC", block.text(name)), span=block.span)

    def _truth(self, block: Block) -> e.Expression:
        word = block.text(shapes.TRUTH_FIELD)
        if word not in shapes.TRUTHS:
            block.broken(shapes.TRUTH_FIELD, "kind")
        return e.Truth(shapes.TRUTHS.get(word, False), span=block.span)

    def _negative(self, block: Block) -> e.Expression:
        """Read a minus; in front of a plain number it is part of that number, as it is in text."""
        operand = self.value(block, shapes.OPERAND, "arithmetic", "value")
        if isinstance(operand, e.Number) and not repr(operand.value).startswith("-"):
            return e.Number(-operand.value, span=block.span)
        return e.Negative(operand, span=block.span)

    def _sides(self, block: Block, signs: dict[str, str]) -> tuple[str, e.Expression, e.Expression]:
        word = block.text(shapes.SIGN_FIELD)
        if word not in signs:
            block.broken(shapes.SIGN_FIELD, "kind")
        op = block.type.removeprefix(shapes.PREFIX)
        left = self.value(block, shapes.LEFT, op, "left")
        return signs.get(word, word), left, self.value(block, shapes.RIGHT, op, "right")

    def call(self, block: Block) -> tuple[str, tuple[e.Expression, ...]]:
        """Read a call of a pupil's function."""
        name = self.name(block, block.extra_state("name", ""))
        if name not in self._notes.functions:
            near = suggestion(name, self._notes.functions)
            self._notes.lack(Code.UNKNOWN_STEP, block.span, name=visible(name), suggestion=near)
        count = block.extra_state("arguments", 0)
        if not 0 <= count <= LINKS_MAX:
            block.broken("extraState.arguments", "kind")
            count = 0
        return name, tuple(self.value(block, shapes.argument_name(at), name, "value") for at in range(count))

    # Names

    def variable(self, block: Block) -> str:
        """Read a field that holds a variable."""
        held = block.field(shapes.VARIABLE_FIELD)
        key = held.get("id") if isinstance(held, dict) else None
        name = self._notes.variables.get(key) if isinstance(key, str) else None
        if name is None:
            block.broken(shapes.VARIABLE_FIELD, "variable")
            return HOLE.name
        return self.name(block, name)

    def name(self, block: Block, given: str) -> str:
        """Give a name composed (NFC), or note that Python does not take it for one."""
        name = unicodedata.normalize("NFC", given)
        if not usable_name(name):
            self._notes.lack(Code.NAME_NOT_USABLE, block.span, name=visible(name))
        return name


def unknown(block: Block) -> None:
    """Note that a block is of no type, or of one that does not go where it stands."""
    if block.type in shapes.TYPES:
        block.broken("type", "place")
    else:
        block.notes.lack(Code.UNKNOWN_BLOCK, block.span, type=visible(block.type))
    block.forget()


def _says(written: str, text: str) -> bool:
    """Tell whether a float as written in the margin is the number that the field holds."""
    try:
        value = float(written)
        return repr(value) == written and value.is_integer() and value == float(text)
    except ValueError:
        return False
