"""The arm with the gripper screwed on, as one URDF text."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import numpy as np

from cobot_lab.cell.robot import Robot
from cobot_lab.cell.shape import Box, Pose, Shape
from cobot_lab.cell.tool import Tool
from cobot_lab.findings import CobotLabError
from cobot_lab.verify.solids import Inertia, inertia, mirrored, together

TOOL = "tool"
FINGERS = ("finger_right", "finger_left")
"""Links of the fingers on the +x and on the -x side of the flange."""
FINGER_SHARE = 0.45
"""Least share of the gripper's mass that each finger has in the simulation.

What a finger moves with is not its blade alone but the drive behind it, whose inertia the gearing multiplies. The
engine nears the balance of forces in iterations, and gets the nearer the less lighter a finger is than what it presses
on. What a blade lacks is taken from the gripper's body and stays where it was: mass, centre of mass and, the fingers
shut, inertia of the whole gripper are those of its file, so that the arm carries the same.
"""


class UrdfError(CobotLabError):
    """An arm's URDF cannot be used to build a world."""

    def __init__(self, robot: str, reason: str) -> None:
        super().__init__(f"URDF of {robot}: {reason}")


def parse(robot: Robot) -> ET.Element:
    """Read an arm's URDF.

    Raises:
        UrdfError: It is not XML, or brings a document type, which could expand without end.
    """
    if "<!DOCTYPE" in robot.urdf or "<!ENTITY" in robot.urdf:
        raise UrdfError(robot.name, "a document type is not allowed")
    try:
        return ET.fromstring(robot.urdf)  # noqa: S314 - entities are refused just above
    except ET.ParseError as problem:
        raise UrdfError(robot.name, str(problem)) from problem


def compose(robot: Robot, tool: Tool, pad: float = 0.0, *, gripper: bool = True) -> str:
    """Give the URDF of the arm with its gripper, without what is only to be looked at.

    Each finger hangs on a prismatic joint named like its link; its position is half the width [m].

    Args:
        robot: The arm.
        tool: The gripper.
        pad: How much wider to make every solid on every side [m].
        gripper: False leaves the gripper away.

    Returns:
        URDF text whose links are those of the arm, then `TOOL`, then `FINGERS`.

    Raises:
        UrdfError: The arm's URDF cannot be used.
    """
    root = parse(robot)
    for link in root.findall("link"):
        for visual in link.findall("visual"):
            link.remove(visual)
        for geometry in link.findall("collision/geometry"):
            _widen(robot, geometry, pad)
    if gripper:
        lent = max(FINGER_SHARE * tool.mass - tool.finger_mass, 0.0)
        _link(root, TOOL, tool.body, inertia(tool.body, tool.mass - 2 * (tool.finger_mass + lent)), pad)
        _joint(root, robot.flange_link, TOOL, None, tool)
        sides = (tool.finger, tuple(mirrored(shape) for shape in tool.finger))
        for name, shapes, axis in zip(FINGERS, sides, ("1 0 0", "-1 0 0"), strict=True):
            own = inertia(shapes, tool.finger_mass)
            _link(root, name, shapes, together(own, inertia(tool.body, lent)) if lent else own, pad)
            _joint(root, TOOL, name, axis, tool)
    return ET.tostring(root, encoding="unicode")


def _widen(robot: Robot, geometry: ET.Element, pad: float) -> None:
    solid = geometry[0]
    match solid.tag:
        case "box":
            size = [float(length) + 2 * pad for length in solid.attrib["size"].split()]
            solid.set("size", _text(size))
        case "cylinder":
            solid.set("radius", repr(float(solid.attrib["radius"]) + pad))
            solid.set("length", repr(float(solid.attrib["length"]) + 2 * pad))
        case "sphere" | "capsule":
            solid.set("radius", repr(float(solid.attrib["radius"]) + pad))
        case other:
            raise UrdfError(robot.name, f"solid {other!r}; expected box, cylinder, sphere or capsule")


def _link(root: ET.Element, name: str, shapes: tuple[Shape, ...], body: Inertia, pad: float) -> None:
    link = ET.SubElement(root, "link", name=name)
    inertial = ET.SubElement(link, "inertial")
    ET.SubElement(inertial, "origin", xyz=_text(body.centre), rpy="0 0 0")
    ET.SubElement(inertial, "mass", value=repr(float(body.mass)))
    names = {"ixx": (0, 0), "ixy": (0, 1), "ixz": (0, 2), "iyy": (1, 1), "iyz": (1, 2), "izz": (2, 2)}
    ET.SubElement(inertial, "inertia", {key: repr(float(body.tensor[at])) for key, at in names.items()})
    for shape in shapes:
        collision = ET.SubElement(link, "collision")
        ET.SubElement(collision, "origin", xyz=_text(shape.T_OS[:3, 3]), rpy=_text(_rpy(shape.T_OS)))
        geometry = ET.SubElement(collision, "geometry")
        if isinstance(shape, Box):
            ET.SubElement(geometry, "box", size=_text([length + 2 * pad for length in shape.size]))
        else:
            radius, length = repr(shape.radius + pad), repr(shape.height + 2 * pad)
            ET.SubElement(geometry, "cylinder", radius=radius, length=length)


def _joint(root: ET.Element, parent: str, child: str, axis: str | None, tool: Tool) -> None:
    kind = "fixed" if axis is None else "prismatic"
    joint = ET.SubElement(root, "joint", name=child, type=kind)
    ET.SubElement(joint, "parent", link=parent)
    ET.SubElement(joint, "child", link=child)
    ET.SubElement(joint, "origin", xyz="0 0 0", rpy="0 0 0")
    if axis is not None:
        ET.SubElement(joint, "axis", xyz=axis)
        limits = {"lower": 0.5 * tool.width_min, "upper": 0.5 * tool.width_max}
        limits |= {"effort": tool.force_max, "velocity": tool.finger_speed}
        ET.SubElement(joint, "limit", {key: repr(float(value)) for key, value in limits.items()})


def _rpy(T: Pose) -> tuple[float, float, float]:
    """Give roll, pitch and yaw of a rotation [rad], as URDF counts them."""
    R = T[:3, :3]
    pitch = float(np.arctan2(-R[2, 0], np.hypot(R[0, 0], R[1, 0])))
    if np.hypot(R[0, 0], R[1, 0]) < 1e-9:
        return float(np.arctan2(-R[1, 2], R[1, 1])), pitch, 0.0
    return float(np.arctan2(R[2, 1], R[2, 2])), pitch, float(np.arctan2(R[1, 0], R[0, 0]))


def _text(numbers: object) -> str:
    return " ".join(repr(float(number)) for number in np.asarray(numbers))
