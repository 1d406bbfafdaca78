from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruckig import InputParameter, Result, Ruckig, Synchronization
from ruckig import Trajectory as Timed

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.joint_move import joint_move
from cobot_lab.motion.limits import HEADROOM, joint_limits, peaks
from cobot_lab.motion.pace import Pace
from cobot_lab.motion.timing import TimingError, law


@pytest.mark.parametrize(
    ("length", "limits"),
    [(1.0, (0.3, 1.0, 10.0)), (1e-4, (0.3, 1.0, 10.0)), (0.08, (0.25, 1.0, 10.0)), (3.0, (9.0, 2.0, 50.0))],
)
def test_the_law_is_ruckigs_at_every_millisecond(length: float, limits: tuple[float, float, float]) -> None:
    wanted = InputParameter(1)
    wanted.current_position, wanted.target_position = [0.0], [length]
    wanted.max_velocity, wanted.max_acceleration, wanted.max_jerk = ([limit] for limit in limits)
    reference = Timed(1)
    assert Ruckig(1).calculate(wanted, reference) in (Result.Working, Result.Finished)
    ours = law(length, *limits)
    assert ours.t[-1] == pytest.approx(reference.duration, abs=1e-9)
    t = np.linspace(0.0, reference.duration, 1 + int(reference.duration * 1000))
    u, ud = ours.at(t)
    theirs = np.array([reference.at_time(float(instant)) for instant in t])[:, :2].reshape(-1, 2)
    assert np.max(np.abs(u - theirs[:, 0])) <= 1e-9
    assert np.max(np.abs(ud - theirs[:, 1])) <= 1e-8


def test_a_limit_that_is_no_limit_is_an_exception() -> None:
    for bad in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(TimingError, match="positive limits"):
            law(1.0, bad, 1.0, 1.0)


def test_a_joint_move_is_ruckigs_phase_synchronised_move(cell: Cell) -> None:
    robot, rng = cell.robot, np.random.default_rng(2)
    qd_max, qdd_max, qddd_max = joint_limits(robot)
    for _ in range(40):
        q_from = robot.q_rest + rng.uniform(-0.6, 0.6, 6)
        q_to = robot.q_rest + rng.uniform(-0.6, 0.6, 6)
        move = joint_move(Pace(cell), q_from, q_to, 1.0, carrying=False)
        speed, *_ = peaks(move)
        wanted = InputParameter(6)
        wanted.synchronization = Synchronization.Phase
        wanted.current_position, wanted.target_position = list(q_from), list(q_to)
        # The tool's speed bounds the law as one more joint would: give ruckig the peaks that it led to.
        share = float(np.max(speed / qd_max)) if len(move.t) == 8 else HEADROOM
        wanted.max_velocity = list(share * qd_max)
        wanted.max_acceleration, wanted.max_jerk = list(HEADROOM * qdd_max), list(HEADROOM * qddd_max)
        reference = Timed(6)
        assert Ruckig(6).calculate(wanted, reference) in (Result.Working, Result.Finished)
        if abs(reference.duration - move.duration) > 1e-9:
            continue  # another joint was the slowest under these limits: not the same question
        t = np.linspace(0.0, move.duration, 1 + int(move.duration * 1000))
        theirs = np.array([reference.at_time(float(instant))[0] for instant in t])
        assert np.max(np.abs(move.sample(t)[0] - theirs)) <= 1e-9


@pytest.mark.parametrize("fraction", [0.3, 1.0, 1.5, 10.0])
def test_joint_moves_keep_the_speed_asked_and_the_joints_limits(cell: Cell, fraction: float) -> None:
    robot, pace, rng = cell.robot, Pace(cell), np.random.default_rng(7)
    limits = joint_limits(robot)
    fastest = 0.0
    for _ in range(12):
        q_from, q_to = robot.q_rest + rng.uniform(-1.5, 1.5, (2, 6))
        move = joint_move(pace, q_from, q_to, fraction, carrying=True)
        t = np.append(np.arange(0.0, move.duration, 1e-3), move.duration)
        q, *moving = move.sample(t)
        for value, limit in zip(moving, limits, strict=True):
            assert np.max(np.abs(value) / limit) <= 1.0
        assert np.max(np.abs(moving[0]) / limits[0]) <= min(1.0, fraction)
        tool, surface = pace.speeds(q, moving[0], carrying=True)
        assert np.max(tool) <= fraction * cell.limits.tool_speed
        assert np.max(surface) <= fraction * cell.limits.surface_speed
        assert np.all(tool <= surface + 1e-12)
        way = q_to - q_from
        along = (q - q_from) @ way / (way @ way)
        assert np.max(np.abs(q - q_from - along[:, None] * way)) <= 1e-12
        assert (move.q[0] == q_from).all()
        assert (move.q[-1] == q_to).all()
        assert not move.qd[[0, -1]].any()
        fastest = max(fastest, float(np.max(tool)))
    if fraction > 1.0:
        assert fastest > cell.limits.tool_speed, "a move asked too fast has to be planned too fast"
    else:
        assert fastest > 0.9 * fraction * cell.limits.tool_speed


