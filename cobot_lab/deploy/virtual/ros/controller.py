"""The controller of a virtual arm behind ROS: goals, trajectories, and the state that all is in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cobot_lab.cell.robot import Robot
from cobot_lab.deploy.virtual.ros import goals
from cobot_lab.deploy.virtual.ros.arm import CYCLE, Arm, Array
from cobot_lab.deploy.virtual.ros.faults import FaultKind, Faults
from cobot_lab.deploy.virtual.ros.goals import Following, GoalError
from cobot_lab.deploy.virtual.ros.gripper import Gripper
from cobot_lab.motion.trajectory import Trajectory

ACTIVE, PREEMPTED, SUCCEEDED, ABORTED, REJECTED = 1, 2, 3, 4, 5
"""Status of a goal (actionlib_msgs/GoalStatus)."""
_GRIPPER_TIME = 4.0
"""How long the fingers may take [s]."""
_STOPPED = 0.05
"""Speed below which a joint counts as stopped at its goal [rad/s]."""

Tell = Callable[[str, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Setup:
    """Which arm this is.

    Attributes:
        robot: Its description.
        serial: Serial number.
        controller: Name of its joint trajectory controller.
        niryo: Whether it has the topics and services of a Ned2; a standard gripper otherwise.
        q_start: Where it stands when it is switched on, shape (n,) [rad]; empty for its rest position.
        tolerances: Its own: of the path [rad], of the goal [rad], of the time [s].
        stop_time: How long it takes to rest when a goal is cancelled [s].
        joint_rate: How often measured joints are said [1/s].
        state_rate: How often the controller's state is said [1/s].
        sensors: Topics (`std_msgs/String`) and what they say at first.
    """

    robot: Robot
    serial: str
    controller: str = "/joint_trajectory_controller"
    niryo: bool = False
    q_start: tuple[float, ...] = ()
    tolerances: tuple[float, float, float] = (0.5, 0.2, 1.0)
    stop_time: float = 0.5
    joint_rate: float = 50.0
    state_rate: float = 20.0
    sensors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def ned2(cls, robot: Robot, serial: str, **changes: Any) -> Setup:
        """Make that of a Ned2, with the figures of its published configuration."""
        name = "/niryo_robot_follow_joint_trajectory_controller"
        return cls(robot, serial, **{"controller": name, "niryo": True, "stop_time": 1.0, **changes})

    @property
    def action(self) -> str:
        """The controller's action."""
        return f"{self.controller}/follow_joint_trajectory"

    @property
    def tool(self) -> str:
        """The gripper's action."""
        return "/niryo_robot_tools_commander/action_server" if self.niryo else "/gripper_controller/gripper_cmd"


