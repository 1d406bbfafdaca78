"""Which branch of the inverse kinematics at each stop: chosen over the whole program.

Dynamic programming: a layer for each leg, holding the configurations that its end may have. A joint move leads from any
configuration to any other; a line leads from each to the one where following it ends, on the same branch. The cheapest
way through all layers is taken; costs are about seconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cobot_lab.cell.robot import Robot
from cobot_lab.cell.shape import Pose
from cobot_lab.motion.inverse import turns
from cobot_lab.motion.kinematics import Array, tool_poses_and_jacobians
from cobot_lab.motion.limits import joint_limits
from cobot_lab.motion.tracking import Tracked

_WINDOW = 1.25 * np.pi
"""Farthest from the rest position that a joint goes when it need not [rad]: keeps cables and choices short."""
_LEVER = 0.2
"""What a rotation of 1 rad counts as, when the Jacobian's rows are compared [m]."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """The configurations that the end of a leg may have.

    Attributes:
        Q: Shape (c, n) [rad].
        cost: Of the cheapest way to each, shape (c,).
        back: Which configuration of the layer before that way comes from, shape (c,).
        tracked: For a line, how it was followed from those.
        columns: For a line, the column of `tracked` that ends in each, shape (c,).
    """

    Q: Array
    cost: Array
    back: tuple[int, ...]
    tracked: Tracked | None = None
    columns: tuple[int, ...] = ()


def near_rest(robot: Robot, bases: Array) -> Array:
    """Give the configurations of branches within the joint limits that are not turned needlessly far from rest.

    Args:
        robot: The arm.
        bases: One configuration for each branch, shape (b, n) [rad].

    Returns:
        Shape (c, n) [rad]: for each branch those within the window around the rest position, or all it has.
    """
    found: list[Array] = []
    for base in bases:
        found.extend(turns(robot, base, robot.q_rest, _WINDOW) or turns(robot, base))
    return np.array(found).reshape(-1, len(robot.joints))


def start(q: Array) -> Layer:
    """Give the layer of a known configuration."""
    return Layer(q[None], np.zeros(1), (0,))


def afresh(robot: Robot, T_FT: Pose, Q: Array) -> Layer:
    """Give a layer that nothing leads to: a new beginning after a leg that cannot be done."""
    return Layer(Q, _stand(robot, T_FT, Q), tuple(range(len(Q))))


def joint_layer(robot: Robot, T_FT: Pose, before: Layer, Q: Array) -> Layer:
    """Give the layer behind a joint move to any of some configurations."""
    qd_max = joint_limits(robot)[0]
    travel = np.abs(before.Q[:, None] - Q[None]) / qd_max
    ways = before.cost[:, None] + np.max(travel, axis=2) + 0.3 * np.sum(travel, axis=2)
    back = np.argmin(ways, axis=0)
    cost = ways[back, np.arange(len(Q))] + _stand(robot, T_FT, Q)
    return Layer(Q, cost, tuple(int(i) for i in back))


def line_layer(robot: Robot, before: Layer, origin: tuple[int, ...], tracked: Tracked) -> Layer:
    """Give the layer behind a line.

    Args:
        robot: The arm.
        before: The layer at its start.
        origin: Which configuration of `before` each column of `tracked` starts from.
        tracked: The line, followed.
    """
    kept = tracked.through
    qd_max = joint_limits(robot)[0]
    haste = np.max(np.abs(tracked.slope[:, kept]) / qd_max, axis=(0, 2))
    back = tuple(origin[i] for i in kept)
    return Layer(tracked.Q[-1, kept], before.cost[list(back)] + haste, back, tracked, tuple(int(i) for i in kept))


def only(layer: Layer) -> Layer:
    """Give a layer that keeps nothing but its cheapest configuration."""
    best = int(np.argmin(layer.cost))
    kept = slice(best, best + 1)
    tracked, columns = layer.tracked, layer.columns
    if tracked is not None:
        column = slice(columns[best], columns[best] + 1)
        tracked = Tracked(tracked.u, tracked.Q[:, column], tracked.slope[:, column], tracked.fraction[column])
        columns = (0,)
    return Layer(layer.Q[kept], layer.cost[kept], layer.back[kept], tracked, columns)


def cheapest(layers: list[Layer]) -> list[int]:
    """Give the index of the configuration taken in each layer."""
    chosen = [int(np.argmin(layers[-1].cost))]
    for layer in reversed(layers[1:]):
        chosen.append(layer.back[chosen[-1]])
    return chosen[::-1]


def _stand(robot: Robot, T_FT: Pose, Q: Array) -> Array:
    """Give the cost of standing in configurations: near a singularity, near a joint limit, far from rest."""
    J = tool_poses_and_jacobians(robot, Q, T_FT)[1] * np.array([1.0, 1.0, 1.0, _LEVER, _LEVER, _LEVER])[:, None]
    smallest = np.linalg.svd(J, compute_uv=False)[:, -1]
    low, high = np.array([(joint.q_min, joint.q_max) for joint in robot.joints]).T
    room = np.min(np.minimum(Q - low, high - Q), axis=1)
    turned = np.sum(np.abs(Q - robot.q_rest), axis=1)
    result: Array = 0.01 / np.maximum(smallest, 1e-4) + 0.02 / np.maximum(room, 1e-3) + 0.02 * turned
    return result
