"""What this installation relies on: its own version, its checks, and the cells that `robots/` describes."""

from __future__ import annotations

import cobot_lab
from cobot_lab.cell.load import cells, load_cell, robots
from cobot_lab.deploy.standards import Standards
from cobot_lab.verify.checker import NAMES


def standards() -> Standards:
    """Give what a bundle has to come up to on this machine.

    Raises:
        DescriptionError: A cell of `robots/` cannot be used.
    """
    known = (load_cell(file).digest for robot in robots() for file in cells(robot))
    return Standards(cobot_lab.__version__, frozenset(NAMES), frozenset(known))
