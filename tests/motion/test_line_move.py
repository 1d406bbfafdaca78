from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.robot import Robot
from cobot_lab.motion.kinematics import jacobian, tool_pose, tool_poses, tool_poses_and_jacobians
from cobot_lab.motion.limits import CYCLE, calming, joint_limits, jolts, jumps, peaks, slowdown, stretched
from cobot_lab.motion.line import LEVER, Line
from cobot_lab.motion.line_move import LEVEL, line_move
from cobot_lab.motion.pace import Pace
from cobot_lab.motion.tracking import track
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.motion.twist import turn, twists


def random_lines(cell: Cell, count: int, seed: int) -> list[tuple[np.ndarray, Line]]:
    rng, found = np.random.default_rng(seed), []
    for _ in range(count):
        q = cell.robot.q_rest + rng.uniform(-1.0, 1.0, 6)
        T = tool_pose(cell.robot, q, cell.tool.T_FT)
        T_to = T.copy()
        T_to[:3, 3] += rng.uniform(-0.15, 0.15, 3)
        found.append((q, Line.between(T, T_to)))
    return found


def sides(robot: Robot, Q: np.ndarray, T_FT: np.ndarray) -> set[float]:
    return set(np.sign(np.linalg.det(tool_poses_and_jacobians(robot, Q, T_FT)[1])).tolist())


@pytest.mark.parametrize("fraction", [0.2, 1.0, 1.5])
def test_lines_are_straight_within_the_limits_and_stay_on_their_branch(cell: Cell, fraction: float) -> None:
    robot, T_FT, pace = cell.robot, cell.tool.T_FT, Pace(cell)
    limits = joint_limits(robot)
    done, fastest = 0, 0.0
    for q, line in random_lines(cell, 25, seed=12):
        tracked = track(robot, T_FT, line, q[None])
        if len(tracked.through) == 0:
            continue
        move = line_move(pace, line, tracked, 0, fraction, carrying=True)
        assert isinstance(move, Trajectory)
        done += 1
        t = np.append(np.arange(0.0, move.duration, 1e-3), move.duration)
        Q, *moving = move.sample(t)
        for value, limit in zip(moving, limits, strict=True):
            assert np.max(np.abs(value) / limit) <= 1.0
        assert np.max(jumps(move) / limits[1]) <= 1e-2, "the acceleration hardly steps"
        third = np.diff(move.sample(np.arange(0.0, move.duration, CYCLE))[0], n=3, axis=0) / CYCLE**3
        assert np.max(np.abs(third) / limits[2]) <= 1.0, "a controller at 1 kHz sees no more jerk than is allowed"
        T = tool_poses(robot, Q, T_FT)
        way = line.twist[:3] / np.linalg.norm(line.twist[:3])
        gone = T[:, :3, 3] - line.T_from[:3, 3]
        assert np.max(np.linalg.norm(gone - np.outer(gone @ way, way), axis=1)) <= 1e-4
        assert np.min(np.diff(gone @ way)) >= -1e-7
        assert np.max(np.abs(twists(line.T_from, T)[:, 3:])) <= LEVEL
        assert np.max(np.abs(twists(line.T_to, T[-1:]))) <= 1e-8
        assert len(sides(robot, Q[::10], T_FT)) == 1
        tool, surface = pace.speeds(Q, moving[0], carrying=True)
        assert np.max(tool) <= fraction * cell.limits.tool_speed
        assert np.max(surface) <= fraction * cell.limits.surface_speed
        fastest = max(fastest, float(np.max(tool)))
    assert done >= 10
    assert fastest > 0.95 * min(1.2, fraction) * cell.limits.tool_speed


def test_the_knots_have_the_exact_joint_speeds(cell: Cell) -> None:
    robot, T_FT = cell.robot, cell.tool.T_FT
    T_to = tool_pose(robot, robot.q_rest, T_FT).copy()
    T_to[2, 3] -= 0.08
    line = Line.between(tool_pose(robot, robot.q_rest, T_FT), T_to)
    move = line_move(Pace(cell), line, track(robot, T_FT, line, robot.q_rest[None]), 0, 1.0, carrying=False)
    assert isinstance(move, Trajectory)
    assert (move.q[0] == robot.q_rest).all()
    for q, qd in zip(move.q, move.qd, strict=True):
        twist = jacobian(robot, q, T_FT) @ qd
        assert np.linalg.norm(np.cross(twist[:3], [0.0, 0.0, 1.0])) <= 1e-8
        assert np.linalg.norm(twist[3:]) <= 1e-8


