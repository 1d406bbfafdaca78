"""Goals as they are signed: through the knots of the plan, with our own tolerances, and for nothing else."""

from __future__ import annotations

import json

import numpy as np
import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.codes import Code
from cobot_lab.deploy.driver import DriverError, Halt
from cobot_lab.deploy.drivers.ros.goals import GoalFormError, duration, files_of, written
from cobot_lab.deploy.drivers.ros.grippers import CommandGripper, NiryoGripper
from cobot_lab.deploy.drivers.ros.profile import GENERIC, NED2, profile_of
from cobot_lab.deploy.drivers.ros.progress import Along
from cobot_lab.deploy.drivers.ros.signed import library
from cobot_lab.deploy.two_positions import UnfitGripError
from cobot_lab.motion.actions import Grip, Output, Read
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.paths import data_room
from cobot_lab.program.residual import Compound, Reading

from .rig import ACTIONS, AWAY, SIGNALS, Q, make_plan, move  # isort: skip

PLAN = make_plan()
FILES = files_of(PLAN, NED2, SIGNALS)


def test_a_move_goes_through_the_knots_of_the_plan_and_says_how_far_it_may_stray() -> None:
    (data,) = FILES.values()
    first = next(each for each in json.loads(data)["actions"] if each["do"] == "move")
    knots, goal = ACTIONS[1].trajectory, first["goal"]  # type: ignore[union-attr]
    points = goal["trajectory"]["points"]
    assert [point["positions"] for point in points] == knots.q[1:].tolist()
    assert [point["velocities"] for point in points] == knots.qd[1:].tolist()
    assert [point["time_from_start"] for point in points] == [duration(0.45), duration(0.9)]
    assert all(point["accelerations"] == [] for point in points)
    assert {each["position"] for each in goal["path_tolerance"]} == {0.1}
    assert {each["position"] for each in goal["goal_tolerance"]} == {0.01}


def test_equal_plans_have_equal_bytes() -> None:
    assert files_of(make_plan(), NED2, SIGNALS) == FILES


def test_every_stretch_has_its_file() -> None:
    ways = Fork(3, Compound("==", Reading(0), "rouge"), Branch((move(4, AWAY, Q, 0.6),)), Branch(()))
    plan = make_plan(actions=(move(1, Q, AWAY, 0.6), Read(2, "camera", 0, ("rouge", "bleu"))), fork=ways)
    files = files_of(plan, NED2, {})
    assert sorted(files) == [f"transmit/{number:04d}.json" for number in range(len(files))]
    assert len(library(plan, files, "arm")) == len(files) > 2


@pytest.mark.parametrize(
    ("plan", "signals"),
    [
        (PLAN, {}),
        (make_plan(actions=(Output(1, "lampe", 0.5, 0.0),)), SIGNALS),
    ],
    ids=["a signal that is not wired", "a signal half on"],
)
def test_what_does_not_go_into_goals_is_said(plan, signals) -> None:
    with pytest.raises(GoalFormError, match="lampe"):
        files_of(plan, NED2, signals)


def _changed(change) -> dict[str, bytes]:
    ((name, data),) = FILES.items()
    document = json.loads(data)
    change(document)
    return {name: json.dumps(document).encode()}


