"""The names that reading, writing and defining blocks share: types, inputs, fields, signs."""

from __future__ import annotations

from cobot_lab.program.table import ROWS
from cobot_lab.program.vocabulary import Kind, Parameter, Role

SCHEMA = "cobot_lab/blocks/1"
"""Of a workspace that cobot_lab wrote; the editor saves without it."""
PREFIX = "cobot_"

START = "cobot_when_started"
NUMBER, NUMBER_FIELD = "cobot_number", "NUM"
PLACE, PLACE_FIELD = "cobot_point", "NAME"
TEXT, TEXT_FIELD = "cobot_text", "TEXT"
TRUTH, TRUTH_FIELD = "cobot_truth", "BOOL"
TRUTHS = {"TRUE": True, "FALSE": False}
VARIABLE, VARIABLE_FIELD = "cobot_variable", "VAR"
ARITHMETIC, COMPARISON, LOGIC = "cobot_arithmetic", "cobot_comparison", "cobot_logic"
NEGATIVE, NOT = "cobot_negative", "cobot_not"
SIGN_FIELD, LEFT, RIGHT, OPERAND = "OP", "A", "B", "VALUE"
REPEAT, REPEAT_WITH, COUNT = "cobot_repeat", "cobot_repeat_with", "cobot_count"
FOREVER, WHILE, MODE_FIELD, CONDITION = "cobot_forever", "cobot_while", "MODE", "CONDITION"
UNTIL_MODE, WHILE_MODE = "UNTIL", "WHILE"
IF, ELSE = "cobot_if", "ELSE"
SET, CHANGE, VALUE, AMOUNT = "cobot_set", "cobot_change", "VALUE", "AMOUNT"
DEFINE, NAME_FIELD = "cobot_define", "NAME"
CALL, CALL_VALUE = "cobot_call", "cobot_call_value"
RETURN, LEAVE, BREAK = "cobot_return", "cobot_leave", "cobot_break"
COMMENT, RAW = "cobot_comment", "cobot_raw"
TIMES, FIRST, LAST, BODY = "TIMES", "FIRST", "LAST", "DO"

ARITHMETIC_SIGNS = {"ADD": "+", "MINUS": "-", "MULTIPLY": "*", "DIVIDE": "/", "QUOTIENT": "//", "REMAINDER": "%"}
COMPARISON_SIGNS = {"EQ": "==", "NEQ": "!=", "LT": "<", "LTE": "<=", "GT": ">", "GTE": ">="}
LOGIC_SIGNS = {"AND": "and", "OR": "or"}


def gap(parameter: Parameter) -> str:
    """Give the name of the input or field of a parameter."""
    return parameter.name.en.upper()


def case_names(at: int) -> tuple[str, str]:
    """Give the names of the condition and of the body of a case, counted from 0."""
    return f"IF{at}", f"DO{at}"


def argument_name(at: int) -> str:
    """Give the name of the input of a function's argument, counted from 0."""
    return f"ARG{at}"


OUTPUTS: dict[Kind, str] = {
    Kind.PLACE: "Place",
    Kind.NUMBER: "Number",
    Kind.TEXT: "String",
    Kind.CONDITION: "Boolean",
}
"""What a block gives, in the words by which Blockly's renderer chooses its outline."""

CHECKS: dict[Kind, list[str] | None] = {
    Kind.PLACE: ["Place", "String"],
    Kind.NUMBER: ["Number"],
    Kind.TEXT: ["String"],
    Kind.NAME: ["String"],
    Kind.CONDITION: ["Boolean"],
    Kind.ANY: None,
}
"""What a gap takes; values known only when running fit everywhere, as they do in text."""

LOOSE_CONDITION = ["Boolean", "Number", "String", "Place"]
"""A gap with the outline of a condition that takes whatever Python takes there."""

TYPES = frozenset({
    START, NUMBER, PLACE, TEXT, TRUTH, VARIABLE, ARITHMETIC, COMPARISON, LOGIC, NEGATIVE, NOT, REPEAT, REPEAT_WITH,
    COUNT, FOREVER, WHILE, IF, SET, CHANGE, DEFINE, CALL, CALL_VALUE, RETURN, LEAVE, BREAK, COMMENT, RAW,
    *(PREFIX + row.op for row in ROWS if row.role is not Role.STRUCTURE),
})  # fmt: skip
"""Every type of block that there is."""
