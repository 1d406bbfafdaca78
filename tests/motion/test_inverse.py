from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from cobot_lab.cell.load import load_robot
from cobot_lab.cell.robot import Robot
from cobot_lab.motion.inverse import Inverse, turns
from cobot_lab.motion.kinematics import forward, jacobian
from cobot_lab.motion.newton import residuals


def limits(robot: Robot) -> tuple[np.ndarray, np.ndarray]:
    low, high = np.array([(joint.q_min, joint.q_max) for joint in robot.joints]).T
    return low, high


def ordinary(robot: Robot, count: int, seed: int) -> Iterator[np.ndarray]:
    yield from np.random.default_rng(seed).uniform(*limits(robot), (count, len(robot.joints)))


def singular(robot: Robot, count: int, seed: int) -> Iterator[np.ndarray]:
    """Wrist, elbow, both, all joints at quarter turns, and the wrist above the shoulder's axis, in turn."""
    for i, q in enumerate(ordinary(robot, count, seed)):
        match i % 6:
            case 0:
                q[4] = 0.0
            case 1:
                q[2] = 0.0
            case 2:
                q[4] = np.pi
            case 3:
                q[2] = q[4] = 0.0
            case 4:
                q[:] = np.clip(np.round(q / (np.pi / 2)) * np.pi / 2, *limits(robot))
            case _:
                q[2] = over_the_shoulder(q)
        yield q


def over_the_shoulder(q: np.ndarray) -> float:
    """The elbow angle that brings the wrist's centre above the shoulder, by bisection; unchanged if there is none."""

    def out(elbow: float) -> float:
        a, b = q[1] + elbow, q[1] + elbow + q[3]
        return float(-0.24355 * np.cos(q[1]) - 0.2132 * np.cos(a) + 0.08535 * np.sin(b))

    grid = np.linspace(-3.0, 3.0, 61)
    for left, right in pairwise(grid):
        if out(left) * out(right) < 0.0:
            low, high = float(left), float(right)
            for _ in range(60):
                middle = (low + high) / 2
                low, high = (middle, high) if out(low) * out(middle) > 0.0 else (low, middle)
            return low
    return float(q[2])


def test_the_singular_poses_are_singular(ur3e: Robot) -> None:
    poses = [q for i, q in enumerate(singular(ur3e, 600, seed=11)) if i % 6 != 4]
    smallest = np.array([np.linalg.svd(jacobian(ur3e, q, np.eye(4)), compute_uv=False)[-1] for q in poses])
    assert np.sum(smallest <= 1e-9) >= 450


def wrong(robot: Robot, T: np.ndarray, found: np.ndarray) -> bool:
    position, angle = residuals(robot, found, T, np.eye(4))
    return not (np.max(position) <= 1e-9 and np.max(angle) <= 2e-9)


@pytest.mark.parametrize(("poses", "count"), [(ordinary, 1500), (singular, 900)])
def test_every_pose_is_solved_and_every_answer_holds(ur3e: Robot, poses: object, count: int) -> None:
    inverse = Inverse(ur3e)
    assert inverse.exact
    assert callable(poses)
    missed, bad = [], []
    for q in poses(ur3e, count, seed=11):
        T = forward(ur3e, q)
        found = inverse.branches(T)
        if len(found) == 0:
            missed.append(q)
        elif wrong(ur3e, T, found):
            bad.append(q)
    assert (missed, bad) == ([], [])


def test_the_configuration_asked_about_is_among_the_answers(ur3e: Robot) -> None:
    inverse = Inverse(ur3e)
    low, high = limits(ur3e)
    for q in ordinary(ur3e, 60, seed=4):
        found = inverse.solve(forward(ur3e, q))
        assert np.min(np.max(np.abs(found - q), axis=1)) <= 1e-6
        assert np.all((found >= low) & (found <= high))
        apart = np.max(np.abs(found[:, None] - found[None]), axis=2) + np.eye(len(found))
        assert np.min(apart) > 1e-6, "the same answer twice"


def test_whole_turns_are_given_within_the_limits_and_on_them(ur3e: Robot) -> None:
    q = np.array([0.5, -2 * np.pi, np.pi, 0.0, -np.pi, 2 * np.pi])
    every = np.array(turns(ur3e, q))
    assert len(every) == 2 * 3 * 2 * 3 * 2 * 3
    assert set(np.round(every[:, 0] - 0.5, 9)) == {0.0, -round(2 * np.pi, 9)}
    assert set(np.round(every[:, 2], 9)) == {-round(np.pi, 9), round(np.pi, 9)}


def test_an_angle_outside_the_limits_whatever_the_turns_has_no_answer(ur3e: Robot) -> None:
    ned2 = load_robot("ned2")
    q = ned2.q_rest.copy()
    q[1] = ned2.joints[1].q_max + 0.01
    assert turns(ned2, q) == []


def test_out_of_reach_there_is_none(ur3e: Robot) -> None:
    T = forward(ur3e, ur3e.q_rest).copy()
    T[:3, 3] = [2.0, 0.0, 0.3]
    assert Inverse(ur3e).solve(T).shape == (0, 6)
    assert not Inverse(ur3e).reaches(T)


@pytest.mark.parametrize("name", ["calibrated", "ned2"])
def test_an_arm_without_closed_form_is_searched(calibrated: Robot, name: str) -> None:
    robot = calibrated if name == "calibrated" else load_robot("ned2")
    inverse = Inverse(robot)
    assert not inverse.exact
    low, high = limits(robot)
    back = 0
    for q in ordinary(robot, 40, seed=8):
        T = forward(robot, q)
        found = inverse.solve(T)
        assert len(found) > 0
        assert not wrong(robot, T, found)
        assert np.all((found >= low) & (found <= high))
        back += bool(np.min(np.max(np.abs(found - q), axis=1)) <= 1e-6)
    assert back >= 38


def test_two_processes_give_the_same_bits() -> None:
    script = (
        "import hashlib, numpy as np\n"
        "from cobot_lab.cell.load import load_robot\n"
        "from cobot_lab.motion.inverse import Inverse\n"
        "from cobot_lab.motion.kinematics import forward\n"
        "for name in ('ur3e', 'ned2'):\n"
        "    robot = load_robot(name)\n"
        "    for q in (robot.q_rest, 0 * robot.q_rest):\n"
        "        print(hashlib.sha256(Inverse(robot).solve(forward(robot, q)).tobytes()).hexdigest())\n"
    )
    runs = [
        subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout
    assert len(set(runs[0].stdout.split())) == 4
