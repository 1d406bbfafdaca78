from __future__ import annotations

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.branches import cheapest, joint_layer, line_layer, near_rest, start
from cobot_lab.motion.inverse import Inverse
from cobot_lab.motion.kinematics import forward, tool_pose
from cobot_lab.motion.line import Line
from cobot_lab.motion.tracking import Tracked, track


def test_the_way_back_to_rest_is_on_the_branch_of_rest(cell: Cell) -> None:
    robot, T_FT = cell.robot, cell.tool.T_FT
    near = robot.q_rest + np.array([0.5, 0.1, -0.2, 0.1, 0.0, 0.3])
    Q = near_rest(robot, Inverse(robot).branches(forward(robot, near)))
    assert len(Q) >= 8
    layers = [start(robot.q_rest)]
    layers.append(joint_layer(robot, T_FT, layers[-1], Q))
    layers.append(joint_layer(robot, T_FT, layers[-1], robot.q_rest[None]))
    chosen = cheapest(layers)
    assert np.max(np.abs(layers[1].Q[chosen[1]] - near)) <= 1e-6


def test_a_line_that_only_another_branch_can_follow_decides_the_move_before_it(cell: Cell) -> None:
    robot, T_FT = cell.robot, cell.tool.T_FT
    near = robot.q_rest + 0.1
    Q = near_rest(robot, Inverse(robot).branches(forward(robot, near)))
    layers = [start(robot.q_rest)]
    layers.append(joint_layer(robot, T_FT, layers[-1], Q))
    favourite = cheapest(layers)[1]
    T = tool_pose(robot, near, T_FT)
    T_to = T.copy()
    T_to[2, 3] += 0.03
    tracked = track(robot, T_FT, Line.between(T, T_to), Q)
    assert favourite in tracked.through
    assert len(tracked.through) >= 2
    fraction = tracked.fraction.copy()
    fraction[favourite] = 0.5
    closed = Tracked(tracked.u, tracked.Q, tracked.slope, fraction)
    layers.append(line_layer(robot, layers[-1], tuple(range(len(Q))), closed))
    chosen = cheapest(layers)
    assert chosen[1] != favourite
    assert (layers[2].Q[chosen[2]] == tracked.Q[-1, chosen[1]]).all()


def test_the_choice_is_the_cheapest_of_all(cell: Cell) -> None:
    robot, T_FT, inverse = cell.robot, cell.tool.T_FT, Inverse(cell.robot)
    rng = np.random.default_rng(6)
    layers = [start(robot.q_rest)]
    for _ in range(3):
        T = forward(robot, robot.q_rest + rng.uniform(-1.0, 1.0, 6))
        layers.append(joint_layer(robot, T_FT, layers[-1], near_rest(robot, inverse.branches(T))[:7]))

    def alone(i: int, a: np.ndarray, b: np.ndarray) -> float:
        return float(joint_layer(robot, T_FT, start(a), b[None]).cost[0])

    ways = {}
    for i, a in enumerate(layers[1].Q):
        for j, b in enumerate(layers[2].Q):
            for k, c in enumerate(layers[3].Q):
                ways[0, i, j, k] = alone(1, robot.q_rest, a) + alone(2, a, b) + alone(3, b, c)
    assert tuple(cheapest(layers)) == min(ways, key=ways.__getitem__)


def test_whole_turns_far_from_rest_are_left_out_when_others_do(cell: Cell) -> None:
    robot = cell.robot
    Q = near_rest(robot, robot.q_rest[None])
    assert np.max(np.abs(Q - robot.q_rest)) <= 1.25 * np.pi
    assert any((np.abs(q - robot.q_rest) <= 1e-12).all() for q in Q)
