"""The drawers of the toolbox: which row lies in which, and in which colour.

Each colour has a contrast of at least 4.5 with the white text on it (WCAG 2.2, success criterion 1.4.3).
"""

from __future__ import annotations

from dataclasses import dataclass

from cobot_lab.program.vocabulary import Words


@dataclass(frozen=True, slots=True)
class Category:
    """A drawer.

    Attributes:
        name: What it is called.
        colour: Of its blocks, `#rrggbb`.
        ops: Keys of the rows in it, in the order shown.
    """

    name: Words
    colour: str
    ops: tuple[str, ...]


CATEGORIES: tuple[Category, ...] = (
    Category(
        Words("Déplacements", "Moves"),
        "#3566b0",
        (
            "go_to_rest", "go_to", "go_above", "descend_to", "go_up", "move_by", "turn_tool", "speed", "mode", "blend",
            "joint",
        ),
    ),
    Category(
        Words("Pince", "Gripper"),
        "#9a4a00",
        ("pick", "place", "open_gripper", "close_gripper", "open_gripper_to", "grip_force", "holding"),
    ),
    Category(Words("Points", "Places"), "#2f6f3e", ("offset", "pallet_cell", "pallet_cell_at", "make_pallet")),
    Category(
        Words("Capteurs", "Sensors"),
        "#00707a",
        ("part_present", "part_colour", "measure", "in_tolerance", "input_on", "button"),
    ),
    Category(
        Words("Contrôle", "Control"),
        "#8a5a00",
        (
            "when_started", "repeat", "count", "forever", "while", "if", "break", "wait", "wait_until", "wait_part",
            "stop",
        ),
    ),
    Category(Words("Calculs", "Operators"), "#2c7233", ("arithmetic", "comparison", "logic")),
    Category(
        Words("Variables", "Variables"),
        "#a8432c",
        ("set", "change", "variable", "count_up", "reset_count", "counter"),
    ),
    Category(Words("Mes blocs", "My blocks"), "#b03060", ("define", "call", "return")),
    Category(
        Words("Machines", "Machines"), "#6a4fb3", ("conveyor", "output", "lamp_on", "lamp_off", "pulse")
    ),
    Category(Words("Messages", "Messages"), "#5f6368", ("show", "comment")),
)  # fmt: skip

OTHER = Category(Words("Autres", "Others"), "#5f6368", ())
"""Where a row lies that nobody put into a drawer."""


def category_of(op: str) -> Category:
    """Give the drawer of a row.

    >>> category_of("pick").name.fr
    'Pince'
    """
    return next((category for category in CATEGORIES if op in category.ops), OTHER)
