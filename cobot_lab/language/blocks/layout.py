"""Where the blocks lie on the screen: kept beside a program, never part of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cobot_lab.language.blocks import shapes
from cobot_lab.language.blocks.json_text import BrokenJson, parse_json
from cobot_lab.program.program import Program


@dataclass(frozen=True, slots=True)
class Position:
    """A place on the workspace, from its upper left corner [screen pixels at scale 1]."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class FreeNote:
    """A note that lies on the workspace and belongs to no block.

    Attributes:
        text: What it says.
        position: Of its upper left corner.
        width: [screen pixels at scale 1]
        height: [screen pixels at scale 1]
    """

    text: str
    position: Position
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Layout:
    """How a program was laid out.

    Attributes:
        start: Where « au départ » lies; nothing when nobody placed it.
        functions: Where each function's definition lies, by name.
        collapsed: Numbers of the steps shown folded.
        pinned: Numbers of the steps whose comment is shown open.
        notes: Notes that belong to no block.
    """

    start: Position | None = None
    functions: tuple[tuple[str, Position], ...] = ()
    collapsed: frozenset[int] = frozenset()
    pinned: frozenset[int] = frozenset()
    notes: tuple[FreeNote, ...] = ()


def read_layout(data: str | bytes, program: Program) -> Layout:
    """Read the layout of a workspace.

    What cannot be read of it is left out: a layout changes nothing that a program does.

    Args:
        data: The workspace as saved.
        program: The program that `read_blocks` or `draft_blocks` gave for it.
    """
    try:
        document = parse_json(data if isinstance(data, str) else data.decode("utf-8"))
    except (BrokenJson, UnicodeDecodeError):
        return Layout()
    tops = _list(_member(_member(document, "blocks"), "blocks"))
    numbers = _numbers(program)
    functions = {step.span.block: step.name for step in program.functions.values() if step.span is not None}
    start: Position | None = None
    placed: dict[str, Position] = {}
    for top in tops:
        position = _position(top)
        if position is None:
            continue
        if _member(top, "type") == shapes.START:
            start = start or position
        elif isinstance(name := _member(top, "id"), str) and name in functions:
            placed[functions[name]] = position
    states = list(_states(tops))
    collapsed = (numbers.get(_id(state)) for state in states if _member(state, "collapsed") is True)
    pinned = (numbers.get(_id(state)) for state in states if _member(_comment(state), "pinned") is True)
    return Layout(
        start,
        tuple(placed.items()),
        frozenset(number for number in collapsed if number is not None),
        frozenset(number for number in pinned if number is not None),
        tuple(_notes(_list(_member(document, "workspaceComments")))),
    )


def _numbers(program: Program) -> dict[str, int]:
    """Give the number of the first step that each block wrote; a choice stands before its cases."""
    numbers: dict[str, int] = {}
    for step in program.walk():
        if step.span is not None and step.span.block is not None:
            numbers.setdefault(step.span.block, step.number)
    return numbers


def _states(tops: list[Any]) -> Iterator[Any]:
    waiting = list(tops)
    while waiting:
        state = waiting.pop()
        if not isinstance(state, dict):
            continue
        yield state
        inputs = _member(state, "inputs")
        held = list(inputs.values()) if isinstance(inputs, dict) else []
        waiting += [_member(holder, "block") for holder in (*held, _member(state, "next"))]


def _notes(states: list[Any]) -> Iterator[FreeNote]:
    for state in states:
        text, position = _member(state, "text"), _position(state)
        width, height = _length(_member(state, "width")), _length(_member(state, "height"))
        if isinstance(text, str) and position is not None and width is not None and height is not None:
            yield FreeNote(text, position, width, height)


def _member(holder: Any, name: str) -> Any:
    return holder.get(name) if isinstance(holder, Mapping) else None


def _comment(state: Any) -> Any:
    return _member(_member(state, "icons"), "comment")


def _id(state: Any) -> str:
    return str(_member(state, "id"))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _position(state: Any) -> Position | None:
    x, y = _length(_member(state, "x")), _length(_member(state, "y"))
    return None if x is None or y is None else Position(x, y)


def _length(value: Any) -> float | None:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return value if usable else None
