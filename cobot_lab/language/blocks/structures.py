"""The definitions of the blocks that order others, and of those that stand for a plain value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cobot_lab.language.blocks import shapes, tooltips
from cobot_lab.language.blocks.categories import category_of
from cobot_lab.language.blocks.wordings import message
from cobot_lab.program.table import BY_OP
from cobot_lab.program.vocabulary import Language, Words

Definition = dict[str, Any]

_STEP: Definition = {"previousStatement": None, "nextStatement": None}
_LAST: Definition = {"previousStatement": None}


def structures(language: Language) -> tuple[Definition, ...]:
    """Give these definitions in one language."""
    of = _Structures(language)
    return (*of.order(), *of.data(), *of.plain())


class _Structures:
    def __init__(self, language: Language) -> None:
        self._language = language

    def _say(self, fr: str, en: str) -> str:
        return Words(fr, en).said_in(self._language)

    def _wording(self, op: str) -> str:
        return message(BY_OP[op].block.said_in(self._language))

    def _block(  # one argument for each thing that differs
        self,
        kind: str,
        op: str,
        text: str,
        arguments: Sequence[Definition] = (),
        *,
        body: bool = False,
        tooltip: Words | None = None,
        **more: Any,
    ) -> Definition:
        said = (tooltip or tooltips.TOOLTIPS[op]).said_in(self._language)
        definition: Definition = {"type": kind, "message0": text, "args0": list(arguments), "inputsInline": True}
        if body:
            definition |= {"message1": "%1", "args1": [{"type": "input_statement", "name": shapes.BODY}]}
        return {**definition, "colour": category_of(op).colour, "tooltip": said, "helpUrl": "", **more}

    # Control

    def order(self) -> tuple[Definition, ...]:
        times = _input(shapes.TIMES, ["Number"])
        bounds = [_input(shapes.FIRST, ["Number"]), _input(shapes.LAST, ["Number"])]
        counted = self._say("répéter %1 fois en comptant %2 à partir de 0", "repeat %1 times counting %2 from 0")
        return (
            self._block(shapes.START, "when_started", self._wording("when_started"), nextStatement=None, hat="cap"),
            self._block(shapes.REPEAT, "repeat", self._wording("repeat"), [times], body=True, **_STEP),
            self._block(shapes.REPEAT_WITH, "repeat", counted, [times, _variable()], body=True, **_STEP),
            self._block(shapes.COUNT, "count", self._wording("count"), [_variable(), *bounds], body=True, **_STEP),
            self._block(shapes.FOREVER, "forever", self._wording("forever"), body=True, **_STEP),
            self._while(),
            self._if(),
            self._block(shapes.BREAK, "break", self._wording("break"), **_LAST, nextStatement=None),
        )

    def _while(self) -> Definition:
        modes = {"jusqu'à ce que": ("until", shapes.UNTIL_MODE), "tant que": ("while", shapes.WHILE_MODE)}
        options = [[self._say(fr, en), mode] for fr, (en, mode) in modes.items()]
        mode = {"type": "field_dropdown", "name": shapes.MODE_FIELD, "options": options}
        text = self._say("répéter %1 %2", "repeat %1 %2")
        condition = _input(shapes.CONDITION, shapes.LOOSE_CONDITION)
        return self._block(shapes.WHILE, "while", text, [mode, condition], body=True, **_STEP)

    def _if(self) -> Definition:
        head, _, _ = self._wording("if").partition(" / ")
        condition, body = shapes.case_names(0)
        return {
            **self._block(shapes.IF, "if", head, [_input(condition, shapes.LOOSE_CONDITION)], **_STEP),
            "message1": "%1",
            "args1": [{"type": "input_statement", "name": body}],
            "mutator": "controls_if_mutator",
        }

    # Variables, functions

    def data(self) -> tuple[Definition, ...]:
        amount, value = _input(shapes.AMOUNT), _input(shapes.VALUE)
        change = [amount, _variable()] if self._language == "fr" else [_variable(), amount]
        name = {"type": "field_input", "name": shapes.NAME_FIELD, "text": self._say("faire", "do_it")}
        define = self._say("définir %1", "define %1")
        leave = self._say("quitter ce bloc", "leave this block")
        return (
            self._block(shapes.SET, "set", self._wording("set"), [_variable(), value], **_STEP),
            self._block(shapes.CHANGE, "change", self._wording("change"), change, **_STEP),
            self._block(shapes.VARIABLE, "variable", "%1", [_variable()], output=None),
            self._block(shapes.DEFINE, "define", define, [name], body=True, hat="cap", mutator="cobot_define_mutator"),
            self._block(shapes.CALL, "call", self._say("faire", "do"), mutator="cobot_call_mutator", **_STEP),
            self._block(shapes.CALL_VALUE, "call", self._say("faire", "do"), mutator="cobot_call_mutator", output=None),
            self._block(shapes.RETURN, "return", self._wording("return"), [value], **_LAST, nextStatement=None),
            self._block(shapes.LEAVE, "return", leave, tooltip=tooltips.LEAVE, **_LAST, nextStatement=None),
        )

    # Plain values, operators, remarks

    def plain(self) -> tuple[Definition, ...]:
        truth = [[self._say("vrai", "true"), "TRUE"], [self._say("faux", "false"), "FALSE"]]
        number = {"type": "field_number", "name": shapes.NUMBER_FIELD, "value": 0}
        place = {"type": "field_input", "name": shapes.PLACE_FIELD, "text": "A"}
        text = {"type": "field_input", "name": shapes.TEXT_FIELD, "text": ""}
        raw = {"type": "field_label_serializable", "name": shapes.TEXT_FIELD, "text": ""}
        logic = {"and": self._say("et", "and"), "or": self._say("ou", "or")}
        number_sides, any_sides = _sides(None), _sides(None)
        truth_sides = _sides(shapes.LOOSE_CONDITION)
        operand = _input(shapes.OPERAND)
        condition = _input(shapes.OPERAND, shapes.LOOSE_CONDITION)
        remark = self._wording("comment")
        return (
            self._block(
                shapes.ARITHMETIC,
                "arithmetic",
                "%1 %2 %3",
                _between(number_sides, shapes.ARITHMETIC_SIGNS, _ARITHMETIC | self._quotients()),
                output="Number",
            ),
            self._block(shapes.NEGATIVE, "arithmetic", "− %1", [operand], output="Number"),
            self._block(
                shapes.COMPARISON,
                "comparison",
                "%1 %2 %3",
                _between(any_sides, shapes.COMPARISON_SIGNS, _COMPARISON),
                output="Boolean",
            ),
            self._block(
                shapes.LOGIC,
                "logic",
                "%1 %2 %3",
                _between(truth_sides, shapes.LOGIC_SIGNS, logic),
                output="Boolean",
            ),
            self._block(shapes.NOT, "logic", self._say("non %1", "not %1"), [condition], output="Boolean"),
            self._block(
                shapes.TRUTH,
                "logic",
                "%1",
                [{"type": "field_dropdown", "name": shapes.TRUTH_FIELD, "options": truth}],
                tooltip=tooltips.TRUTH,
                output="Boolean",
            ),
            self._block(shapes.NUMBER, "arithmetic", "%1", [number], tooltip=tooltips.NUMBER, output="Number"),
            self._block(shapes.PLACE, "offset", "%1", [place], tooltip=tooltips.PLACE, output="Place"),
            self._block(shapes.TEXT, "show", "%1", [text], tooltip=tooltips.TEXT, output="String"),
            self._block(shapes.COMMENT, "comment", remark, [text], **_STEP),
            self._block(shapes.RAW, "comment", "%1", [raw], tooltip=tooltips.RAW, **_STEP),
        )

    def _quotients(self) -> dict[str, str]:
        return {"//": self._say("÷ (entier)", "÷ (whole)"), "%": self._say("reste de ÷", "remainder of ÷")}


_ARITHMETIC = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_COMPARISON = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def _variable() -> Definition:
    return {"type": "field_variable", "name": shapes.VARIABLE_FIELD, "variable": "x"}


def _input(name: str, taken: list[str] | None = None) -> Definition:
    return {"type": "input_value", "name": name, **({} if taken is None else {"check": taken})}


def _sides(taken: list[str] | None) -> tuple[Definition, Definition]:
    return _input(shapes.LEFT, taken), _input(shapes.RIGHT, taken)


def _between(
    sides: tuple[Definition, Definition], signs: dict[str, str], shown: dict[str, str]
) -> tuple[Definition, ...]:
    options = [[shown[sign], key] for key, sign in signs.items()]
    left, right = sides
    return left, {"type": "field_dropdown", "name": shapes.SIGN_FIELD, "options": options}, right
