"""Which parts lie at a place as a goal would want them, and which machines were started around them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cobot_lab.cell.automation import Machine
from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Output
from cobot_lab.verify.criteria import Criteria
from cobot_lab.verify.story import Scene, thing_of
from cobot_lab.verify.symmetry import turn_at_place


def lying_at(scene: Scene, place: str, cell: Cell, criteria: Criteria) -> tuple[str, ...]:
    """Name the parts that stand in a place during a scene, as near and as little turned as parts at a goal have to."""
    target = cell.place(place)
    if target is None:
        return ()
    return tuple(
        name
        for name, T_WO in scene.standing
        if float(np.linalg.norm(T_WO[:3, 3] - target.T_WP[:3, 3])) <= criteria.goal
        and turn_at_place(target.T_WP, T_WO, thing_of(cell, name).shapes) <= criteria.goal_turn
    )


def switched_on(story: tuple[Scene, ...]) -> Iterator[tuple[Scene, Output]]:
    """Give the scenes in which an output comes on that was off; at the start all are off."""
    on: set[str] = set()
    for scene in story:
        action = scene.action
        if not isinstance(action, Output):
            continue
        if action.value > 0.0 and action.name not in on:
            yield scene, action
        if action.value > 0.0 and not action.time > 0.0:
            on.add(action.name)
        else:
            on.discard(action.name)


def machine_starts(story: tuple[Scene, ...], cell: Cell) -> Iterator[tuple[Scene, Machine]]:
    """Give the scenes in which a machine is started: its signal comes on."""
    machines = {machine.start: machine for machine in cell.machines}
    for scene, action in switched_on(story):
        if action.name in machines:
            yield scene, machines[action.name]
