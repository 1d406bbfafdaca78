"""The tools of arms that speak ROS: what is asked of a gripper's own action, and what its answer means.

A new tool is a class with these five things; it decides nothing about when it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from cobot_lab.deploy.driver import Halt
from cobot_lab.deploy.two_positions import misfit
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Grip

SUCCEEDED = 3
"""Status of a goal that was reached (actionlib_msgs/GoalStatus)."""


class Gripper(Protocol):
    """A gripper behind an action.

    Attributes:
        action: Name of the action.
        kind: Its type, without the ending of the message.
    """

    @property
    def action(self) -> str:
        """Name of the action."""

    @property
    def kind(self) -> str:
        """Its type, without the ending of a message."""

    def goal(self, grip: Grip) -> dict[str, Any]:
        """Write the goal for a grip."""

    def misfit(self, grip: Grip) -> Finding | None:
        """Say what of a grip it cannot do as it was checked, and what would have been right; nothing when it can."""

    def halt(self, grip: Grip, status: int, result: Mapping[str, Any]) -> Halt | None:
        """Say why the program may not go on, if so.

        Args:
            grip: What was asked.
            status: How the goal ended.
            result: What the gripper says.
        """


def refused(grip: Grip) -> Halt:
    """Give what it is called when a gripper does not do what it was asked."""
    return Halt.NOTHING_HELD if grip.closing else Halt.NOT_OPEN


@dataclass(frozen=True, slots=True)
class CommandGripper:
    """A parallel gripper with the standard action `control_msgs/GripperCommand`; its position is the gap [m].

    Attributes:
        action: Name of the action.
        force: Greatest force that is asked for [N], for a plan that names none.
        shut: Gap below which nothing is held [m].
        off: How far from the opening asked for counts as open [m].
    """

    action: str = "/gripper_controller/gripper_cmd"
    force: float = 20.0
    shut: float = 0.001
    off: float = 0.002

    @property
    def kind(self) -> str:
        """Its type."""
        return "control_msgs/GripperCommandAction"

    def goal(self, grip: Grip) -> dict[str, Any]:
        """Ask for a gap and a force."""
        return {"command": {"position": float(grip.width), "max_effort": float(grip.force or self.force)}}

    def misfit(self, grip: Grip) -> Finding | None:
        """It is told how far and how hard."""
        del grip
        return None

    def halt(self, grip: Grip, status: int, result: Mapping[str, Any]) -> Halt | None:
        """A closing has to stop at a part; an opening has to reach its width."""
        position, reached, stalled = float(result["position"]), result["reached_goal"], result["stalled"]
        if grip.closing:
            held = position > self.shut and (stalled is True or reached is True)
            return None if held else Halt.NOTHING_HELD
        open_ = status == SUCCEEDED and abs(position - grip.width) <= self.off
        return None if open_ else Halt.NOT_OPEN


@dataclass(frozen=True, slots=True)
class NiryoGripper:
    """A gripper of the Ned2 behind the maker's own tool action: it opens or closes, and does not say what it holds.

    Attributes:
        tool: The maker's number of the tool: 11 is the standard gripper.
        torque_pct: Torque while it moves, per cent.
        hold_pct: Torque while it holds, per cent.
        width: How far it opens [m]; its default and that of the force are those of `robots/ned2/gripper.toml`.
        force: How hard it grips [N].
    """

    tool: int = 11
    torque_pct: int = 100
    hold_pct: int = 30
    width: float = 0.027
    force: float = 5.0

    @property
    def action(self) -> str:
        """Name of the action."""
        return "/niryo_robot_tools_commander/action_server"

    @property
    def kind(self) -> str:
        """Its type."""
        return "niryo_robot_tools_commander/ToolAction"

    def goal(self, grip: Grip) -> dict[str, Any]:
        """Ask to close or to open."""
        command = {"cmd_type": 2 if grip.closing else 1, "tool_id": self.tool, "speed": 500, "position": 0}
        torque = {"max_torque_percentage": self.torque_pct, "hold_torque_percentage": self.hold_pct}
        return {"cmd": {**command, **torque, "activate": False, "gpio": ""}}

    def misfit(self, grip: Grip) -> Finding | None:
        """It has two positions and one force."""
        return misfit(grip, self.width, self.force)

    def halt(self, grip: Grip, status: int, result: Mapping[str, Any]) -> Halt | None:
        """It says only whether it moved."""
        return None if status == SUCCEEDED and int(result["status"]) >= 0 else refused(grip)
