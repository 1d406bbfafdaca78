"""The verifier's verdict on touching against two engines that share nothing with it, on random configurations."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from trial.coal_cell import CoalCell, distance
from trial.mujoco_cell import MujocoCell

from cobot_lab.cell.cell import Cell
from cobot_lab.verify.stage import Meets, Stage

UNSURE = 2e-4
"""A pair whose distance is smaller than this is not counted: the engines' own tolerances [m]."""


@dataclass(slots=True)
class Comparison:
    """How often engines agree.

    Attributes:
        configurations: How many were asked.
        pairs: Pairs of bodies on which all have to agree.
        touching: Pairs among them that touch.
        unsure: Pairs left away because their distance is too small to tell.
        over: How much more than coal the verifier measured at most, of pairs within the clearance [m].
        differing: Seed, engine, pair and distances of what differs.
    """

    configurations: int = 0
    pairs: int = 0
    touching: int = 0
    unsure: int = 0
    over: float = -np.inf
    differing: list[str] = field(default_factory=list)


def compare(cell: Cell, count: int, seed: int) -> Comparison:
    """Ask all engines about random configurations, half of them near the table where things stand."""
    result, rng = Comparison(), np.random.default_rng(seed)
    coal_cell, mujoco_cell = CoalCell(cell), MujocoCell(cell)
    standing = tuple((part.name, part.T_WO) for part in cell.parts)
    with Stage(cell) as stage:
        stage.arrange(standing, None)
        pairs = _pairs(stage, cell)
        for number in range(count):
            q, width = _configuration(cell, rng, number), float(rng.uniform(0.0, cell.tool.width_max))
            ours = {
                tuple(sorted((one.body, one.other))): one.distance
                for one in stage.meetings(q, width, coal_cell.arm.flange_pose(q))
                if one.meets is not Meets.ZONE
            }
            theirs, contacts = coal_cell.bodies(q, width), mujoco_cell.meetings(q, width)
            theirs |= {thing.name: coal_cell.thing(thing.name, thing.T_WO) for thing in cell.things}
            result.configurations += 1
            for pair in pairs:
                far = distance(theirs[pair[0]], theirs[pair[1]])
                mine = ours.get(pair, cell.limits.clearance)
                if pair in ours and abs(far) < cell.limits.clearance:
                    result.over = max(result.over, mine - far)
                if abs(far) < UNSURE or abs(mine) < UNSURE:
                    result.unsure += 1
                    continue
                result.pairs += 1
                result.touching += far < 0.0
                if (far < 0.0) != (mine < 0.0):
                    result.differing.append(f"{cell.name} seed {seed} number {number} coal {pair} {far:.6f} {mine:.6f}")
                if (far < 0.0) != (contacts.get(pair, 1.0) < 0.0):
                    result.differing.append(f"{cell.name} seed {seed} number {number} mujoco {pair} {far:.6f}")
    return result


def _configuration(cell: Cell, rng: np.random.Generator, number: int) -> np.ndarray:
    joints = cell.robot.joints
    low = np.array([max(joint.q_min, -np.pi) for joint in joints])
    high = np.array([min(joint.q_max, np.pi) for joint in joints])
    if number % 2:
        return rng.uniform(low, high)
    return np.clip(cell.robot.q_rest + rng.normal(0.0, 0.5, len(joints)), low, high)


def _pairs(stage: Stage, cell: Cell) -> list[tuple[str, str]]:
    """Pairs that the verifier looks at: links against each other unless built together, and against what stands."""
    names, rides = stage._true.names, stage._true.rides
    stage._true.set(cell.robot.q_rest, cell.tool.width_max)
    links = [(names[a], names[b]) for a in rides for b in rides if a < b and not stage._built_together(a, b)]
    things = [(names[a], thing.name) for a, ride in rides.items() if ride for thing in cell.things]
    return [tuple(sorted(pair)) for pair in (*links, *things)]  # type: ignore[misc]
