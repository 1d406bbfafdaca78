"""The programs for a real arm, as part of what is sealed, and their review before anybody signs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

import typer

from cobot_lab.cell.cell import Cell
from cobot_lab.codes import Code
from cobot_lab.deploy.drivers.ros import goals
from cobot_lab.deploy.drivers.ros.grippers import NiryoGripper
from cobot_lab.deploy.drivers.ros.profile import Profile, profile_of
from cobot_lab.deploy.drivers.ur.arm import Expected
from cobot_lab.deploy.drivers.ur.grippers import DigitalGripper
from cobot_lab.deploy.drivers.ur.script import ScriptFormError, Wiring
from cobot_lab.deploy.drivers.ur.signed import files_of
from cobot_lab.deploy.two_positions import UnfitGripError
from cobot_lab.findings import Fact, Finding
from cobot_lab.motion.plan_data import Plan
from cobot_lab.trust.bundle import Bundle
from cobot_lab.ui.terminal.subject import SubjectError

ARMS = ("ur", "ros")
HEARTBEAT_PORT = 50010
ARM_FACT, COMPUTER_FACT = "arm", "computer"
_OUTPUTS = 4
"""Digital outputs of a Ned2."""
_COMPUTER = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?::([0-9]{1,5}))?")

Arm = Annotated[str, typer.Option("--arm", metavar="ARM", help="arm", show_default=False)]
Computer = Annotated[str, typer.Option("--computer", metavar="IP", help="computer")]


def facts(arm: str, computer: str) -> dict[str, Fact]:
    """Give what the manifest notes about the programs, so that they can be written again for comparison.

    Raises:
        SubjectError: There is no such arm, or no such address.
    """
    if not arm:
        return {}
    if arm not in ARMS:
        raise SubjectError("--arm", arm, f"one of {', '.join(ARMS)}")
    if arm == "ros":
        return {ARM_FACT: arm}
    wiring(computer, ())
    return {ARM_FACT: arm, COMPUTER_FACT: computer}


def programs(plan: Plan, cell: Cell, noted: Mapping[str, Fact]) -> dict[str, bytes]:
    """Write the programs of a plan, by name in the bundle; none when no arm is noted.

    Raises:
        ScriptFormError: The plan does not go into programs.
        GoalFormError: The plan does not go into goals: a standard arm, for one, has no outputs.
        UnfitGripError: The gripper of the arm cannot do what the plan asks of it.
        SubjectError: What is noted is no address, or the cell has more signals than the arm has outputs.
    """
    signals = tuple(signal.name for signal in cell.signals)
    match noted.get(ARM_FACT):
        case "ur":
            return files_of(plan, replace(wiring(str(noted.get(COMPUTER_FACT)), signals), gripper=gripper_of(cell)))
        case "ros":
            profile = profile_with(cell)
            return goals.files_of(plan, profile, {} if profile.niryo is None else outputs(signals))
        case _:
            return {}


def gripper_of(cell: Cell) -> DigitalGripper:
    """Give the gripper of a Universal Robots arm: two positions, opening and gripping as the cell's tool does."""
    return DigitalGripper(width=cell.tool.width_max, force=cell.tool.force)


def connected(expected: Expected, cell: Cell) -> Expected:
    """Give a Universal Robots arm with what a cell has connected to it, as the programs for it are written.

    Raises:
        SubjectError: More signals than outputs.
    """
    signals = places(tuple(signal.name for signal in cell.signals))
    return replace(expected, signals=signals, gripper=gripper_of(cell))


def profile_with(cell: Cell) -> Profile:
    """Give the profile of an arm behind ROS, its gripper opening and gripping as the cell's tool does."""
    profile = profile_of(cell.robot.name)
    if not isinstance(profile.gripper, NiryoGripper):
        return profile
    return replace(profile, gripper=replace(profile.gripper, width=cell.tool.width_max, force=cell.tool.force))


def outputs(signals: tuple[str, ...]) -> dict[str, str]:
    """Give the digital output of each signal on an arm behind ROS: DO1 and those after it, in order of name.

    Raises:
        SubjectError: More signals than outputs.
    """
    if len(signals) > _OUTPUTS:
        raise SubjectError("--arm", f"{len(signals)} signals", f"at most {_OUTPUTS}")
    return {name: f"DO{place}" for place, name in enumerate(sorted(signals), start=1)}


def wiring(computer: str, signals: tuple[str, ...]) -> Wiring:
    """Give what is connected where, and which computer is listened to.

    Raises:
        SubjectError: Not an address, or more signals than outputs.
    """
    form = _COMPUTER.fullmatch(computer)
    if form is None or int(form[2] or HEARTBEAT_PORT) > 65535:
        raise SubjectError("--computer", computer, f"an address such as 192.168.0.10 or 192.168.0.10:{HEARTBEAT_PORT}")
    return Wiring(form[1], int(form[2] or HEARTBEAT_PORT), outputs=places(signals))


def places(signals: tuple[str, ...]) -> dict[str, int]:
    """Give the standard digital output of each signal: the gripper has 0, they have those after it, in order of name.

    Raises:
        SubjectError: More signals than outputs.
    """
    if len(signals) > 7:
        raise SubjectError("--arm", f"{len(signals)} signals", "at most 7")
    return {name: place for place, name in enumerate(sorted(signals), start=1)}


def review_programs(opened: Bundle, plan: Plan, cell: Cell) -> tuple[Finding, ...]:
    """Write a bundle's programs again; say so when those it brings are not the ones that belong to its plan."""
    try:
        belong = programs(plan, cell, opened.facts)
    except (ScriptFormError, goals.GoalFormError, UnfitGripError, SubjectError):
        belong = {}
    if belong == opened.transmitted:
        return ()
    return (Finding.of(Code.REVIEW_DIFFERS, what="programs"),)
