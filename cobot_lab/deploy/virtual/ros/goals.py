"""What a joint trajectory controller makes of a goal, and why it would not take one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cobot_lab.deploy.virtual.ros.arm import Array
from cobot_lab.motion.trajectory import Trajectory

INVALID_GOAL, INVALID_JOINTS, PATH, GOAL = -1, -2, -4, -5
"""`error_code` of FollowJointTrajectory."""


class GoalError(ValueError):
    """A goal is not taken."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, slots=True, eq=False)
class Following:
    """A trajectory with the tolerances that go with it.

    Attributes:
        id: Of the goal; empty for one that came without.
        curve: From where the controller was, in its own order of joints.
        path: How far each joint may be from it, shape (n,) [rad]; infinite for any.
        goal: How far at its end [rad].
        time: How much later it may get there [s].
    """

    id: str
    curve: Trajectory
    path: Array
    goal: Array
    time: float


def read(
    goal: Mapping[str, Any], number: str, names: tuple[str, ...], q: Array, qd: Array, usual: tuple[float, float, float]
) -> Following:
    """Read a FollowJointTrajectory goal.

    Args:
        goal: As it came.
        number: Id of the goal.
        names: The controller's joints, in its order.
        q: Where it wants them now, shape (n,) [rad].
        qd: How fast it wants them, shape (n,) [rad/s].
        usual: The controller's own tolerances: of the path [rad], of the goal [rad], of the time [s].

    Raises:
        GoalError: It is not taken.
    """
    try:
        trajectory = goal["trajectory"]
        given = list(trajectory["joint_names"])
        if sorted(given) != sorted(names):
            raise GoalError(INVALID_JOINTS, f"the joints are {', '.join(map(str, given))[:100]}")
        order = [given.index(name) for name in names]
        t, positions, speeds = [0.0], [q], [qd]
        for point in trajectory["points"]:
            t.append(seconds(point["time_from_start"]))
            positions.append(_of_all(point["positions"], order))
            speeds.append(_of_all(point["velocities"], order))
        curve = Trajectory(np.array(t), np.array(positions), np.array(speeds))
        path = _tolerances(goal["path_tolerance"], names, usual[0])
        last = _tolerances(goal["goal_tolerance"], names, usual[1])
        time = seconds(goal["goal_time_tolerance"]) or usual[2]
    except GoalError:
        raise
    except (KeyError, TypeError, ValueError, IndexError) as problem:
        raise GoalError(INVALID_GOAL, f"{type(problem).__name__}: {problem}"[:200]) from problem
    return Following(number, curve, path, last, time)


def seconds(time: Mapping[str, Any]) -> float:
    """Read a time as ROS 1 writes it [s]."""
    return int(time["secs"]) + int(time["nsecs"]) * 1e-9


def stamp(now: float) -> dict[str, int]:
    """Write an instant as ROS 1 does."""
    whole = round(now * 1e9)
    return {"secs": whole // 10**9, "nsecs": whole % 10**9}


def braking(q: Array, qd: Array, time: float) -> Trajectory:
    """Give the way to rest that a controller takes when its goal is cancelled: as long as it is configured to."""
    end = q + qd * time / 2
    return Trajectory(np.array([0.0, time]), np.stack([q, end]), np.stack([qd, 0 * qd]))


def _of_all(values: Any, order: list[int]) -> Array:
    if len(values) != len(order):
        raise GoalError(INVALID_GOAL, f"a point has {len(values)} numbers for {len(order)} joints")
    return np.array([values[i] for i in order], dtype=np.float64)


def _tolerances(given: Any, names: tuple[str, ...], usual: float) -> Array:
    """Read tolerances: 0 is the controller's own, a negative one is none."""
    asked = {str(each["name"]): float(each["position"]) for each in given}
    found = [asked.get(name, 0.0) or usual for name in names]
    return np.array([each if each > 0 else np.inf for each in found])
