"""*Ouvrir le bloc*: a macro block of a saved workspace replaced by the blocks of its real steps, in place."""

from __future__ import annotations

from typing import Any

from cobot_lab.language.blocks import shapes
from cobot_lab.language.blocks.json_text import BrokenJson, parse_json, write_json
from cobot_lab.language.blocks.read_blocks import draft_blocks
from cobot_lab.language.blocks.write_blocks import workspace
from cobot_lab.program.opened import opened
from cobot_lab.program.program import Program
from cobot_lab.program.steps import Act
from cobot_lab.ui.widgets.graft import State, graft, held, tops


def open_block(data: str, block: str, approach_mm: float | None = None) -> str | None:
    """Give the workspace with one block opened, everything else as it was.

    Args:
        data: The workspace as the editor saved it.
        block: The block's identifier.
        approach_mm: Height above a place that the cell uses [mm].

    Returns:
        The new workspace; nothing when there is no such block, or none that opens, or a gap of it is empty.
    """
    try:
        document = parse_json(data)
    except BrokenJson:
        return None
    state = next((one for top in tops(document) for one in held(top) if one.get("id") == block), None)
    step = None if state is None else _read(state, document)
    if state is None or step is None:
        return None
    inside = opened(step, approach_mm)
    if not inside:
        return None
    fresh = workspace(Program.of(inside))
    chain: State = tops(fresh)[0]["next"]["block"]
    below = state.get("next")
    kept: State = {name: state[name] for name in ("x", "y", "data") if name in state}
    graft([chain], fresh, document)
    state.clear()
    if below is not None:
        _last(chain)["next"] = below
    state.update(chain)
    state.update(kept)
    return write_json(document)


def _read(state: State, document: State) -> Act | None:
    """Read one block as a step, alone under « au départ »."""
    alone = {name: value for name, value in state.items() if name not in {"next", "x", "y"}}
    start: State = {"type": shapes.START, "id": "alone:start", "next": {"block": alone}}
    lonely: dict[str, Any] = {"blocks": {"blocks": [start]}, "variables": document.get("variables", [])}
    program, _ = draft_blocks(write_json(lonely))
    step = program.body[-1] if program is not None and program.body else None
    return step if isinstance(step, Act) else None


def _last(chain: State) -> State:
    while "next" in chain:
        chain = chain["next"]["block"]
    return chain
