"""Small parts that several pages are made of."""

from __future__ import annotations

import json
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


def module(code: str, **facts: str) -> None:
    """Run a JavaScript module in the page, once everything of the page is there.

    Args:
        code: The module, one of ours.
        **facts: Constants for it, by name.
    """
    given = "".join(f"const {name} = {json.dumps(value)};" for name, value in facts.items())
    ui.run_javascript(
        "const made = document.createElement('script'); made.type = 'module';"
        f"made.textContent = {json.dumps(given + code)}; document.body.append(made);"
    )
