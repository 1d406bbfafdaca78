"""From a program to the one workspace that shows it in blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from cobot_lab.language.blocks import shapes
from cobot_lab.language.blocks.json_text import write_json
from cobot_lab.language.blocks.layout import FreeNote, Layout, Position
from cobot_lab.language.blocks.margin import AT, BLANK, NOTE, VARIABLE, write_margin
from cobot_lab.language.blocks.write_values import State, ValueWriter
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.names import inside
from cobot_lab.program.program import Program
from cobot_lab.program.table import BY_OP
from cobot_lab.program.values import values_of

_LEFT = 40
_APART = 320


def write_blocks(program: Program, layout: Layout | None = None) -> str:
    """Give the workspace of a program, as Blockly loads it, on one line.

    The same program gives the same text: the `id` of a block is made from the number of its step.

    Args:
        program: What to show.
        layout: Where the blocks lie; without one, beside one another.
    """
    return write_json(workspace(program, layout))


def workspace(program: Program, layout: Layout | None = None) -> State:
    """Give the workspace of a program as nested dictionaries, too deep for `json.dumps` when the program is long."""
    return _Writer(Program.of(program.body), layout or Layout()).workspace()


class _Writer:
    """Writes one program."""

    def __init__(self, program: Program, layout: Layout) -> None:
        self._program = program
        self._layout = layout
        self._values = ValueWriter()
        self._unnumbered = iter(range(1, 1_000_000))
        self._looked_at = _looked_at(program)

    def workspace(self) -> State:
        items = list(_items(self._program.body))
        main: list[tuple[s.Step, bool, dict[str, str]]] = [
            (step, blank, {}) for step, blank in items if not isinstance(step, s.Define)
        ]
        start: State = {"type": shapes.START, "id": "start", "deletable": False}
        chain = self._chain(main)
        if chain is not None:
            start["next"] = {"block": chain}
        tops = [self._placed(start, self._layout.start or Position(_LEFT, _LEFT))]
        known = dict(self._layout.functions)
        for at, (step, blank) in enumerate(items):
            if isinstance(step, s.Define):
                beside = Position(_LEFT + _APART * len(tops), _LEFT)
                tops.append(self._placed(self._state(step, blank, {AT: str(at)}), known.get(step.name, beside)))
        document: State = {"schema": shapes.SCHEMA, "blocks": {"languageVersion": 0, "blocks": tops}}
        if self._values.variables:
            document["variables"] = self._values.variables
        if self._layout.notes:
            document["workspaceComments"] = [_note(at, note) for at, note in enumerate(self._layout.notes, 1)]
        return document

    def _placed(self, state: State, position: Position) -> State:
        return {**state, "x": position.x, "y": position.y}

    def _chain(self, steps: Sequence[tuple[s.Step, bool, dict[str, str]]]) -> State | None:
        """Give the first of several blocks, each holding the next."""
        states = [self._state(*item) for item in steps]
        for state, following in pairwise(states):
            state["next"] = {"block": following}
        return states[0] if states else None

    def _body(self, body: Sequence[s.Step]) -> State:
        chain = self._chain([(step, blank, {}) for step, blank in _items(body)])
        return {} if chain is None else {"block": chain}

    def _state(self, step: s.Step, blank: bool, kept: dict[str, str]) -> State:
        key = f"c{next(self._unnumbered)}" if isinstance(step, s.Comment) else f"s{step.number}"
        self._values.step(key)
        margin = {**({BLANK: ""} if blank else {}), **kept}
        kind, content = self._content(step, margin)
        state: State = {"type": kind, "id": key}
        if margin:
            state["data"] = write_margin(margin)
        if step.note:
            pinned = step.number in self._layout.pinned
            state["icons"] = {"comment": {"text": step.note, "pinned": pinned, "height": 80, "width": 160}}
        if step.number in self._layout.collapsed:
            state["collapsed"] = True
        return {**state, **content}

    def _content(  # noqa: C901, PLR0911 - one return for each kind
        self, step: s.Step, margin: dict[str, str]
    ) -> tuple[str, State]:
        """Give a step's type of block and what is in it; what cannot be seen goes to the margin."""
        match step:
            case s.Comment():
                return shapes.COMMENT, {"fields": {shapes.TEXT_FIELD: step.text}}
            case s.Raw():
                return shapes.RAW, {"fields": {shapes.TEXT_FIELD: step.text}}
            case s.If():
                return shapes.IF, self._if(step, margin)
            case s.Repeat() | s.Count() | s.While():
                return self._loop(step, margin)
            case s.Define():
                extra = {"extraState": {"params": list(step.parameters)}} if step.parameters else {}
                body = self._inputs({shapes.BODY: self._body(step.body)})
                return shapes.DEFINE, {**extra, "fields": {shapes.NAME_FIELD: step.name}, **body}
            case s.Act():
                return shapes.PREFIX + step.op, self._values.gaps(BY_OP[step.op].parameters, step.arguments)
            case s.Call():
                return shapes.CALL, self._values.call(step.name, step.arguments)
            case s.Set() | s.Change():
                return self._assignment(step)
            case s.Return():
                if step.value is None:
                    return shapes.LEAVE, {}
                return shapes.RETURN, {"inputs": {shapes.VALUE: self._values.held(step.value)}}
            case s.Break():
                return shapes.BREAK, {}
            case s.Blank():
                raise TypeError(step)  # never an item of its own: `_items`

    def _assignment(self, step: s.Set | s.Change) -> tuple[str, State]:
        fields = {"fields": {shapes.VARIABLE_FIELD: self._values.variable(step.variable)}}
        if isinstance(step, s.Set):
            held = self._values.held(step.value, BY_OP["set"].parameters[1])
            return shapes.SET, {**fields, "inputs": {shapes.VALUE: held}}
        held = self._values.held(step.amount, BY_OP["change"].parameters[0])
        return shapes.CHANGE, {**fields, "inputs": {shapes.AMOUNT: held}}

    def _loop(self, step: s.Repeat | s.Count | s.While, margin: dict[str, str]) -> tuple[str, State]:
        """Write a loop. Its own values come before its body, whose steps count their blocks anew."""
        match step:
            case s.While(condition) if condition == e.Truth(True):
                return shapes.FOREVER, self._inputs({shapes.BODY: self._body(step.body)})
            case s.While(e.Not(operand)):
                return shapes.WHILE, self._while(shapes.UNTIL_MODE, operand, step.body)
            case s.While(condition):
                return shapes.WHILE, self._while(shapes.WHILE_MODE, condition, step.body)
            case s.Repeat():
                held = {shapes.TIMES: self._values.held(step.times, BY_OP["repeat"].parameters[0])}
                if step.variable not in self._looked_at:
                    margin[VARIABLE] = step.variable
                    return shapes.REPEAT, self._inputs({**held, shapes.BODY: self._body(step.body)})
                fields = {"fields": {shapes.VARIABLE_FIELD: self._values.variable(step.variable)}}
                body = self._inputs({**held, shapes.BODY: self._body(step.body)})
                return shapes.REPEAT_WITH, {**fields, **body}
            case s.Count():
                _, first, last = BY_OP["count"].parameters
                bounds = {
                    shapes.FIRST: self._values.held(step.first, first),
                    shapes.LAST: self._values.held(step.last, last),
                }
                fields = {"fields": {shapes.VARIABLE_FIELD: self._values.variable(step.variable)}}
                return shapes.COUNT, {**fields, **self._inputs({**bounds, shapes.BODY: self._body(step.body)})}

    def _while(self, mode: str, condition: e.Expression, body: Sequence[s.Step]) -> State:
        held = self._values.held(condition)
        inputs = self._inputs({shapes.CONDITION: held, shapes.BODY: self._body(body)})
        return {"fields": {shapes.MODE_FIELD: mode}, **inputs}

    def _if(self, step: s.If, margin: dict[str, str]) -> State:
        conditions = [self._values.held(case.condition) for case in step.cases]
        inputs: State = {}
        for at, (case, condition) in enumerate(zip(step.cases, conditions, strict=True)):
            head, body = shapes.case_names(at)
            inputs |= {head: condition, body: self._body(case.body)}
            if case.note:
                margin[f"{NOTE}{at}"] = case.note
        extra: State = {}
        if len(step.cases) > 1:
            extra["elseIfCount"] = len(step.cases) - 1
        if step.otherwise:
            extra["hasElse"] = True
            inputs[shapes.ELSE] = self._body(step.otherwise)
        return {**({"extraState": extra} if extra else {}), **self._inputs(inputs)}

    def _inputs(self, inputs: State) -> State:
        filled = {name: held for name, held in inputs.items() if held}
        return {"inputs": filled} if filled else {}


def _items(body: Sequence[s.Step]) -> Iterator[tuple[s.Step, bool]]:
    """Give the steps of a body, each with whether blank lines stand before it."""
    blank = False
    for step in body:
        if isinstance(step, s.Blank):
            blank = True
            continue
        yield step, blank
        blank = False


def _looked_at(program: Program) -> frozenset[str]:
    """Give the names whose value somebody uses or sets otherwise than by repeating."""
    steps: list[s.Written] = [*inside(program.body)]
    for define in program.functions.values():
        steps += inside(define.body)
    used = {value.name for step in steps for value in values_of(step) if isinstance(value, e.Variable)}
    used |= {step.variable for step in steps if isinstance(step, s.Set | s.Change | s.Count)}
    return frozenset(used)


def _note(at: int, note: FreeNote) -> dict[str, Any]:
    position = {"x": note.position.x, "y": note.position.y}
    return {"height": note.height, "width": note.width, **position, "text": note.text, "id": f"n{at}"}
