from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_robot
from cobot_lab.cell.thing import Label, Place
from cobot_lab.codes import Code
from cobot_lab.findings import Report, Verdict
from cobot_lab.motion.actions import Grip, Move, Path
from cobot_lab.motion.kinematics import jacobian, tool_pose, tool_poses
from cobot_lab.motion.limits import joint_limits
from cobot_lab.motion.pace import Pace
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.program.program import Program
from cobot_lab.stored import sha256

Written = Callable[..., Program]
LESSON = (("pick", "magasin"), ("place", "plateau"), ("go_to_rest",))


def planned(program: Program, cell: Cell) -> tuple[Plan, Report]:
    result, report = plan(program, cell)
    assert result is not None, report.findings
    return result, report


def moves(result: Plan) -> list[Move]:
    return [action for action in result.actions if isinstance(action, Move)]


def with_place(cell: Cell, name: str, position: tuple[float, float, float]) -> Cell:
    T_WP = cell.places[0].T_WP.copy()
    T_WP[:3, 3] = position
    return replace(cell, places=(*cell.places, Place(name, Label(name, name), T_WP)))


def test_pick_and_place_is_planned_from_rest_to_rest(cell: Cell, program: Written) -> None:
    asked = program(*LESSON)
    result, report = planned(asked, cell)
    assert (report.verdict, report.not_run, report.subject) == (Verdict.PASSED, (), sha256(result.to_bytes()))
    assert (result.program, result.cell, result.robot) == (asked.digest, cell.digest, "ur3e")
    assert result.joints == cell.robot.joint_names
    assert [action.closing for action in result.actions if isinstance(action, Grip)] == [False, True, False]
    assert [(move.step, move.path) for move in moves(result)] == [
        (1, Path.JOINT),
        (1, Path.LINE),
        (1, Path.LINE),
        (2, Path.JOINT),
        (2, Path.LINE),
        (2, Path.LINE),
        (3, Path.JOINT),
    ]
    q = result.q_start
    for move in moves(result):
        assert (move.trajectory.q[0] == q).all()
        assert not move.trajectory.qd[[0, -1]].any()
        q = move.trajectory.q[-1]
    assert (q == cell.robot.q_rest).all()
    grip = cell.place("magasin")
    assert grip is not None
    reached = cell.T_WB @ tool_pose(cell.robot, moves(result)[1].trajectory.q[-1], cell.tool.T_FT)
    assert np.max(np.abs(reached - grip.T_WP)) <= 1e-9
    assert (moves(result)[2].trajectory.q[-1] == moves(result)[0].trajectory.q[-1]).all(), "up the same way as down"


def test_everything_planned_keeps_the_limits_and_no_line_flips(cell: Cell, program: Written) -> None:
    result, _ = planned(program(*LESSON, ("speed", 30), *LESSON), cell)
    limits, pace = joint_limits(cell.robot), Pace(cell)
    for i, move in enumerate(moves(result)):
        fraction = 1.0 if i < 7 else 0.3
        t = np.append(np.arange(0.0, move.duration, 1e-3), move.duration)
        q, *moving = move.trajectory.sample(t)
        assert all(np.max(np.abs(value) / limit) <= 1.0 for value, limit in zip(moving, limits, strict=True))
        tool, surface = pace.speeds(q, moving[0], carrying=False)
        assert np.max(tool) <= fraction * cell.limits.tool_speed
        assert np.max(surface) <= fraction * cell.limits.surface_speed
        if move.path is Path.LINE:
            assert len({np.sign(np.linalg.det(jacobian(cell.robot, one, cell.tool.T_FT))) for one in q[::40]}) == 1
            tips = tool_poses(cell.robot, q, cell.tool.T_FT)[:, :3, 3]
            assert np.max(np.abs(tips[:, :2] - tips[0, :2])) <= 1e-4


def test_the_same_program_gives_the_same_bytes_in_every_process(cell: Cell, program: Written) -> None:
    script = (
        "from pathlib import Path\n"
        "from cobot_lab.cell.load import load_cell\n"
        "from cobot_lab.motion.planner import plan\n"
        "from cobot_lab.paths import data_room\n"
        "from cobot_lab.program.expressions import Text\n"
        "from cobot_lab.program.program import Program\n"
        "from cobot_lab.program.steps import Act, Comment\n"
        "import sys\n"
        "pick, place = (Act(op, (Text(name),)) for op, name in (('pick', 'magasin'), ('place', 'plateau')))\n"
        "body = (Comment('ici'), pick, place, Act('go_to_rest'))\n"
        "cell = load_cell(data_room('robots') / 'ur3e' / 'cells' / 'atelier.toml')\n"
        "result, report = plan(Program.of(body), cell)\n"
        "assert not {'roboticstoolbox', 'scipy', 'pybullet'} & set(sys.modules), 'a heavy import'\n"
        "print(report.subject)\n"
    )
    environments = [{**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "77")]
    runs = [
        subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, env=environment)
        for environment in environments
    ]
    here = planned(program(*LESSON), cell)[1].subject
    assert [run.stdout.strip() for run in runs] == [here, here]


