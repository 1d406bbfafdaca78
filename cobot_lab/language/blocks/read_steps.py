"""From the blocks of a stack to the steps of a body: one method for each type, every other refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.language.arguments import check, choose_row
from cobot_lab.language.blocks import shapes
from cobot_lab.language.blocks.block_state import Block, BlockNotes, one_line
from cobot_lab.language.blocks.margin import BLANK, NOTE, VARIABLE
from cobot_lab.language.blocks.read_values import ValueReader, unknown
from cobot_lab.language.reader import draft
from cobot_lab.language.source import SIZE_MAX
from cobot_lab.language.tokens import DEPTH_MAX, STEPS_MAX
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.table import BY_OP, BY_PYTHON_NAME
from cobot_lab.program.vocabulary import Role, Row

Item = tuple[s.Step, bool]
"""A step, and whether blank lines stand before it."""


class StepReader:
    """Reads stacks of blocks."""

    def __init__(self, notes: BlockNotes) -> None:
        self._notes = notes
        self._values = ValueReader(notes)
        self._depth = 0
        self._kinds: dict[str, Callable[[Block], s.Step]] = {
            shapes.REPEAT: self._repeat,
            shapes.REPEAT_WITH: self._repeat,
            shapes.COUNT: self._count,
            shapes.FOREVER: lambda block: s.While(e.Truth(True), self._body(block)),
            shapes.WHILE: self._while,
            shapes.IF: self._if,
            shapes.SET: lambda block: s.Set(
                self._values.variable(block), self._values.value(block, shapes.VALUE, "set", "value")
            ),
            shapes.CHANGE: lambda block: s.Change(
                self._values.variable(block), self._values.value(block, shapes.AMOUNT, "change", "amount")
            ),
            shapes.CALL: lambda block: s.Call(*self._values.call(block)),
            shapes.RETURN: lambda block: s.Return(self._values.value(block, shapes.VALUE, "return", "value")),
            shapes.LEAVE: lambda _: s.Return(),
            shapes.BREAK: lambda _: s.Break(),
            shapes.COMMENT: lambda block: s.Comment(one_line(block.text(shapes.TEXT_FIELD))),
            shapes.RAW: self._raw,
        }

    # Stacks

    def stack(self, state: Any, path: str) -> list[Item]:
        """Read a block and those that hang below it."""
        items: list[Item] = []
        while state is not None and not self._notes.enough:
            block = Block.open(state, path, self._notes)
            if block is None:
                break
            items.append((self.step(block), BLANK in block.margin))
            block.close()
            state, path = block.following(), f"{block.span.block}.next"
        return items

    def step(self, block: Block) -> s.Step:
        """Read one block as a step; in place of one that is unknown stands a line that says its type."""
        reader = self._kinds.get(block.type)
        row = BY_OP.get(block.type.removeprefix(shapes.PREFIX))
        step: s.Step
        if reader is not None:
            step = reader(block)
        elif row is not None and row.role is Role.STEP and block.type.startswith(shapes.PREFIX):
            step = self._act(block, row)
        else:
            unknown(block)
            step = s.Raw(block.type)
        note = block.note
        if note and isinstance(step, s.Comment | s.Raw):  # in text these have no end to write it at
            step = replace(step, text=f"{step.text}  # {note}" if isinstance(step, s.Raw) else f"{step.text} {note}")
            note = ""
        return replace(step, note=note, span=block.span)

    def _body(self, block: Block, name: str = shapes.BODY) -> tuple[s.Step, ...]:
        state = block.held(name)
        if self._depth >= DEPTH_MAX and state is not None:
            self._notes.lack(Code.NESTED_TOO_DEEP, block.span, depth=self._depth + 1, limit=DEPTH_MAX)
            return ()
        self._depth += 1
        items = self.stack(state, f"{block.span.block}.{name}")
        self._depth -= 1
        return spaced(items)

    # Types

    def _act(self, block: Block, row: Row) -> s.Step:
        arguments = self._values.arguments(block, row)
        if len(arguments) == 1 and isinstance(arguments[0], e.Text):
            chosen = choose_row(BY_PYTHON_NAME[row.python.en], [arguments[0]], 0)
            if chosen is not None and chosen.word is not None:  # going to the point « repos » is going to rest
                return s.Act(chosen.op)
        return s.Act(row.op, arguments)

    def _repeat(self, block: Block) -> s.Step:
        if block.type == shapes.REPEAT_WITH:
            variable = self._values.variable(block)
        else:
            variable = self._values.name(block, block.margin.get(VARIABLE) or self._fresh())
        times = self._turns(block, shapes.TIMES, "repeat", 0)
        return s.Repeat(variable, times, self._body(block))

    def _fresh(self) -> str:
        """Give a name for a loop whose variable nobody looks at."""
        taken = frozenset(self._notes.variables.values()) | self._notes.functions
        names = ("i", "j", "k", *(f"i{count}" for count in range(len(taken))))
        return next(name for name in names if name not in taken)

    def _count(self, block: Block) -> s.Step:
        variable = self._values.variable(block)
        first = self._turns(block, shapes.FIRST, "count", 1)
        last = self._turns(block, shapes.LAST, "count", 2)
        return s.Count(variable, first, last, self._body(block))

    def _turns(self, block: Block, name: str, op: str, at: int) -> e.Expression:
        row = BY_OP[op]
        value = self._values.value(block, name, op, name.lower())
        return check(self._notes, row, row.parameters[at], value, block.span) or value

    def _while(self, block: Block) -> s.Step:
        mode = block.text(shapes.MODE_FIELD)
        if mode not in {shapes.UNTIL_MODE, shapes.WHILE_MODE}:
            block.broken(shapes.MODE_FIELD, "kind")
        condition = self._values.value(block, shapes.CONDITION, "while", "condition")
        if mode == shapes.UNTIL_MODE:
            condition = e.Not(condition, span=condition.span)
        return s.While(condition, self._body(block))

    def _if(self, block: Block) -> s.Step:
        more = block.extra_state("elseIfCount", 0)
        if not 0 <= more <= STEPS_MAX:
            block.broken("extraState.elseIfCount", "kind")
            more = 0
        cases = []
        for at in range(more + 1):
            head, body = shapes.case_names(at)
            condition = self._values.value(block, head, "if", "condition")
            note = one_line(block.seen(block.margin.get(f"{NOTE}{at}", "")))
            cases.append(s.Case(condition, self._body(block, body), note=note, span=block.span))
        has_else = block.extra_state("hasElse", False)
        return s.If(tuple(cases), self._body(block, shapes.ELSE) if has_else else ())

    def define(self, block: Block) -> s.Define:
        """Read the definition of a function."""
        name = self._values.name(block, block.text(shapes.NAME_FIELD))
        given = block.extra_state("params", [])
        if not all(isinstance(parameter, str) for parameter in given):
            block.broken("extraState.params", "kind")
            given = []
        parameters = tuple(self._values.name(block, parameter) for parameter in given)
        return s.Define(name, parameters, self._body(block), note=block.note, span=block.span)

    def _raw(self, block: Block) -> s.Raw:
        """Keep a line outside the language as it is, and say about it what reading it as text says."""
        text = block.text(shapes.TEXT_FIELD)
        if not text.strip():
            block.broken(shapes.TEXT_FIELD, "kind")
        self._notes.lost.update(word for word in _words(text) if word.isidentifier())
        self._notes.raw += len(text)
        block.find_as(_said_of(text, self._notes.functions) if self._notes.raw <= SIZE_MAX else _A_LINE)
        return s.Raw(text)


def spaced(items: Sequence[Item]) -> tuple[s.Step, ...]:
    """Give a body with its blank lines, of which none stands first."""
    body: list[s.Step] = []
    for step, blank in items:
        if blank and body:
            body.append(s.Blank())
        body.append(step)
    return tuple(body)


_A_LINE = Finding.of(Code.NOT_IN_LANGUAGE, construct="line", hint="")
_OF_A_LINE = frozenset({
    Code.SYNTAX, Code.NESTED_TOO_DEEP, Code.FORBIDDEN_CHARACTER, Code.NOT_IN_LANGUAGE, Code.UNKNOWN_STEP,
    Code.WRONG_ARGUMENTS, Code.WRONG_ARGUMENT_KIND, Code.NUMBER_OUT_OF_RANGE, Code.NUMBER_NOT_USABLE,
})  # fmt: skip
"""What can be wrong with a line whatever stands around it."""


def _said_of(text: str, functions: frozenset[str]) -> Finding:
    _, report = draft(text)
    for finding in report.findings:
        own = finding.code is Code.UNKNOWN_STEP and finding.fact("name") in functions
        if finding.code in _OF_A_LINE and not own:
            return finding
    return _A_LINE


def _words(text: str) -> list[str]:
    return "".join(character if character.isalnum() or character == "_" else " " for character in text).split()
