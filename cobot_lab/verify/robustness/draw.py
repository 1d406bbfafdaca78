"""World k of a seed: drawn within the cell's tolerances, the same whoever draws it and however many are drawn."""

from __future__ import annotations

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.findings import CobotLabError
from cobot_lab.verify.robustness.changes import Change, Changes, changed
from cobot_lab.verify.robustness.possible import possible

TRIES = 100
"""How often a world is drawn again when a part would lie inside something."""


class WorldError(CobotLabError):
    """No world that can be lies within a cell's tolerances."""

    def __init__(self, cell: str, world: int) -> None:
        super().__init__(
            f"cell {cell}: world {world} has a part inside another body in each of {TRIES} draws; "
            "expected tolerances that leave the parts room in their seats"
        )


def draw(cell: Cell, seed: int, world: int) -> Changes:
    """Give what differs in a world, each number evenly distributed between minus and plus its tolerance.

    Every part has a sequence of random numbers of its own, from the seed, the world's number and its place among the
    parts. A world in which a part would lie inside something cannot be and is drawn again as a whole.

    Args:
        cell: As described.
        seed: Of all worlds.
        world: Number of the world, from 1.

    Raises:
        WorldError: None was found that can be.
    """
    for attempt in range(TRIES):
        changes = tuple(
            _drawn(cell, part.name, np.random.SeedSequence(seed, spawn_key=(world, attempt, number)))
            for number, part in enumerate(cell.parts)
        )
        if possible(changed(cell, changes)):
            return changes
    raise WorldError(cell.name, world)


def _drawn(cell: Cell, part: str, sequence: np.random.SeedSequence) -> Change:
    within = cell.tolerances
    u = 2.0 * np.random.Generator(np.random.PCG64(sequence)).random(6) - 1.0
    x, y, turn, mass, friction, size = (float(value) for value in u)
    return Change(
        part,
        x * within.position,
        y * within.position,
        turn * within.angle,
        mass * within.mass,
        friction * within.friction,
        size * within.size,
    )
