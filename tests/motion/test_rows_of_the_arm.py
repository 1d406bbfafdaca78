"""Modes of travel, joints, turning and signals, planned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.codes import Code
from cobot_lab.motion.actions import Move, Output, Path
from cobot_lab.motion.kinematics import tool_pose, tool_poses
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.paths import data_room
from cobot_lab.program.program import Program

Written = Callable[..., Program]


@pytest.fixture(scope="module")
def pallets() -> Cell:
    return load_cell(data_room("robots") / "ur3e" / "cells" / "palette.toml")


def planned(program: Program, cell: Cell) -> list[Move]:
    result, report = plan(program, cell)
    assert result is not None, report.findings
    assert Plan.from_bytes(result.to_bytes()).to_bytes() == result.to_bytes()
    return [action for action in result.actions if isinstance(action, Move)]


def world(cell: Cell, q: np.ndarray) -> np.ndarray:
    return cell.T_WB @ tool_pose(cell.robot, q, cell.tool.T_FT)


def test_mode_line_travels_in_straight_lines_and_fastest_by_joint_moves(cell: Cell, program: Written) -> None:
    steps = [("go_above", "magasin", 80), ("go_above", "plateau", 80), ("go_to", "controle"), ("go_to_rest",)]
    assert [move.path for move in planned(program(*steps), cell)] == [Path.JOINT] * 4
    straight = planned(program(steps[0], ("mode", "line"), *steps[1:]), cell)
    assert [move.path for move in straight] == [Path.JOINT, Path.LINE, Path.LINE, Path.JOINT]
    q, *_ = straight[1].trajectory.sample(np.linspace(0.0, straight[1].duration, 300))
    tips = tool_poses(cell.robot, q, cell.tool.T_FT)[:, :3, 3]
    way = tips[-1] - tips[0]
    off = np.cross(tips - tips[0], way / np.linalg.norm(way))
    assert np.max(np.linalg.norm(off, axis=1)) <= 1e-4
    back = planned(program(steps[0], ("mode", "line"), ("mode", "fastest"), *steps[1:]), cell)
    assert [move.path for move in back] == [Path.JOINT] * 4


@pytest.mark.parametrize(("degrees", "parts"), [(90, 1), (-90, 1), (180, 2), (-300, 3)])
def test_turning_keeps_the_tool_point_and_the_axis(cell: Cell, program: Written, degrees: float, parts: int) -> None:
    moves = planned(program(("go_above", "magasin", 80), ("turn_tool", degrees), ("go_to_rest",)), cell)
    turning = moves[1:-1]
    assert [move.path for move in turning] == [Path.LINE] * parts
    before = world(cell, moves[0].trajectory.q[-1])
    for move in turning:
        q, *_ = move.trajectory.sample(np.linspace(0.0, move.duration, 200))
        T = cell.T_WB @ tool_poses(cell.robot, q, cell.tool.T_FT)
        assert np.max(np.abs(T[:, :3, 3] - before[:3, 3])) <= 5e-5
        assert np.max(np.abs(T[:, :3, 2] - before[:3, 2])) <= 1e-3
    turned = before[:3, :3].T @ world(cell, turning[-1].trajectory.q[-1])[:3, :3]
    assert turned[0, 0] == pytest.approx(np.cos(np.radians(degrees)), abs=1e-9)
    assert turned[1, 0] == pytest.approx(np.sin(np.radians(degrees)), abs=1e-9)


def test_going_down_keeps_the_turn_and_the_next_travel_drops_it(cell: Cell, program: Written) -> None:
    steps = [("go_above", "magasin", 80), ("turn_tool", 30), ("descend_to", "magasin"), ("go_up", 80)]
    moves = planned(program(*steps, ("go_to", "plateau"), ("go_to_rest",)), cell)
    down, up, there = (world(cell, moves[i].trajectory.q[-1]) for i in (2, 3, 4))
    place, tray = cell.place("magasin"), cell.place("plateau")
    assert place is not None
    assert tray is not None
    assert np.max(np.abs(down[:3, 3] - place.T_WP[:3, 3])) <= 1e-9
    for T in (down, up):
        assert (place.T_WP[:3, :3].T @ T[:3, :3])[1, 0] == pytest.approx(np.sin(np.radians(30)), abs=1e-9)
    assert np.max(np.abs(there - tray.T_WP)) <= 1e-9


def test_a_joint_goes_to_its_angle_and_the_others_stay(cell: Cell, program: Written) -> None:
    moves = planned(program(("go_above", "magasin", 80), ("joint", 6, 20), ("go_up", 30), ("go_to_rest",)), cell)
    before, after = moves[0].trajectory.q[-1], moves[1].trajectory.q[-1]
    assert moves[1].path is Path.JOINT
    assert after[5] == pytest.approx(np.radians(20), abs=1e-15)
    assert (np.delete(after, 5) == np.delete(before, 5)).all()
    assert (moves[1].trajectory.q[0] == before).all()
    rise = world(cell, moves[2].trajectory.q[-1]) - world(cell, after)
    assert rise[:3, 3] == pytest.approx([0.0, 0.0, 0.03], abs=1e-9)


def test_setting_a_joint_where_it_is_does_not_move(cell: Cell, program: Written) -> None:
    moves = planned(program(("joint", 1, 10), ("joint", 1, 10), ("go_up", 10), ("go_up", -0.0), ("go_to_rest",)), cell)
    assert len(moves) == 3


def test_a_line_back_the_way_it_came_after_a_settled_joint(cell: Cell, program: Written) -> None:
    steps = (("go_above", "magasin", 80), ("descend_to", "magasin"), ("joint", 6, 0), ("go_up", 10), ("go_to_rest",))
    assert len(planned(program(*steps), cell)) in (4, 5)


def test_a_joint_beyond_its_range_is_found_with_the_range(cell: Cell, program: Written) -> None:
    narrow = replace(cell.robot.joints[2], q_min=-1.0, q_max=1.0)
    robot = replace(cell.robot, joints=(*cell.robot.joints[:2], narrow, *cell.robot.joints[3:]))
    _, report = plan(program(("joint", 3, 90), ("go_to_rest",)), replace(cell, robot=robot))
    (finding,) = report.findings
    assert (finding.code, finding.step) == (Code.JOINT_LIMIT, 1)
    assert (finding.fact("q_min"), finding.fact("q_max")) == (-1.0, 1.0)


def test_an_arm_with_fewer_joints_says_so(cell: Cell, program: Written) -> None:
    from cobot_lab.motion.binding import Binder  # noqa: PLC0415
    from cobot_lab.program.commands import SetJoint  # noqa: PLC0415

    binder = Binder(cell)
    binder.add(SetJoint(4, 7, 0.0))
    (finding,) = binder.findings
    assert (finding.code, finding.step, dict(finding.facts)) == (Code.NO_SUCH_JOINT, 4, {"number": 7, "limit": 6})


def test_a_joint_behind_an_unknown_place_adds_no_finding_of_its_own(cell: Cell, program: Written) -> None:
    _, report = plan(program(("go_to", "nulle_part"), ("joint", 6, 20), ("go_up", 30)), cell)
    assert [finding.code for finding in report.findings] == [Code.UNKNOWN_PLACE]


def test_cells_of_a_pallet_lie_evenly_between_the_three_points(pallets: Cell) -> None:
    from cobot_lab.language.reader import read  # noqa: PLC0415

    text = 'make_pallet("p", 2, 3, "plateau_a", "plateau_b", "plateau_c")\n'
    text += "".join(f'go_above(pallet_cell("p", {n}), 80)\n' for n in range(1, 7))
    asked, _ = read(text.encode())
    assert asked is not None
    moves = planned(asked, pallets)
    corner = pallets.place("plateau_a")
    assert corner is not None
    for move, (row, column) in zip(moves, [(r, k) for r in range(2) for k in range(3)], strict=True):
        wanted = corner.T_WP.copy()
        wanted[:3, 3] += (0.05 * column, 0.08 * row, 0.08)
        assert np.max(np.abs(world(pallets, move.trajectory.q[-1]) - wanted)) <= 1e-9
        assert move.place == f"p {row * 3 + column + 1}"


def test_signals_become_outputs_of_the_cell(pallets: Cell, program: Written) -> None:
    asked = program(("lamp_on", "green"), ("output", 1, 1), ("pulse", 1, 0.5), ("lamp_off", "green"))
    result, _ = plan(asked, pallets)
    assert result is not None
    assert result.actions == (
        Output(1, "voyant_vert", 1.0, 0.0),
        Output(2, "soufflette", 1.0, 0.0),
        Output(3, "soufflette", 1.0, 0.5),
        Output(4, "voyant_vert", 0.0, 0.0),
    )
    assert result.duration == 0.5
    assert Plan.from_bytes(result.to_bytes()).actions == result.actions


@pytest.mark.parametrize(
    ("step", "facts"),
    [
        (("output", 2, 1), {"kind": "output", "name": "2", "known": "1"}),
        (("pulse", 3, 1), {"kind": "output", "name": "3", "known": "1"}),
        (("lamp_on", "orange"), {"kind": "lamp", "name": "orange", "known": "green, red"}),
        (("conveyor", 50), {"kind": "conveyor", "name": "1", "known": ""}),
    ],
)
def test_a_signal_that_the_cell_does_not_have_is_found(
    pallets: Cell, program: Written, step: tuple[str | float, ...], facts: dict[str, str]
) -> None:
    _, report = plan(program(step, ("go_to_rest",)), pallets)
    (finding,) = report.findings
    assert (finding.code, finding.step, dict(finding.facts)) == (Code.UNKNOWN_SIGNAL, 1, facts)