def test_a_speed_above_what_is_allowed_is_planned_as_asked(cell: Cell, monkeypatch: pytest.MonkeyPatch) -> None:
    from cobot_lab.motion import planner  # noqa: PLC0415
    from cobot_lab.motion.outlook import Node, Outlook  # noqa: PLC0415
    from cobot_lab.program import commands as c  # noqa: PLC0415

    asked = (c.SetSpeed(1, 1.5), c.GoTo(2, c.Spot("plateau")), c.GoToRest(3))
    monkeypatch.setattr(planner, "explore", lambda *_: Outlook(Node(list(asked)), [], covered=1))
    result, _ = planned(Program.of(()), cell)
    fastest = 0.0
    for move in moves(result):
        q, qd, *_ = move.trajectory.sample(np.linspace(0.0, move.duration, 400))
        fastest = max(fastest, float(np.max(Pace(cell).speeds(q, qd, carrying=False)[0])))
    assert fastest > 1.2 * cell.limits.tool_speed


def test_everything_wrong_is_collected_in_the_order_of_the_steps(cell: Cell, program: Written) -> None:
    far = with_place(cell, "lointain", (0.9, 0.2, 0.1))
    result, report = plan(
        program(
            ("go_above", "lointain", 80),
            ("descend_to", "lointain"),
            ("close_gripper",),
            ("go_up", 80),
            ("go_to", "magazin"),
            ("grip_force", 400),
            ("go_to", "lointain"),
            ("go_to", "plateau"),
        ),
        far,
    )
    assert result is None
    assert report.verdict is Verdict.FAILED
    assert [(finding.code, finding.step) for finding in report.findings] == [
        (Code.UNREACHABLE, 1),
        (Code.UNKNOWN_PLACE, 5),
        (Code.GRIP_OUT_OF_RANGE, 6),
        (Code.UNREACHABLE, 7),
    ]
    assert report.findings[0].fact("place") == "lointain"
    assert 0.2 < float(report.findings[0].fact("distance")) < 0.8
    assert (report.subject, report.not_run) == ("", ("timing",))


def test_a_line_that_leads_out_of_reach_is_unreachable_at_its_step(cell: Cell, program: Written) -> None:
    _, report = plan(program(("go_above", "magasin", 80), ("move_by", 600, 0, 0), ("go_to_rest",)), cell)
    (finding,) = report.findings
    assert (finding.code, finding.step) == (Code.UNREACHABLE, 2)
    assert float(finding.fact("distance")) > 0.1


def test_a_line_that_no_branch_can_follow_is_blocked_at_its_step(cell: Cell, program: Written) -> None:
    around = with_place(with_place(cell, "devant", (0.25, 0.0, 0.1)), "derriere", (-0.25, 0.0, 0.1))
    _, report = plan(program(("go_to", "devant"), ("descend_to", "derriere"), ("go_to_rest",)), around)
    (finding,) = report.findings
    assert (finding.code, finding.step, finding.fact("place")) == (Code.LINE_BLOCKED, 2, "derriere")
    assert 0.0 < float(finding.fact("fraction")) < 1.0


@pytest.mark.parametrize("steps", [(), (("speed", 40),), (("go_to_rest",), ("wait", 0))])
def test_a_program_that_does_nothing_is_found(cell: Cell, program: Written, steps: tuple[tuple[str], ...]) -> None:
    result, report = plan(program(*steps), cell)
    assert result is None
    assert [finding.code for finding in report.findings] == [Code.NOTHING_TO_DO]


def test_what_stops_the_program_itself_is_reported(cell: Cell, program: Written) -> None:
    result, report = plan(program(("go_to", "plateau"), ("wait", -1.0)), cell)
    assert result is None
    assert [finding.step for finding in report.findings] == [2]


def test_repeating_costs_little_and_says_the_same_thing_once(cell: Cell, program: Written) -> None:
    _, report = plan(program(*([("go_to", "nulle_part")] * 3)), cell)
    assert [finding.step for finding in report.findings] == [1, 2, 3]


def test_another_arm_plans_as_well(cell: Cell, program: Written) -> None:
    ned2 = load_robot("ned2")
    T = tool_pose(ned2, ned2.q_rest, cell.tool.T_FT)
    other = replace(cell, robot=ned2, T_WB=np.eye(4), places=(Place("ici", Label("ici", "here"), T),))
    result, _ = planned(program(("move_by", 0, 0, 30), ("move_by", 0, 20, 0), ("go_to", "ici"), ("wait", 1)), other)
    assert [move.path for move in moves(result)] == [Path.LINE, Path.LINE, Path.JOINT]
    assert np.max(np.abs(tool_pose(ned2, moves(result)[-1].trajectory.q[-1], cell.tool.T_FT) - T)) <= 1e-9
