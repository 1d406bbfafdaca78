"""The virtual joint trajectory controller, stepped by hand: which goals it takes, and how it moves and stops."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from cobot_lab.cell.load import load_robot
from cobot_lab.deploy.virtual.ros.arm import CYCLE
from cobot_lab.deploy.virtual.ros.controller import ABORTED, PREEMPTED, REJECTED, SUCCEEDED, Controller, Setup
from cobot_lab.deploy.virtual.ros.faults import Fault, FaultKind
from cobot_lab.deploy.virtual.ros.goals import GOAL, INVALID_GOAL, INVALID_JOINTS, PATH

NED = load_robot("ned2")
Q = np.array(NED.q_rest)


class Told(Controller):
    """A controller whose words are kept."""

    def __init__(self, **changes: Any) -> None:
        super().__init__(Setup.ned2(NED, "NED2-0001", **changes))
        self.said: list[tuple[str, Mapping[str, Any]]] = []
        self.tell = lambda topic, message: self.said.append((topic, message))

    def ends(self) -> list[tuple[str, int, int]]:
        """Give the ends of goals: id, status, error code."""
        results = [message for topic, message in self.said if topic == f"{self.setup.action}/result"]
        return [(m["status"]["goal_id"]["id"], m["status"]["status"], m["result"]["error_code"]) for m in results]

    def pass_(self, seconds: float) -> None:
        for _ in range(round(seconds / CYCLE)):
            self.step()


def goal(q: np.ndarray = Q + 0.1, seconds: float = 1.0, **changes: Any) -> dict[str, Any]:
    time = {"secs": int(seconds), "nsecs": round(seconds % 1 * 1e9)}
    point = {"positions": q.tolist(), "velocities": [0.0] * len(q), "time_from_start": time}
    none: dict[str, Any] = {"path_tolerance": [], "goal_tolerance": [], "goal_time_tolerance": {"secs": 0, "nsecs": 0}}
    return {"trajectory": {"joint_names": list(NED.joint_names), "points": [point]}, **none, **changes}


def test_a_goal_is_reached_and_told() -> None:
    arm = Told()
    arm.take("a", goal())
    arm.pass_(0.5)
    assert arm.ends() == []
    assert arm.feedback() is not None
    arm.pass_(0.8)
    assert arm.ends() == [("a", SUCCEEDED, 0)]
    assert np.abs(arm.arm.q - Q - 0.1).max() < 1e-3
    assert arm.feedback() is None


def _without(name: str) -> dict[str, Any]:
    whole = goal()
    del whole["trajectory"][name]
    return whole


BAD = {
    "no joints": (_without("joint_names"), INVALID_GOAL),
    "no points": (_without("points"), INVALID_GOAL),
    "an empty way": (goal(trajectory={"joint_names": list(NED.joint_names), "points": []}), INVALID_GOAL),
    "other joints": (goal(trajectory={"joint_names": ["a"], "points": []}), INVALID_JOINTS),
    "no time": (goal(seconds=0.0), INVALID_GOAL),
    "not a number": (goal(Q + np.nan), INVALID_GOAL),
    "too few numbers": (goal(Q[:3]), INVALID_GOAL),
    "a text": (goal(path_tolerance=[{"name": "joint_1", "position": "far"}]), INVALID_GOAL),
}


@pytest.mark.parametrize(("bad", "code"), BAD.values(), ids=BAD)
def test_what_is_no_goal_is_rejected_and_moves_nothing(bad: dict[str, Any], code: int) -> None:
    arm = Told()
    arm.take("a", bad)
    arm.pass_(0.5)
    assert arm.ends() == [("a", REJECTED, code)]
    assert np.abs(arm.arm.q - Q).max() < 1e-9


def test_a_new_goal_takes_the_place_of_the_one_before() -> None:
    arm = Told()
    arm.take("a", goal())
    arm.pass_(0.4)
    arm.take("b", goal(Q))
    assert arm.ends() == [("a", PREEMPTED, 0)]
    arm.pass_(1.5)
    assert arm.ends()[1:] == [("b", SUCCEEDED, 0)]


def test_a_cancelled_goal_comes_to_rest_within_its_time() -> None:
    arm = Told()
    arm.take("a", goal(Q + 0.5))
    arm.pass_(0.5)
    assert np.abs(arm.arm.qd).max() > 0.3
    arm.cancel("other")
    assert arm.ends() == []
    arm.cancel("a")
    assert arm.ends() == [("a", PREEMPTED, 0)]
    arm.pass_(arm.setup.stop_time + 0.1)
    assert np.abs(arm.arm.qd).max() < 0.01
    held = arm.arm.q.copy()
    arm.pass_(0.5)
    assert np.abs(arm.arm.q - held).max() < 1e-3


def test_an_aborted_goal_moves_on_until_somebody_says_hold() -> None:
    arm = Told()
    arm.faults.waiting.append(Fault(FaultKind.PUSHED, 0.0, 1.0))
    arm.take("a", goal(Q + 0.5, path_tolerance=[{"name": name, "position": 0.1} for name in NED.joint_names]))
    while not arm.ends():
        arm.step()
    assert arm.ends() == [("a", ABORTED, PATH)]
    assert arm.moving
    arm.hold()
    arm.pass_(arm.setup.stop_time + 0.1)
    assert not arm.moving


def test_an_arm_that_is_held_away_from_its_goal_is_told() -> None:
    arm = Told()
    arm.faults.waiting.append(Fault(FaultKind.PUSHED, 0.0, 0.2))
    narrow = [{"name": name, "position": 0.01} for name in NED.joint_names]
    arm.take("a", goal(goal_tolerance=narrow))
    arm.pass_(2.5)
    assert arm.ends() == [("a", ABORTED, GOAL)]
