"""Whether a cell can be: no part inside another body."""

from __future__ import annotations

from cobot_lab.cell.cell import Cell
from cobot_lab.verify.world import World

OVERLAP = 2e-4
"""What lies on something may overlap it this far, by rounding and by its own size [m]."""


def possible(cell: Cell) -> bool:
    """Tell whether every part lies clear of, or on, everything else at the start.

    Two parts that both come later are not compared: they may come to the same place one after the other.

    Args:
        cell: The cell, changed or as described.
    """
    with World(cell) as world:
        bodies = [(thing.name, world.thing(thing)) for thing in cell.things]
        parts, later = {part.name for part in cell.parts}, cell.arriving
        for number, (name, body) in enumerate(bodies):
            for other, its in bodies[:number]:
                if not ({name, other} & parts) or {name, other} <= later:
                    continue
                points = world.call(world.p.getClosestPoints, body.number, its.number, distance=0.0)
                if any(not point[8] >= -OVERLAP for point in points):
                    return False
    return True