def test_speeds_are_those_of_the_points(cell: Cell) -> None:
    rng = np.random.default_rng(3)
    Q, Qd = cell.robot.q_rest + rng.uniform(-1.0, 1.0, (20, 6)), rng.uniform(-1.0, 1.0, (20, 6))
    tool, surface = Pace(cell).speeds(Q, Qd, carrying=False)
    h = 1e-6

    def points(q: np.ndarray) -> np.ndarray:
        from cobot_lab.motion.kinematics import forward, frames  # noqa: PLC0415

        T_BF = forward(cell.robot, q)
        tip = (T_BF @ cell.tool.T_FT)[:3, 3]
        return np.vstack((frames(cell.robot, q[None])[1][0], T_BF[:3, 3], tip))

    for q, qd, v, top in zip(Q, Qd, tool, surface, strict=True):
        moved = np.linalg.norm(points(q + h * qd) - points(q - h * qd), axis=1) / (2 * h)
        assert v == pytest.approx(moved[-1], abs=1e-7)
        assert top >= np.max(moved) - 1e-7
    assert (Pace(cell).speeds(Q, Qd, carrying=True)[1] >= surface).all()


@pytest.mark.parametrize("speed", [0.25, 0.2, 0.125, 0.01])
def test_a_length_at_which_a_phase_vanishes_is_timed(speed):
    """Ruckig 0.19 raises for this length, which a line of 20 mm gets by rounding, at 1 m/s² and 10 m/s³."""
    timed = law(0.020000000000000018, 0.99 * speed, 1.0, 10.0)
    assert timed.u[-1] == pytest.approx(0.02, abs=1e-15)
    assert np.max(timed.ud) <= 0.99 * speed


@settings(max_examples=300, deadline=None)
@given(st.floats(1e-6, 2.0), st.floats(1e-3, 1.0))
def test_every_length_is_timed(length, speed):
    timed = law(length, speed, 1.0, 10.0)
    assert timed.u[-1] == length
    assert np.all(np.diff(timed.t) > 0)


@pytest.mark.parametrize("splinter", [2e-5, 6e-5, 9.9e-5])
@pytest.mark.parametrize("phase", ["acceleration", "speed"])
def test_a_phase_that_nearly_vanishes_makes_no_step_of_the_acceleration(splinter, phase):
    """A plateau of that length, of the acceleration or of the speed: left out, its neighbours would not meet."""
    acceleration, jerk = 1.0, 10.0
    rise = acceleration / jerk
    speed = acceleration * (rise + (splinter if phase == "acceleration" else 0.4))
    length = speed * (speed / acceleration + rise + (splinter if phase == "speed" else 0.5))
    timed = law(length, speed, acceleration, jerk)
    assert timed.u[-1] == length
    assert np.max(timed.ud) <= speed
    t = np.arange(0.0, timed.t[-1] - 1e-3, 1e-4)
    before, after = _acceleration(timed, t), _acceleration(timed, t + 1e-3)
    assert np.max(np.abs(after - before)) <= 1e-3 * jerk * 1.001


def _acceleration(timed, t):
    i = np.clip(np.searchsorted(timed.t, t, side="right") - 1, 0, len(timed.t) - 2)
    h, s = timed.t[i + 1] - timed.t[i], t - timed.t[i]
    mean = (timed.u[i + 1] - timed.u[i]) / h
    return (
        2 * (3 * mean - 2 * timed.ud[i] - timed.ud[i + 1]) / h
        + 6 * s * (timed.ud[i] + timed.ud[i + 1] - 2 * mean) / h**2
    )