class Controller:
    """One arm.

    Attributes:
        setup: Which arm this is.
        arm: Its joints.
        gripper: Its tool.
        faults: What goes wrong.
        cycle: Control cycles since it was switched on.
        wanted: Where the joints are wanted, shape (n,) [rad].
        wanted_speed: How fast, shape (n,) [rad/s].
        learning: Whether the motors were let go.
        collision: Whether it ran into something.
        outputs: Digital outputs.
        sensors: What the sensors' topics say.
        tell: Called with a topic and a message; set by whoever serves it.
    """

    def __init__(self, setup: Setup) -> None:
        self.setup, self.names = setup, setup.robot.joint_names
        q = np.array(setup.q_start or setup.robot.q_rest, dtype=np.float64)
        self.arm, self.gripper, self.faults = Arm(q), Gripper(), Faults()
        self.cycle = 0
        self.wanted, self.wanted_speed = q.copy(), np.zeros(len(q))
        self.learning = self.collision = False
        self.outputs = {f"DO{place}": False for place in range(1, 5)}
        self.sensors = dict(setup.sensors)
        self.tell: Tell = lambda _topic, _message: None
        self._following: Following | None = None
        self._curve: Trajectory | None = None
        self._since = 0.0
        self._pushed = 0.0
        self._braked_from: float | None = None
        self._statuses: dict[str, int] = {}
        self._grip: tuple[str, float, bool] | None = None
        self._grips: dict[str, int] = {}
        self.first_goal: int | None = None

    @property
    def now(self) -> float:
        """Its clock [s]."""
        return 1000.0 + self.cycle * CYCLE

    @property
    def moving(self) -> bool:
        """Whether a trajectory is followed, a goal's or the way to rest after one."""
        return self._curve is not None

    @property
    def ready(self) -> bool:
        """Whether goals are taken."""
        has = self.faults.has
        broken = has(FaultKind.HARDWARE) or has(FaultKind.CONTROLLER_OFF) or has(FaultKind.REJECT)
        return not (broken or self.learning or self.collision or has(FaultKind.UNCALIBRATED))

    def status(self) -> list[dict[str, Any]]:
        """Give the goals of the last while and how they stand."""
        return [_status(number, status) for number, status in self._statuses.items()]

    def grip_status(self) -> list[dict[str, Any]]:
        """Give the same of the gripper's."""
        return [_status(number, status) for number, status in self._grips.items()]

    def take(self, number: str, goal: Mapping[str, Any]) -> None:
        """Take a goal for the joints."""
        self.first_goal = self.cycle if self.first_goal is None else self.first_goal
        if self.faults.has(FaultKind.DEAF):
            return
        try:
            if not self.ready:
                raise GoalError(goals.INVALID_GOAL, "the controller takes no goals")
            following = goals.read(goal, number, self.names, self.wanted, self.wanted_speed, self.setup.tolerances)
        except GoalError as problem:
            self._statuses[number] = REJECTED
            self._end(number, REJECTED, problem.code, str(problem))
            return
        self._drop(PREEMPTED, "another goal came")
        self._statuses[number] = ACTIVE
        self._following, self._curve, self._since = following, following.curve, 0.0
        self._braked_from = None

    def cancel(self, number: str) -> None:
        """Cancel a goal; any, when none is named."""
        if self._following is not None and number in ("", self._following.id):
            self._drop(PREEMPTED, "cancelled")
            self.hold()

    def hold(self) -> None:
        """Come to rest from here."""
        self._drop(PREEMPTED, "stopped")
        if self._braked_from is None:
            self._braked_from = float(np.abs(self.wanted_speed).max())
        self._curve, self._since = goals.braking(self.wanted, self.wanted_speed, self.setup.stop_time), 0.0

    def grip(self, number: str, goal: Mapping[str, Any]) -> None:
        """Take a goal for the gripper."""
        if self.setup.niryo:
            closing = int(goal["cmd"]["cmd_type"]) == 2
            self.gripper.wanted = 0.0 if closing else self.gripper.wide
        else:
            self.gripper.wanted = min(max(float(goal["command"]["position"]), 0.0), self.gripper.wide)
            closing = self.gripper.wanted < self.gripper.gap
        if self._grip is not None:
            self._grips[self._grip[0]] = PREEMPTED
        self._grip, self._grips[number] = (number, self.now, closing), ACTIVE
        _forget(self._grips)

    def step(self) -> None:
        """Make one control cycle."""
        self.cycle += 1
        since = None if self.first_goal is None else (self.cycle - self.first_goal) * CYCLE
        for fault in self.faults.due(since):
            self._begin(fault.kind, fault.size)
        self._move()
        self.gripper.stuck = self.faults.has(FaultKind.GRIPPER_STUCK)
        if self.faults.has(FaultKind.PART_MISSING):
            self.gripper.part = 0.0
        self.gripper.pass_(CYCLE)
        self._see_grip()

    def _begin(self, kind: FaultKind, size: float) -> None:
        if kind is FaultKind.START_POSE:
            self.arm.place(self.arm.q + np.eye(len(self.names))[0] * size)
            self.wanted = self.arm.q.copy()
        elif kind is FaultKind.LEARNING:
            self.learning = True
            self._give_up("learning mode")
        elif kind is FaultKind.COLLISION:
            self.collision = True
            self._drop(ABORTED, "a collision was detected", goals.INVALID_GOAL)
            self.hold()
        elif kind is FaultKind.HARDWARE:
            self._give_up("a motor fails")
        elif kind is FaultKind.CONTROLLER_OFF:
            self._drop(ABORTED, "the controller was stopped", goals.INVALID_GOAL)
            self.hold()
        elif kind is FaultKind.OUTPUT_ON:
            self.outputs[f"DO{int(size)}"] = True
        elif kind is FaultKind.GRIPPER_CLOSED:
            self.gripper.gap = self.gripper.wanted = 0.0
        elif kind is FaultKind.OTHER_GOAL:
            point = {"positions": list(self.setup.robot.q_rest), "velocities": [0.0] * len(self.names)}
            points = [{**point, "time_from_start": goals.stamp(3.0)}]
            trajectory = {"joint_names": list(self.names), "points": points}
            none: dict[str, Any] = {"path_tolerance": [], "goal_tolerance": []}
            self.take("somebody-else", {"trajectory": trajectory, **none, "goal_time_tolerance": goals.stamp(0.0)})

    def _give_up(self, reason: str) -> None:
        """Let go of goal and motors."""
        self._drop(ABORTED, reason, goals.INVALID_GOAL)
        self._curve, self.arm.powered = None, False
        self.wanted, self.wanted_speed = self.arm.q.copy(), np.zeros(len(self.names))

    def _move(self) -> None:
        """Move what is wanted on, let the joints follow, and judge how they do."""
        if self._curve is not None:
            slow = self._following is not None and self.faults.has(FaultKind.SLOW)  # it brakes as ever
            rate = self.faults.size(FaultKind.SLOW) if slow else 1.0
            self._since += CYCLE * rate
            q, qd, _, _ = self._curve.sample(np.array([self._since]))
            self.wanted, self.wanted_speed = q[0], qd[0] * rate
            if self._since >= self._curve.duration:
                self.wanted_speed = np.zeros(len(self.names))
            if self.faults.has(FaultKind.PUSHED):
                self._pushed += CYCLE * self.faults.size(FaultKind.PUSHED) * self._of_its_speed()
        pushed = np.eye(len(self.names))[0] * self._pushed
        self.arm.follow(self.wanted - pushed, self.wanted_speed)
        self._judge()

    def _of_its_speed(self) -> float:
        """Give how fast it still goes, 1 until it brakes: who holds an arm keeps it back while it wants to move."""
        if self._braked_from is None:
            return 1.0
        speed = float(np.abs(self.wanted_speed).max())
        return min(1.0, speed / self._braked_from) if speed > 0.0 < self._braked_from else 0.0

    def _judge(self) -> None:
        if self._curve is None:
            return
        following, off = self._following, np.abs(self.arm.q - self.wanted)
        late = self._since - self._curve.duration
        if following is None:
            if late >= 0:
                self._curve = None
        elif late < 0:
            if bool(np.any(off > following.path)):  # the motion itself goes on: nobody has said stop
                self._drop(ABORTED, "a joint is too far from its path", goals.PATH)
        elif bool(np.all(off <= following.goal)) and bool(np.all(np.abs(self.arm.qd) <= _STOPPED)):
            self._curve = None
            self._drop(SUCCEEDED, "", 0)
        elif late > following.time:
            self._curve = None
            self._drop(ABORTED, "a joint is too far from its goal", goals.GOAL)

    def _see_grip(self) -> None:
        """Tell the end of what the gripper was asked."""
        if self._grip is None:
            return
        number, begun, _ = self._grip
        done, late = not self.gripper.moving and not self.gripper.stuck, self.now - begun > _GRIPPER_TIME
        if not done and not late:
            return
        self._grip = None
        status = self._grips[number] = SUCCEEDED if done else ABORTED
        if self.setup.niryo:
            result: dict[str, Any] = {"status": 1 if done else -1, "message": "" if done else "the gripper is stuck"}
        else:
            stalled = self.gripper.held or not done
            result = {"position": self.gripper.gap, "effort": 0.0, "stalled": stalled, "reached_goal": done}
        self._say_end(self.setup.tool, number, status, "", result)

    def _drop(self, status: int, text: str, code: int = 0) -> None:
        """End the goal under way, if there is one."""
        if self._following is not None:
            number, self._following = self._following.id, None
            self._statuses[number] = status
            self._end(number, status, code, text)

    def _end(self, number: str, status: int, code: int, text: str) -> None:
        _forget(self._statuses)
        if not self.faults.has(FaultKind.RESULT_LOST):
            self._say_end(self.setup.action, number, status, text, {"error_code": code, "error_string": text})

    def _say_end(self, action: str, number: str, status: int, text: str, result: dict[str, Any]) -> None:
        head = {"header": header(self.now), "status": {**_status(number, status), "text": text}}
        self.tell(f"{action}/result", {**head, "result": result})

    def feedback(self) -> dict[str, Any] | None:
        """Give how far the goal under way has come; nothing when there is none."""
        if self._following is None:
            return None
        told = {"header": header(self.now), "status": _status(self._following.id, ACTIVE)}
        return {**told, "feedback": self.state()}

    def state(self) -> dict[str, Any]:
        """Give where the joints are wanted, and where they are."""
        return {
            "header": header(self.now),
            "joint_names": list(self.names),
            "desired": _point(self.wanted, self.wanted_speed),
            "actual": _point(self.arm.q, self.arm.qd),
            "error": _point(self.wanted - self.arm.q, self.wanted_speed - self.arm.qd),
        }


def header(now: float) -> dict[str, Any]:
    """Write a header."""
    return {"seq": 0, "stamp": goals.stamp(now), "frame_id": ""}


def _forget(statuses: dict[str, int]) -> None:
    """Keep those of the last while only."""
    while len(statuses) > 8:
        del statuses[next(iter(statuses))]


def _status(number: str, status: int) -> dict[str, Any]:
    return {"goal_id": {"stamp": goals.stamp(0.0), "id": number}, "status": status, "text": ""}


def _point(q: Array, qd: Array) -> dict[str, Any]:
    return {
        "positions": q.tolist(),
        "velocities": qd.tolist(),
        "accelerations": [],
        "effort": [],
        "time_from_start": goals.stamp(0.0),
    }
