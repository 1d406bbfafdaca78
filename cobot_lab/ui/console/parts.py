"""Small parts that several pages are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui


def button(text: str, act: Callable[..., Any], classes: str = "act") -> ui.element:
    """Make a button; its text is text.

    Args:
        text: What it says.
        act: What it does.
        classes: `act`, `act main`, `act stop` or `quiet`.
    """
    with ui.element("button").classes(classes).props('type="button"') as made:
        ui.label(text)
    made.on("click", act)
    return made
