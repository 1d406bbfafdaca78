"""What the arm last said on each of its topics, and what that means for motion."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cobot_lab.deploy.driver import RobotMode, Safety
from cobot_lab.deploy.drivers.freshness import Freshness
from cobot_lab.deploy.drivers.ros.profile import Profile
from cobot_lab.motion.trajectory import Array

STATUS_LIMIT = 3.0
"""Age from which a word about the hardware says nothing any more [s]; it comes about once a second."""
WORD_LIMIT = 3.0
"""Age from which one about goals or the learning mode does not [s]; they come five and two times a second."""
_NEVER = 1e6
"""Age of what was never said [s]: a number that can be written down."""
_AGAIN = 3
"""How many words within `WORD_LIMIT` make something that is said again and again."""
_NORMAL = 0
_ACTIVE = frozenset({0, 1, 6})
"""Status of goals that are pending, active or being preempted (actionlib_msgs/GoalStatus)."""


@dataclass(frozen=True, slots=True, eq=False)
class Joints:
    """Measured joints.

    Attributes:
        stamp: The arm's clock [s].
        q: Positions in the order of the plan, shape (n,) [rad].
        qd: Speeds, shape (n,) [rad/s].
    """

    stamp: float
    q: Array
    qd: Array


@dataclass(frozen=True, slots=True)
class _Goals:
    """What an action said about its goals.

    Attributes:
        listed: Ids of those that it has, or had a while ago.
        others: Ids of those among them that are under way and somebody else's.
        at: When [s].
    """

    listed: frozenset[str]
    others: frozenset[str]
    at: float


class Heard:
    """Takes messages as they come, from the thread that receives them; a message that is none is a ValueError."""

    def __init__(self, joints: tuple[str, ...], profile: Profile) -> None:
        self._names, self._niryo, self._untold = joints, profile.niryo, profile.untold
        self._actions = (profile.action, profile.gripper.action)
        self._turn, self._came = threading.Lock(), threading.Event()
        self._fresh = Freshness()
        self._joints: Joints | None = None
        self._hardware: Mapping[str, Any] = {}
        self._hardware_at = -math.inf
        self._learnt_at = -math.inf
        self._goals: dict[str, _Goals] = {}
        self.learning: bool | None = None
        self.collision: bool | None = None
        self._collision_at: deque[float] = deque(maxlen=_AGAIN)
        self._collision_again = False
        self.outputs: dict[str, float] | None = None
        self._outputs_at = -math.inf

    def joints(self, message: Mapping[str, Any]) -> Joints | None:
        """Take measured joints; those of something else, such as a gripper, are nothing."""
        names = list(message["name"])
        if not set(self._names) <= set(names):
            return None
        order = [names.index(name) for name in self._names]
        now = seconds(message["header"]["stamp"])
        q = np.array([message["position"][i] for i in order], dtype=np.float64)
        speeds = message.get("velocity") or ()
        before = self._joints
        if len(speeds) == len(names):
            qd = np.array([speeds[i] for i in order], dtype=np.float64)
        elif before is not None and now > before.stamp:
            qd = (q - before.q) / (now - before.stamp)
        else:
            qd = np.zeros(len(q))
        found = Joints(now, q, qd)
        with self._turn:
            self._joints = found
            self._fresh.arrived(now, time.monotonic())
        self._came.set()
        return found

    def hardware(self, message: Mapping[str, Any]) -> None:
        """Take a word about the hardware."""
        kept = {"hardware_state": int(message.get("hardware_state", _NORMAL))}
        for name in ("connection_up", "calibration_needed", "calibration_in_progress"):
            kept[name] = _truth(message[name])
        errors = [int(each) for each in message["hardware_errors"]]
        said = [str(each) for each in message["hardware_errors_message"]]
        self._hardware = {
            **kept,
            "hardware_errors": sum(each != 0 for each in errors),
            "error_message": str(message["error_message"])[:100],
            "errors": ", ".join(filter(None, said))[:100],
        }
        self._hardware_at = time.monotonic()

    def learnt(self, message: Mapping[str, Any]) -> None:
        """Take whether the motors are let go, so that the arm can be led by hand."""
        self.learning, self._learnt_at = _truth(message["data"]), time.monotonic()

    def collided(self, message: Mapping[str, Any]) -> None:
        """Take whether the arm has run into something."""
        self.collision = _truth(message["data"])
        at = self._collision_at
        at.append(time.monotonic())
        self._collision_again = self._collision_again or (len(at) == _AGAIN and at[-1] - at[0] <= WORD_LIMIT)

    def digital(self, message: Mapping[str, Any]) -> None:
        """Take the digital outputs."""
        self.outputs = {str(each["name"]): float(_truth(each["value"])) for each in message["digital_outputs"]}
        self._outputs_at = time.monotonic()

    def goals(self, action: str, message: Mapping[str, Any], own: frozenset[str]) -> None:
        """Take which goals an action has, and had a while ago; those of somebody else are remembered."""
        listed = {str(each["goal_id"]["id"]): each["status"] in _ACTIVE for each in message["status_list"]}
        live = frozenset(number for number, active in listed.items() if active)
        self._goals[action] = _Goals(frozenset(listed), live - own, time.monotonic())

    def first(self, limit: float) -> bool:
        """Wait for a first word on every topic, `limit` [s] at most; tell whether joints were measured."""
        until = time.monotonic() + limit
        while not (self._came.is_set() and self._told) and time.monotonic() < until:
            time.sleep(0.01)
        return self._came.is_set()

    @property
    def _told(self) -> bool:
        """Whether the arm said how it is; one that never does is found by the preflight."""
        own = self._niryo is None or (bool(self._hardware) and None not in (self.learning, self.collision))
        return own and all(action in self._goals for action in self._actions)

    def look(self) -> tuple[Joints, float]:
        """Give the latest joints and their age [s]."""
        with self._turn:
            assert self._joints is not None  # the first were waited for
            return self._joints, self._fresh.age(time.monotonic())

    @property
    def busy(self) -> bool:
        """Whether the controller, or the gripper, has somebody else's goal."""
        return any(each.others for each in tuple(self._goals.values()))

    @property
    def listed(self) -> frozenset[str]:
        """Ids of all goals that controller and gripper tell of."""
        return frozenset().union(*(each.listed for each in tuple(self._goals.values())))

    def told(self, action: str) -> bool:
        """Whether an action ever said which goals it has."""
        return action in self._goals

    def others(self, action: str) -> bool | None:
        """Whether an action has somebody else's goal; nothing when it never said, or has fallen silent."""
        told = self._goals.get(action)
        if told is None or time.monotonic() - told.at > WORD_LIMIT:
            return None
        return bool(told.others)

    @property
    def learning_now(self) -> bool | None:
        """Whether the motors are let go; nothing when that was never said, or is not said any more."""
        return self.learning if time.monotonic() - self._learnt_at <= WORD_LIMIT else None

    @property
    def outputs_now(self) -> Mapping[str, float]:
        """The digital outputs by the arm's own names; none when they were never told, or are not told any more."""
        fresh = time.monotonic() - self._outputs_at <= WORD_LIMIT
        return self.outputs if fresh and self.outputs is not None else {}

    @property
    def collision_now(self) -> bool | None:
        """Whether the arm ran into something; nothing when that was never said, or was said again and is not any more.

        An arm that says it once, when it happens, is believed as long as it is heard at all.
        """
        silent = self._collision_again and time.monotonic() - self._collision_at[-1] > WORD_LIMIT
        return None if silent else self.collision

    @property
    def silence(self) -> float:
        """How long what is said again and again has not been said [s]; 0 unless that is longer than it may be.

        The gripper of an arm that has none never says anything: that is found by the preflight, for a plan that grips.
        """
        now, at = time.monotonic(), [self._goals[each].at for each in self._actions if each in self._goals]
        if self._niryo is not None:
            at.append(self._learnt_at)
            at += [self._collision_at[-1]] if self._collision_again else []
        longest = now - min(at) if self._actions[0] in self._goals else math.inf
        return min(longest, _NEVER) if longest > WORD_LIMIT else 0.0

    @property
    def status(self) -> Mapping[str, Any]:
        """The last word about the hardware; empty when there is none."""
        return self._hardware

    @property
    def status_age(self) -> float:
        """Its age [s]."""
        return time.monotonic() - self._hardware_at

    @property
    def safety(self) -> Safety:
        """What the arm's own watch over itself comes to; a silence about it is a fault."""
        if self._niryo is None:
            return Safety.NOT_TOLD if self._untold else Safety.FAULT
        if self.collision is not False:
            return Safety.PROTECTIVE_STOP
        status = self._hardware
        sound = (
            self.status_age <= STATUS_LIMIT
            and status["connection_up"]
            and status["hardware_errors"] == 0
            and not status["error_message"]
            and status["hardware_state"] == _NORMAL
        )
        return Safety.NORMAL if sound else Safety.FAULT

    @property
    def mode(self) -> RobotMode:
        """Whether it is able to move."""
        if self._niryo is None:
            return RobotMode.RUNNING
        if self.learning is not False:
            return RobotMode.IDLE
        waits = self._hardware.get("calibration_needed", True) or self._hardware["calibration_in_progress"]
        return RobotMode.OTHER if waits else RobotMode.RUNNING


def seconds(stamp: Mapping[str, Any]) -> float:
    """Read an instant or a time as ROS 1 writes it [s]."""
    return int(stamp["secs"]) + int(stamp["nsecs"]) * 1e-9


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!r} is neither true nor false")
    return value