CHANGES = {
    "another joint": lambda d: d["joints"].reverse(),
    "another start": lambda d: d["start"].__setitem__(0, 1.0),
    "an action less": lambda d: d["actions"].pop(),
    "another order": lambda d: d["actions"].reverse(),
    "another way": lambda d: d["actions"][1]["goal"]["trajectory"]["points"][0]["positions"].__setitem__(0, 3.0),
    "another speed": lambda d: d["actions"][1]["goal"]["trajectory"]["points"][0]["velocities"].__setitem__(0, 3.0),
    "a point less": lambda d: d["actions"][1]["goal"]["trajectory"]["points"].pop(),
    "another schema": lambda d: d.__setitem__("schema", "x"),
    "no goal": lambda d: d["actions"][1].pop("goal"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_goals_of_something_else_are_not_taken(change) -> None:
    with pytest.raises(DriverError, match="does not hold the goals of its stretch"):
        library(PLAN, _changed(change), "arm")


def test_a_file_too_few_or_too_many_is_not_taken() -> None:
    with pytest.raises(DriverError, match="stretch 0 are not there"):
        library(PLAN, {}, "arm")
    with pytest.raises(DriverError, match=r"transmit/0009\.json does not belong"):
        library(PLAN, {**FILES, "transmit/0009.json": b"{}"}, "arm")


CLOSE, OPEN = Grip(1, True, 0.0, 20.0, 0.4), Grip(2, False, 0.04, 0.0, 0.4)


@pytest.mark.parametrize(
    ("grip", "status", "result", "halt"),
    [
        (CLOSE, 3, {"position": 0.02, "stalled": True, "reached_goal": True}, None),
        (CLOSE, 4, {"position": 0.02, "stalled": True, "reached_goal": False}, None),
        (CLOSE, 3, {"position": 0.0, "stalled": False, "reached_goal": True}, Halt.NOTHING_HELD),
        (CLOSE, 4, {"position": 0.03, "stalled": False, "reached_goal": False}, Halt.NOTHING_HELD),
        (CLOSE, 3, {"position": float("nan"), "stalled": True, "reached_goal": True}, Halt.NOTHING_HELD),
        (OPEN, 3, {"position": 0.0405, "stalled": False, "reached_goal": True}, None),
        (OPEN, 3, {"position": 0.03, "stalled": False, "reached_goal": True}, Halt.NOT_OPEN),
        (OPEN, 4, {"position": 0.04, "stalled": True, "reached_goal": False}, Halt.NOT_OPEN),
    ],
)
def test_a_standard_gripper_says_what_it_holds(grip: Grip, status: int, result: dict, halt: Halt | None) -> None:
    gripper = CommandGripper()
    assert gripper.halt(grip, status, result) is halt
    assert gripper.goal(grip)["command"]["position"] == grip.width


def test_the_makers_gripper_says_only_whether_it_moved() -> None:
    gripper = NiryoGripper()
    assert gripper.goal(CLOSE)["cmd"]["cmd_type"] == 2
    assert gripper.goal(OPEN)["cmd"]["cmd_type"] == 1
    assert gripper.halt(CLOSE, 3, {"status": 1}) is None
    assert gripper.halt(CLOSE, 3, {"status": -1}) is Halt.NOTHING_HELD
    assert gripper.halt(OPEN, 4, {"status": 1}) is Halt.NOT_OPEN


def test_a_model_has_its_profile_and_any_other_the_generic_one() -> None:
    assert (profile_of("ned2"), profile_of("ur3e")) == (NED2, GENERIC)


def test_progress_is_read_from_where_the_controller_wants_the_joints() -> None:
    curve = ACTIONS[1].trajectory  # type: ignore[union-attr]
    along = Along(curve)
    for stamp in np.arange(100.0, 100.4, 0.05):  # the goal was not taken yet
        along.read(stamp, curve.q[0])
        assert along.at(stamp + 0.02) == 0.0
    for t in np.arange(0.05, 0.9, 0.05):
        q, _, _, _ = curve.sample(np.array([t]))
        along.read(100.4 + t / 0.5, q[0])  # an arm that goes at half the speed
        assert along.reached == pytest.approx(t, abs=2e-3)
        if t > 0.15:
            assert along.at(100.4 + t / 0.5 + 0.04) == pytest.approx(t + 0.02, abs=4e-3)
    along.read(103.0, curve.q[-1])
    assert along.at(103.0) == pytest.approx(curve.duration, abs=2e-3)


@pytest.mark.parametrize(
    ("grip", "right"),
    [
        (Grip(3, False, 0.027, 0.0, 0.6), None),
        (Grip(3, False, 0.02, 0.0, 0.6), ("width", 0.02, 0.027)),
        (Grip(3, True, 0.0, 5.0, 0.6), None),
        (Grip(3, True, 0.0, 8.0, 0.6), ("force", 8.0, 5.0)),
    ],
)
def test_what_a_gripper_cannot_do_as_it_was_checked_is_not_written(
    grip: Grip, right: tuple[str, float, float] | None
) -> None:
    tool = load_cell(data_room("robots") / "ned2" / "cells" / "atelier.toml").tool
    assert (NiryoGripper().width, NiryoGripper().force) == (tool.width_max, tool.force)
    assert written(grip, ("a",), GENERIC, {})["do"] == "grip"
    if right is None:
        assert written(grip, ("a",), NED2, {})["do"] == "grip"
        return
    with pytest.raises(UnfitGripError, match="step 3") as caught:
        written(grip, ("a",), NED2, {})
    found = caught.value.finding
    assert found.code is Code.ONLY_TWO_POSITIONS
    assert (found.fact("quantity"), found.fact("value"), found.fact("wanted")) == right