def test_a_line_may_turn_the_tool_and_may_only_turn_it(cell: Cell) -> None:
    robot, T_FT, pace = cell.robot, cell.tool.T_FT, Pace(cell)
    T = tool_pose(robot, robot.q_rest, T_FT)
    for offset in (0.05, 0.0):
        T_to = T.copy()
        T_to[:3, :3] = turn(np.array([0.0, 0.0, 0.8])) @ T[:3, :3]
        T_to[0, 3] += offset
        line = Line.between(T, T_to)
        assert line.length == pytest.approx(0.8 * LEVER)
        move = line_move(pace, line, track(robot, T_FT, line, robot.q_rest[None]), 0, 1.0, carrying=False)
        assert isinstance(move, Trajectory)
        poses = tool_poses(robot, move.sample(np.linspace(0.0, move.duration, 500))[0], T_FT)
        gone = poses[:, :3, 3] - T[:3, 3]
        assert np.max(np.abs(gone[:, 1:])) <= 1e-4
        assert np.max(np.abs(twists(T_to, poses[-1:]))) <= 1e-8


def test_a_line_through_a_singularity_is_not_followed(cell: Cell) -> None:
    robot, T_FT = cell.robot, cell.tool.T_FT
    T = tool_pose(robot, robot.q_rest, T_FT)
    T_to = T.copy()
    T_to[:2, 3] *= -1.0  # across the shoulder
    tracked = track(robot, T_FT, Line.between(T, T_to), robot.q_rest[None])
    assert len(tracked.through) == 0
    assert 0.0 <= tracked.fraction[0] < 1.0


def test_a_line_beyond_a_joint_limit_is_not_followed(cell: Cell) -> None:
    T_FT, q = cell.tool.T_FT, cell.robot.q_rest
    T = tool_pose(cell.robot, q, T_FT)
    T_to = T.copy()
    T_to[2, 3] -= 0.1
    line = Line.between(T, T_to)
    assert track(cell.robot, T_FT, line, q[None]).fraction[0] == 1.0
    joints = list(cell.robot.joints)
    joints[1] = replace(joints[1], q_min=float(q[1]) - 0.01, q_max=float(q[1]) + 0.01)
    narrow = replace(cell.robot, joints=tuple(joints))
    assert 0.0 < track(narrow, T_FT, line, q[None], step=0.002).fraction[0] < 1.0


def test_peaks_and_slowing_down_are_exact(cell: Cell) -> None:
    rng = np.random.default_rng(5)
    t = np.concatenate(([0.0], np.cumsum(rng.uniform(0.05, 0.2, 6))))
    wild = Trajectory(t, rng.uniform(-1.0, 1.0, (7, 6)), rng.uniform(-5.0, 5.0, (7, 6)))
    _, *moving = wild.sample(np.linspace(0.0, t[-1], 20_001))
    for exact, sampled in zip(peaks(wild), moving, strict=True):
        assert exact == pytest.approx(np.max(np.abs(sampled), axis=0), rel=2e-2)
    slow = stretched(wild, slowdown(cell.robot, wild, 0.5))
    ratios = [float(np.max(p / limit)) for p, limit in zip(peaks(slow), joint_limits(cell.robot), strict=True)]
    assert ratios[0] <= 0.5
    assert max(ratios[0] / 0.5, *ratios[1:]) == pytest.approx(0.99)
    assert np.max(jolts(slow) / joint_limits(cell.robot)[2]) > 1.0
    calm = stretched(slow, calming(cell.robot, slow))
    assert np.max(jolts(calm) / joint_limits(cell.robot)[2]) <= 1.0
    assert calming(cell.robot, calm) == 1.0
    assert slowdown(cell.robot, stretched(slow, 3.0), 1.0) == 1.0
