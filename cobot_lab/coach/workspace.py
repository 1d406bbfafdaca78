"""The pupil's workspace with only the changed blocks new: every other step keeps its block's identifier and place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cobot_lab.coach.difference import Match
from cobot_lab.language.blocks.json_text import write_json
from cobot_lab.language.blocks.layout import read_layout
from cobot_lab.language.blocks.write_blocks import workspace
from cobot_lab.program.program import Program


def rewritten_blocks(source: bytes, before: Program, after: Program) -> str:
    """Give the workspace of another version of a program.

    Args:
        source: The workspace as saved.
        before: The program that it gives.
        after: The other version; steps that stay keep their spans.
    """
    match = Match(before, after)
    numbers = {match.old[key].step.number: spot.step.number for key, spot in match.new.items() if key in match.old}
    layout = read_layout(source, before)
    layout = replace(
        layout,
        collapsed=frozenset(numbers[number] for number in layout.collapsed if number in numbers),
        pinned=frozenset(numbers[number] for number in layout.pinned if number in numbers),
    )
    document = workspace(after, layout)
    known: dict[str, str] = {
        f"s{step.number}": step.span.block for step in after.walk() if step.span and step.span.block
    }
    taken = set(known.values())
    for state in _states(document["blocks"]["blocks"]):
        state["id"] = known.get(state["id"]) or _free(state["id"], taken)
    return write_json(document)


def _free(key: str, taken: set[str]) -> str:
    """Give an identifier that no block of the pupil's has."""
    while key in taken:
        key += "+"
    taken.add(key)
    return key


def _states(tops: list[Any]) -> Iterator[dict[str, Any]]:
    waiting = list(reversed(tops))
    while waiting:
        state = waiting.pop()
        yield state
        held = [*state.get("inputs", {}).values(), state.get("next", {})]
        waiting += [holder[name] for holder in held for name in ("block", "shadow") if name in holder]
