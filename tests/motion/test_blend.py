"""Lines that pass into one another: which corners are rounded, how far off, and what stops exactly instead."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Move, Path
from cobot_lab.motion.corner import Bend
from cobot_lab.motion.kinematics import tool_poses
from cobot_lab.motion.limits import joint_limits, jolts, peaks
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.program.program import Program

Written = Callable[..., Program]
UP, DOWN = np.array([0.0, 0.0, 1.0]), np.array([0.0, 0.0, -1.0])
ASIDE = np.array([1.0, 0.0, 0.0])
SQUARE = (("move_by", 0, 60, 0), ("move_by", 60, 0, 0), ("move_by", 0, 0, 60))


def planned(program: Program, cell: Cell) -> list[Move]:
    result, report = plan(program, cell)
    assert result is not None, report.findings
    again = Plan.from_bytes(result.to_bytes())
    assert again.to_bytes() == result.to_bytes()
    return [action for action in result.actions if isinstance(action, Move)]


def kinds(program: Program, cell: Cell) -> list[Path]:
    return [move.path for move in planned(program, cell)]


def around(*steps: tuple[str | float, ...], radius: float = 20) -> tuple[tuple[str | float, ...], ...]:
    return (("go_above", "magasin", 80), ("blend", radius), *steps, ("go_to_rest",))


@pytest.mark.parametrize("d_out", [ASIDE, UP, (ASIDE + UP) / np.sqrt(2), (ASIDE + DOWN) / np.sqrt(2)])
def test_a_bend_leaves_and_meets_the_lines_smoothly(d_out: np.ndarray) -> None:
    bend = Bend.between(np.zeros(3), UP, d_out, 0.02)
    p, d = bend.points(np.linspace(0.0, bend.length, 400))
    assert p[[0, -1]] == pytest.approx(np.array([-0.02 * UP, 0.02 * d_out]), abs=1e-12)
    assert d[[0, -1]] == pytest.approx(np.array([UP, d_out]), abs=1e-9)
    assert np.linalg.norm(np.diff(p, axis=0), axis=1) == pytest.approx(bend.length / 399, rel=1e-3)
    away = np.linalg.norm(p, axis=1)
    assert np.max(away) <= 0.02 + 1e-12
    assert np.min(away) == pytest.approx(bend.deviation, abs=1e-4)
    curvature = np.linalg.norm(np.diff(d, axis=0), axis=1) * 399 / bend.length
    assert np.max(curvature) <= bend.curvature * (1 + 1e-3) + 1e-9
    assert max(curvature[0], curvature[-1]) <= 0.05 * bend.curvature + 1e-3


def test_a_right_angle_is_cut_by_three_eighths_of_the_radius() -> None:
    assert Bend.between(np.zeros(3), UP, ASIDE, 1.0).deviation == pytest.approx(0.3757, abs=1e-4)


def test_a_chain_of_lines_is_one_move_that_does_not_stop(cell: Cell, program: Written) -> None:
    moves = planned(program(*around(*SQUARE)), cell)
    assert [move.path for move in moves] == [Path.JOINT, Path.BLEND, Path.JOINT]
    blend = moves[1]
    t = np.linspace(0.0, blend.duration, 2000)
    q, *_ = blend.trajectory.sample(t)
    p = tool_poses(cell.robot, q, cell.tool.T_FT)[:, :3, 3]
    speed = np.linalg.norm(np.diff(p, axis=0), axis=1) / np.diff(t)
    inner = (t[:-1] > 0.3) & (t[:-1] < blend.duration - 0.3)
    assert np.min(speed[inner]) > 0.03
    assert not blend.trajectory.qd[[0, -1]].any()
    assert [corner.step for corner in blend.corners] == [4, 5]
    for corner in blend.corners:
        away = np.linalg.norm(p - corner.at, axis=1)
        assert np.min(away) == pytest.approx(corner.deviation, abs=1e-4)
        assert t[np.argmin(away)] == pytest.approx(corner.t, abs=0.05)
        assert corner.deviation < corner.radius == 0.02
    assert blend.step_at(0.0) == 3
    assert blend.step_at(blend.corners[0].t) == 4
    assert blend.step_at(blend.duration) == 5


def test_a_chain_keeps_the_limits_of_the_joints(cell: Cell, program: Written) -> None:
    for radius in (2, 20, 30):
        blend = planned(program(*around(*SQUARE, radius=radius)), cell)[1]
        assert blend.path is Path.BLEND
        for peak, limit in zip(peaks(blend.trajectory), joint_limits(cell.robot), strict=True):
            assert np.all(peak <= limit)
        assert np.all(jolts(blend.trajectory) <= joint_limits(cell.robot)[2])


def test_it_ends_where_the_stops_would_have_ended(cell: Cell, program: Written) -> None:
    stops = planned(program(*around(*SQUARE, radius=0)), cell)
    blend = planned(program(*around(*SQUARE)), cell)[1]
    assert len(stops) == 5
    assert (blend.trajectory.q[0] == stops[1].trajectory.q[0]).all()
    assert (blend.trajectory.q[-1] == stops[3].trajectory.q[-1]).all()


J, L, B = Path.JOINT, Path.LINE, Path.BLEND


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        pytest.param(around(("move_by", 0, 15, 0), ("move_by", 60, 0, 0)), [J, L, L, J], id="too short before"),
        pytest.param(around(("move_by", 0, 60, 0), ("move_by", 15, 0, 0)), [J, L, L, J], id="too short after"),
        pytest.param(
            around(("move_by", 0, 60, 0), ("move_by", 30, 0, 0), ("move_by", 0, 0, 60)),
            [J, B, L, J],
            id="room for one corner of two",
        ),
        pytest.param(around(("move_by", 0, 60, 0), ("move_by", 0, -60, 0)), [J, L, L, J], id="folding back"),
        pytest.param(around(("move_by", 0, 60, 0), ("go_above", "magasin", 80)), [J, L, J, J], id="line to joint"),
        pytest.param(around(("move_by", 0, 60, 0), ("wait", 1), ("move_by", 60, 0, 0)), [J, L, L, J], id="a wait"),
        pytest.param(around(("move_by", 0, 60, 0), ("show", "ici"), ("move_by", 60, 0, 0)), [J, L, L, J], id="a text"),
        pytest.param(around(("move_by", 0, 60, 0), ("close_gripper",), ("move_by", 60, 0, 0)), [J, L, L, J], id="grip"),
        pytest.param(around(("move_by", 0, 60, 0), ("speed", 40), ("move_by", 60, 0, 0)), [J, L, L, J], id="speed"),
        pytest.param(around(("move_by", 0, 60, 0), ("blend", 0), ("move_by", 60, 0, 0)), [J, L, L, J], id="set to 0"),
        pytest.param(
            around(("move_by", 0, 60, 0), ("turn_tool", 20), ("move_by", 60, 0, 0)), [J, L, L, L, J], id="a turn"
        ),
        pytest.param(around(("move_by", 0, 60, 0), ("move_by", 0, 60, 0)), [J, B, J], id="straight on"),
    ],
)
def test_what_cannot_be_rounded_stops_exactly(
    cell: Cell, program: Written, steps: tuple[tuple[str | float, ...], ...], wanted: list[Path]
) -> None:
    assert kinds(program(*steps), cell) == wanted


def test_picking_and_placing_in_mode_line_rounds_the_way_between(cell: Cell, program: Written) -> None:
    steps = (("pick", "magasin"), ("place", "plateau"))
    found = kinds(program(("mode", "line"), ("blend", 20), *steps, ("go_to_rest",)), cell)
    assert found == [L, L, B, L, J]
    assert kinds(program(("blend", 20), *steps, ("go_to_rest",)), cell).count(B) == 0
