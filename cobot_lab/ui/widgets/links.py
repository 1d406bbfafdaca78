"""The links of an arm with its gripper: on which joint each rides, and the solids it is drawn and checked with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree as ET

import numpy as np

from cobot_lab.cell.frames import pose, rotation_rpy
from cobot_lab.cell.robot import Robot
from cobot_lab.cell.shape import Box, Cylinder, Pose, Shape
from cobot_lab.cell.tool import Tool
from cobot_lab.verify.composed import FINGERS, TOOL, parse
from cobot_lab.verify.solids import mirrored


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """A solid to be drawn.

    Attributes:
        shape: In the frame of its link.
        role: `tube`, `housing` or `cap` for an arm, `metal`, `dark` or `pad` for a gripper, else empty.
    """

    shape: Shape
    role: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """A link.

    Attributes:
        name: As recordings and findings call it.
        ride: Number of the joint it rides on, counted from 1; 0 for what stands with the base.
        T_JL: Pose of the link's frame in the frame of that joint, or of the base.
        drawn: What it looks like.
        checked: What the checks and the physics take it for.
        side: 1 or -1 for the finger on the +x or the -x side of the flange, which slides by half the width; else 0.
    """

    name: str
    ride: int
    T_JL: Pose
    drawn: tuple[Solid, ...]
    checked: tuple[Shape, ...]
    side: int = 0


_ROLES = {"tube": "tube", "shell": "tube", "housing": "housing", "cap": "cap", "accent": "cap"}


@lru_cache(maxsize=8)
def links(robot: Robot, tool: Tool) -> tuple[Link, ...]:
    """Give the links of the arm as its URDF lists them, then the gripper's body and its two fingers.

    Raises:
        UrdfError: The arm's URDF cannot be used.
    """
    root = parse(robot)
    above = {str(_child(joint, "child").get("link")): joint for joint in root.findall("joint")}
    numbers = {joint.name: number for number, joint in enumerate(robot.joints, start=1)}
    found = []
    for element in root.findall("link"):
        ride, T_JL = _ride(str(element.get("name")), above, numbers)
        drawn = tuple(Solid(_shape(one), _role(one)) for one in element.findall("visual"))
        checked = tuple(_shape(one) for one in element.findall("collision"))
        found.append(Link(str(element.get("name")), ride, T_JL, drawn, checked))
    flange = next(link for link in found if link.name == robot.flange_link)
    return (*found, *_gripper(tool, flange))


def _gripper(tool: Tool, flange: Link) -> tuple[Link, ...]:
    body = tuple(Solid(shape, "metal" if index == 0 else "dark") for index, shape in enumerate(tool.body))
    right = tuple(Solid(shape, "dark" if index == 0 else "pad") for index, shape in enumerate(tool.finger))
    left = tuple(Solid(mirrored(solid.shape), solid.role) for solid in right)
    hand = ((TOOL, body, 0), (FINGERS[0], right, 1), (FINGERS[1], left, -1))
    return tuple(
        Link(name, flange.ride, flange.T_JL, solids, tuple(solid.shape for solid in solids), side)
        for name, solids, side in hand
    )


def _ride(name: str, above: dict[str, ET.Element], numbers: dict[str, int]) -> tuple[int, Pose]:
    T = np.eye(4)
    while name in above:
        joint = above[name]
        number = numbers.get(str(joint.get("name")))
        if number is not None:
            return number, T
        T = _origin(joint) @ T
        name = str(_child(joint, "parent").get("link"))
    return 0, T


def _role(visual: ET.Element) -> str:
    material = visual.find("material")
    return _ROLES.get("" if material is None else str(material.get("name")), "housing")


def _shape(element: ET.Element) -> Shape:
    """Read a box or a cylinder; the description was refused when there was anything else in it but spheres."""
    solid, T = _child(element, "geometry")[0], _origin(element)
    if solid.tag == "box":
        x, y, z = _numbers(solid.get("size"))
        return Box((x, y, z), T)
    if solid.tag == "cylinder":
        return Cylinder(float(solid.attrib["radius"]), float(solid.attrib["length"]), T)
    raise ValueError(f"{solid.tag}: no such solid can be drawn; box or cylinder")


def _origin(element: ET.Element) -> Pose:
    origin = element.find("origin")
    given = {} if origin is None else origin.attrib
    return pose(_numbers(given.get("xyz")), rotation_rpy(*_numbers(given.get("rpy"))))


def _numbers(text: str | None) -> tuple[float, ...]:
    return tuple(float(word) for word in (text or "0 0 0").split())


def _child(element: ET.Element, tag: str) -> ET.Element:
    child = element.find(tag)
    if child is None:
        raise ValueError(f"<{element.tag}> has no <{tag}>")
    return child
