"""The goals of a plan, as they are sent: written when a bundle is sealed, the same bytes for the same plan."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from cobot_lab import stored
from cobot_lab.deploy.drivers.ros.profile import Profile
from cobot_lab.deploy.numbered import numbered
from cobot_lab.deploy.two_positions import UnfitGripError
from cobot_lab.findings import CobotLabError
from cobot_lab.motion.actions import AnyAction, Grip, Move, Output, Read, Show, Wait
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Array

SCHEMA = "cobot_lab/ros/1"


class GoalFormError(CobotLabError):
    """A plan cannot be written as goals that an arm takes."""

    def __init__(self, what: str, found: object, wanted: str) -> None:
        super().__init__(f"ROS goal: {what}: {found}; expected {wanted}")


def files_of(plan: Plan, profile: Profile, signals: Mapping[str, str]) -> dict[str, bytes]:
    """Write the goals of every stretch on every way through a plan.

    Args:
        plan: The whole plan.
        profile: Of the arm.
        signals: Digital output of each signal, by its name in the cell.

    Returns:
        Name in the bundle to bytes.

    Raises:
        GoalFormError: Something does not go into a goal.
        UnfitGripError: The gripper cannot do what is asked of it.
    """
    found: dict[str, bytes] = {}
    for number, (stretch, _) in enumerate(numbered(plan).values()):
        actions = [written(action, plan.joints, profile, signals) for action in stretch.actions]
        document = {"schema": SCHEMA, "joints": list(plan.joints), "start": _numbers(stretch.q_start)}
        found[f"transmit/{number:04d}.json"] = stored.canonical({**document, "actions": actions})
    return found


def written(action: AnyAction, joints: tuple[str, ...], profile: Profile, signals: Mapping[str, str]) -> dict[str, Any]:
    """Write one action.

    Raises:
        GoalFormError: It does not go into a goal.
        UnfitGripError: The gripper cannot do what is asked of it.
    """
    match action:
        case Move():
            return {"do": "move", "step": action.step, "goal": _move(action, joints, profile)}
        case Grip():
            unfit = profile.gripper.misfit(action)
            if unfit is not None:
                raise UnfitGripError(unfit)
            return {"do": "grip", "step": action.step, "goal": profile.gripper.goal(action)}
        case Wait(time=time):
            return {"do": "wait", "step": action.step, "time": time}
        case Show(text=text):
            return {"do": "show", "step": action.step, "text": text}
        case Output():
            place = signals.get(action.name)
            if place is None or action.value not in (0.0, 1.0):
                raise GoalFormError(f"signal {action.name!r}", action.value, "a wired signal, on or off")
            switched = {"output": place, "on": action.value == 1.0, "time": action.time}
            return {"do": "output", "step": action.step, **switched}
        case Read():
            raise GoalFormError(f"an action of step {action.step}", "a reading", "a stretch of the plan without one")


def _move(move: Move, joints: tuple[str, ...], profile: Profile) -> dict[str, Any]:
    """Write a move as a FollowJointTrajectory goal.

    Positions and speeds are given and accelerations left out, so that the controller goes through the cubic of the
    plan. The first knot is left out: the controller begins from where it holds the arm, which the start was compared
    with.
    """
    knots = move.trajectory
    points = [
        {
            "positions": _numbers(q),
            "velocities": _numbers(qd),
            "accelerations": [],
            "effort": [],
            "time_from_start": duration(float(t)),
        }
        for t, q, qd in zip(knots.t[1:], knots.q[1:], knots.qd[1:], strict=True)
    ]

    def tolerances(position: float) -> list[dict[str, Any]]:
        return [{"name": name, "position": position, "velocity": 0.0, "acceleration": 0.0} for name in joints]

    return {
        "trajectory": {
            "header": {"seq": 0, "stamp": {"secs": 0, "nsecs": 0}, "frame_id": ""},
            "joint_names": list(joints),
            "points": points,
        },
        "path_tolerance": tolerances(profile.path_tolerance),
        "goal_tolerance": tolerances(profile.goal_tolerance),
        "goal_time_tolerance": duration(profile.goal_time),
    }


def duration(seconds: float) -> dict[str, int]:
    """Write a time as ROS does.

    >>> duration(1.25)
    {'secs': 1, 'nsecs': 250000000}
    """
    whole = round(seconds * 1e9)
    return {"secs": whole // 10**9, "nsecs": whole % 10**9}


def _numbers(values: Array) -> list[float]:
    numbers = [float(value) for value in values]
    if not all(map(math.isfinite, numbers)):
        raise GoalFormError("a number", numbers, "finite ones")
    return numbers
