"""What the arm last said on each of its topics, and what that means for motion."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cobot_lab.deploy.driver import RobotMode, Safety
from cobot_lab.deploy.drivers.freshness import Freshness
from cobot_lab.deploy.drivers.ros.profile import Niryo
from cobot_lab.motion.trajectory import Array

STATUS_LIMIT = 3.0
"""Age from which a word about the hardware says nothing any more [s]; it comes about once a second."""
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


class Heard:
    """Takes messages as they come, from the thread that receives them; a message that is none is a ValueError."""

    def __init__(self, joints: tuple[str, ...], niryo: Niryo | None) -> None:
        self._names, self._niryo = joints, niryo
        self._turn, self._came = threading.Lock(), threading.Event()
        self._fresh = Freshness()
        self._joints: Joints | None = None
        self._hardware: Mapping[str, Any] = {}
        self._hardware_at = -math.inf
        self._others: frozenset[str] = frozenset()
        self.listed: frozenset[str] = frozenset()
        self.learning: bool | None = None
        self.collision: bool | None = None
        self.outputs: dict[str, float] | None = None

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
        self.learning = _truth(message["data"])

    def collided(self, message: Mapping[str, Any]) -> None:
        """Take whether the arm has run into something."""
        self.collision = _truth(message["data"])

    def digital(self, message: Mapping[str, Any]) -> None:
        """Take the digital outputs."""
        self.outputs = {str(each["name"]): float(_truth(each["value"])) for each in message["digital_outputs"]}

    def goals(self, message: Mapping[str, Any], own: frozenset[str]) -> None:
        """Take which goals the controller has, and had a while ago; those of somebody else are remembered."""
        listed = {str(each["goal_id"]["id"]): each["status"] in _ACTIVE for each in message["status_list"]}
        self.listed = frozenset(listed)
        self._others = frozenset(number for number, live in listed.items() if live) - own

    def first(self, limit: float) -> bool:
        """Wait for a first word on every topic, `limit` [s] at most; tell whether joints were measured."""
        until = time.monotonic() + limit
        while not (self._came.is_set() and self._told) and time.monotonic() < until:
            time.sleep(0.01)
        return self._came.is_set()

    @property
    def _told(self) -> bool:
        """Whether the arm said how it is; one that never does is found by the preflight."""
        return self._niryo is None or (bool(self._hardware) and None not in (self.learning, self.collision))

    def look(self) -> tuple[Joints, float]:
        """Give the latest joints and their age [s]."""
        with self._turn:
            assert self._joints is not None  # the first were waited for
            return self._joints, self._fresh.age(time.monotonic())

    @property
    def busy(self) -> bool:
        """Whether the controller has somebody else's goal."""
        return bool(self._others)

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
            return Safety.NORMAL
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
