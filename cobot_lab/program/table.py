"""The ONE vocabulary table: blocks, Python names, help and toolboxes are made from it.

Rows about the arm and its gripper are in `arm_rows`, rows about the rest of the cell in `cell_rows`, rows that order
the other steps in `structure_rows`.
"""

from __future__ import annotations

import unicodedata

from cobot_lab.program.arm_rows import ARM_ROWS
from cobot_lab.program.cell_rows import CELL_ROWS
from cobot_lab.program.structure_rows import STRUCTURE_ROWS
from cobot_lab.program.vocabulary import Role, Row

ROWS: tuple[Row, ...] = STRUCTURE_ROWS + ARM_ROWS + CELL_ROWS

BY_OP: dict[str, Row] = {row.op: row for row in ROWS}

REST_WORDS = frozenset({"repos", "rest"})
"""How a program says the rest position where a place is wanted."""


def folded(name: str) -> str:
    """Give a Python name without accents, as the vocabulary holds it.

    >>> folded("déposer")
    'deposer'
    """
    plain = name.replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def _by_python_name() -> dict[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    for row in ROWS:
        if row.role is not Role.STRUCTURE:
            for name in dict.fromkeys((row.python.fr, row.python.en)):
                found[name] = (*found.get(name, ()), row)
    return found


BY_PYTHON_NAME: dict[str, tuple[Row, ...]] = _by_python_name()
"""Rows by Python name, French and English; several rows share a name when they differ by their arguments."""


def workshop_toolbox() -> tuple[str, ...]:
    """Give the keys of the robot workshop's toolbox, in the order of the table."""
    return tuple(row.op for row in ROWS if row.workshop)
