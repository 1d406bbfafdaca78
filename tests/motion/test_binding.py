from __future__ import annotations

import math

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.codes import Code
from cobot_lab.motion.actions import Grip, Path, Show, Wait
from cobot_lab.motion.binding import MOVES_MAX, SETTLING, Binder
from cobot_lab.motion.kinematics import tool_pose
from cobot_lab.motion.legs import Leg
from cobot_lab.program import commands as c


def bound(cell: Cell, *commands: c.Command) -> Binder:
    binder = Binder(cell)
    for command in commands:
        binder.add(command)
    return binder


def leg(binder: Binder, i: int) -> Leg:
    found = [item for item in binder.items if isinstance(item, Leg)][i]
    assert found.T_BT is not None
    return found


def test_names_become_poses_in_the_robots_base(cell: Cell) -> None:
    spot = c.Spot("plateau", (0.01, 0.02, 0.0))
    binder = bound(cell, c.GoAbove(1, spot, 0.1), c.Descend(2, spot), c.Rise(3, 0.05), c.MoveBy(4, (0.0, 0.03, 0.0)))
    place = cell.place("plateau")
    assert place is not None
    W = [cell.T_WB @ leg(binder, i).T_BT for i in range(4)]
    at = place.T_WP[:3, 3] + [0.01, 0.02, 0.0]
    assert W[0][:3, 3] == pytest.approx(at + np.array([0.0, 0.0, 0.1]))
    assert W[1][:3, 3] == pytest.approx(at)
    assert W[2][:3, 3] == pytest.approx(at + np.array([0.0, 0.0, 0.05]))
    assert W[3][:3, 3] == pytest.approx(at + np.array([0.0, 0.03, 0.05]))
    assert all(np.max(np.abs(T[:3, :3] - place.T_WP[:3, :3])) <= 1e-12 for T in W)
    assert [leg(binder, i).path for i in range(4)] == [Path.JOINT, Path.LINE, Path.LINE, Path.LINE]
    assert [leg(binder, i).place for i in range(4)] == ["plateau", "plateau", "plateau", ""]
    rest = tool_pose(cell.robot, cell.robot.q_rest, cell.tool.T_FT)
    assert (leg(binder, 0).T_from == rest).all()


def test_an_unknown_place_is_found_at_its_step_with_what_was_meant(cell: Cell) -> None:
    binder = bound(
        cell,
        c.GoTo(3, c.Spot("magazin")),
        c.Rise(4, 0.1),
        c.GoTo(5, c.Spot("plateau")),
        c.Descend(6, c.Spot("xyzzy")),
        c.Descend(6, c.Spot("xyzzy")),
    )
    first, second = binder.findings
    assert (first.code, first.step, first.fact("name"), first.fact("suggestion")) == (
        Code.UNKNOWN_PLACE,
        3,
        "magazin",
        "magasin",
    )
    assert (second.step, second.fact("suggestion")) == (6, "")
    assert first.fact("known") == ", ".join(sorted(place.name for place in cell.places))
    legs = [item for item in binder.items if isinstance(item, Leg)]
    assert [(one.step, one.T_from) for one in legs] == [(5, None)]


def test_moves_that_do_not_move_are_left_out(cell: Cell) -> None:
    spot = c.Spot("magasin")
    binder = bound(
        cell,
        c.GoToRest(1),
        c.Rise(2, 0.0),
        c.MoveBy(3, (0.0, 0.0, 0.0)),
        c.Pause(4, 0.0),
        c.GoTo(5, spot),
        c.Descend(6, spot),
        c.GoAbove(7, spot, 0.0),
        c.GoToRest(8),
        c.GoToRest(9),
    )
    assert [item.step for item in binder.items] == [5, 8]


def test_speed_grip_and_texts_become_actions(cell: Cell) -> None:
    tool = cell.tool
    binder = bound(
        cell,
        c.SetSpeed(1, 0.4),
        c.Open(2),
        c.Close(3),
        c.GoTo(4, c.Spot("plateau")),
        c.SetGripForce(5, tool.force_max),
        c.Open(6, 0.03),
        c.SetSpeed(7, 1.5),
        c.Close(8),
        c.Pause(9, 1.5),
        c.Tell(10, "prêt"),
        c.GoToRest(11),
    )
    assert binder.findings == []
    wide, tight, go, half, strong, wait, show, rest = binder.items
    whole = (tool.width_max - tool.width_min) / 2 / tool.finger_speed + SETTLING
    assert wide == Grip(2, closing=False, width=tool.width_max, force=0.0, time=whole)
    assert tight == Grip(3, closing=True, width=0.0, force=tool.force, time=whole)
    assert isinstance(go, Leg)
    assert (go.fraction, go.carrying) == (0.4, True)
    assert isinstance(half, Grip)
    assert half.width == 0.03
    assert isinstance(strong, Grip)
    assert strong.force == tool.force_max
    assert strong.time == pytest.approx((0.03 - tool.width_min) / 2 / tool.finger_speed + SETTLING)
    assert wait == Wait(9, 1.5)
    assert show == Show(10, "prêt")
    assert isinstance(rest, Leg)
    assert (rest.fraction, rest.T_BT) == (1.5, None)


@pytest.mark.parametrize(
    ("command", "quantity"),
    [
        (c.SetGripForce(2, 1000.0), "force"),
        (c.SetGripForce(2, 0.0), "force"),
        (c.SetGripForce(2, math.nan), "force"),
        (c.Open(2, 0.5), "width"),
        (c.Open(2, -0.001), "width"),
    ],
)
def test_a_grip_that_the_tool_cannot_do_is_found(cell: Cell, command: c.Command, quantity: str) -> None:
    (finding,) = bound(cell, command).findings
    assert (finding.code, finding.step, finding.fact("quantity")) == (Code.GRIP_OUT_OF_RANGE, 2, quantity)
    assert finding.fact("minimum") < finding.fact("maximum")  # type: ignore[operator]


@pytest.mark.parametrize("fraction", [0.0, -0.5, math.nan, math.inf])
def test_a_speed_that_is_none_is_found(cell: Cell, fraction: float) -> None:
    (finding,) = bound(cell, c.SetSpeed(3, fraction)).findings
    assert (finding.code, finding.step) == (Code.NUMBER_OUT_OF_RANGE, 3)


def test_a_plan_has_an_end(cell: Cell) -> None:
    binder = Binder(cell)
    for i in range(MOVES_MAX + 1):
        assert not binder.full
        binder.add(c.GoTo(7, c.Spot("plateau" if i % 2 else "magasin")))
    assert binder.full
    assert [(finding.code, finding.fact("limit")) for finding in binder.findings] == [(Code.RUNS_TOO_LONG, MOVES_MAX)]
