"""The toolbox of an activity: its blocks in their drawers, each with what a fresh one shows in its gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cobot_lab.language.blocks import shapes
from cobot_lab.language.blocks.categories import CATEGORIES, OTHER, Category, category_of
from cobot_lab.language.blocks.write_values import initial
from cobot_lab.program import expressions as e
from cobot_lab.program.table import BY_OP, ROWS
from cobot_lab.program.vocabulary import Kind, Language, Parameter, Role, Row

Fresh = dict[str, Any]

_TYPES: dict[str, tuple[str, ...]] = {
    "logic": (shapes.LOGIC, shapes.NOT),
    "return": (shapes.RETURN, shapes.LEAVE),
}
"""Rows with two blocks."""
_COLOUR = "rouge"
"""What a sensor of colours may say, as cells write it in both languages."""
_ABSENT = frozenset({"when_started", "call"})
"""« au départ » lies on the workspace from the start, and the editor adds a call for each definition."""


def toolbox(ops: Sequence[str], language: Language, place: str = "A") -> Fresh:
    """Give the toolbox of an activity as Blockly takes it.

    Args:
        ops: Keys of the rows that the activity lets pupils use; empty for every row that can be run.
        language: Of the drawers' names.
        place: Name that a fresh block shows where a place is wanted; best one of the cell's.
    """
    wanted = [row.op for row in ROWS if (row.op in ops if ops else row.available) and row.op not in _ABSENT]
    drawers = [_drawer(category, wanted, language, place) for category in (*CATEGORIES, OTHER)]
    return {"kind": "categoryToolbox", "contents": [drawer for drawer in drawers if drawer["contents"]]}


def _drawer(category: Category, wanted: Sequence[str], language: Language, place: str) -> Fresh:
    unlisted = tuple(op for op in wanted if category_of(op) is OTHER) if category is OTHER else ()
    inside = [op for op in (*category.ops, *unlisted) if op in wanted]
    fresh = [
        block
        for op in inside
        for block in (
            *(_fresh(kind, op, place) for kind in _TYPES.get(op, (shapes.PREFIX + op,))),
            *_ready(op, wanted),
        )
    ]
    return {"kind": "category", "name": category.name.said_in(language), "colour": category.colour, "contents": fresh}


def _fresh(kind: str, op: str, place: str) -> Fresh:
    row = BY_OP[op]
    inputs = {
        shapes.gap(parameter): {"shadow": shown}
        for parameter in row.parameters
        if kind == shapes.PREFIX + op and (shown := _shadow(row, parameter, place)) is not None
    }
    if kind in {shapes.ARITHMETIC, shapes.COMPARISON}:
        inputs = {side: {"shadow": _block(e.Number(1), Kind.NUMBER)} for side in (shapes.LEFT, shapes.RIGHT)}
    return {"kind": "block", "type": kind, **({"inputs": inputs} if inputs else {})}


def _ready(op: str, wanted: Sequence[str]) -> list[Fresh]:
    """Give what would cost beginners a search: the other way of a condition, and a colour to compare with."""
    if op == "if":
        return [{"kind": "block", "type": shapes.PREFIX + op, "extraState": {"hasElse": True}}]
    if op == "part_colour" and "comparison" in wanted:
        left = {"block": {"type": shapes.PREFIX + op}}
        right = {"shadow": _block(e.Text(_COLOUR), Kind.TEXT)}
        return [
            {"kind": "block", "type": shapes.COMPARISON, "inputs": {shapes.LEFT: left, shapes.RIGHT: right}},
        ]
    return []


def _shadow(row: Row, parameter: Parameter, place: str) -> Fresh | None:
    field = parameter.kind is Kind.CHOICE or (parameter.kind is Kind.NAME and row.role is Role.STRUCTURE)
    shown = None if field else initial(parameter, place)
    return None if shown is None else _block(shown, parameter.kind)


def _block(value: e.Expression, kind: Kind) -> Fresh:
    match value:
        case e.Number(number):
            return {"type": shapes.NUMBER, "fields": {shapes.NUMBER_FIELD: number}}
        case e.Text(text) if kind is Kind.PLACE:
            return {"type": shapes.PLACE, "fields": {shapes.PLACE_FIELD: text}}
        case e.Text(text):
            return {"type": shapes.TEXT, "fields": {shapes.TEXT_FIELD: text}}
        case _:
            raise TypeError(value)
