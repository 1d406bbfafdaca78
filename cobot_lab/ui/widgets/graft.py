"""Saved blocks put into another workspace: their identifiers and variables made to fit there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cobot_lab.language.blocks import shapes

State = dict[str, Any]

_STACKS = frozenset({shapes.START, shapes.DEFINE})
"""What begins a stack that is part of the program."""


def tops(document: State) -> list[State]:
    """Give the saved blocks that stand at the top of a stack."""
    found: list[State] = document.get("blocks", {}).get("blocks", [])
    return found


def loose(document: State) -> list[State]:
    """Give the stacks that are part of no program: blocks put aside on the workspace."""
    return [top for top in tops(document) if top.get("type") not in _STACKS]


def held(state: State) -> Iterator[State]:
    """Give a saved block and every one that it holds or that hangs below it."""
    waiting = [state]
    while waiting:
        one = waiting.pop()
        yield one
        holders = [*one.get("inputs", {}).values(), one.get("next", {})]
        waiting += [holder[part] for holder in holders for part in ("block", "shadow") if part in holder]


def graft(states: list[State], source: State, into: State) -> None:
    """Make blocks of one workspace fit into another: no identifier twice, each variable known under one.

    Args:
        states: The blocks, changed in place.
        source: The workspace that they come from.
        into: The workspace that they go to; their variables are added to it.
    """
    blocks = [block for state in states for block in held(state)]
    leaving = {id(block) for block in blocks}
    taken = {block.get("id") for top in tops(into) for block in held(top) if id(block) not in leaving}
    names = {variable["id"]: variable["name"] for variable in source.get("variables", [])}
    known = {variable["name"]: variable["id"] for variable in into.get("variables", [])}
    for block in blocks:
        block["id"] = _free(str(block.get("id")), taken)
        taken.add(block["id"])
        for field in block.get("fields", {}).values():
            if isinstance(field, dict) and field.get("id") in names:
                name = names[field["id"]]
                if name not in known:
                    known[name] = _free(field["id"], set(known.values()))
                    into.setdefault("variables", []).append({"name": name, "id": known[name]})
                field["id"] = known[name]


def _free(wanted: str, taken: set[Any]) -> str:
    if wanted not in taken:
        return wanted
    return next(name for name in (f"{wanted}~{count}" for count in range(1, 1_000_000)) if name not in taken)
