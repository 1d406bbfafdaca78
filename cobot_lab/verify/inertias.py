"""What an arm has to carry: the mass that rides on each of its joints, the gripper's and the held part's included."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree as ET

import numpy as np

from cobot_lab.cell.robot import Robot
from cobot_lab.cell.thing import Thing
from cobot_lab.cell.tool import Tool
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.armature import origin, rides
from cobot_lab.verify.composed import parse
from cobot_lab.verify.solids import Inertia, inertia, mirrored, together


def placed(body: Inertia, T: Array) -> Inertia:
    """Give the inertia of a body in another frame.

    Args:
        body: In its own frame.
        T: Pose of that frame in the other one, shape (4, 4).
    """
    R = T[:3, :3]
    return Inertia(body.mass, R @ body.centre + T[:3, 3], R @ body.tensor @ R.T)


@lru_cache(maxsize=16)
def riders(robot: Robot, tool: Tool) -> tuple[Inertia, ...]:
    """Give what rides on each joint, in the joint's frame: links, and on the last one the gripper, its fingers shut.

    How far the fingers are open moves a few grams by some millimetres, and is left out.

    Raises:
        UrdfError: The arm's URDF cannot be used.
    """
    root = parse(robot)
    hung = rides(robot)
    found: dict[int, Inertia] = {}
    for link in root.findall("link"):
        own = _own(link)
        if own is not None:
            ride, T = hung[link.attrib["name"]]
            _add(found, ride, placed(own, T))
    for body in _gripper(tool):
        _add(found, len(robot.joints), placed(body, robot.T_flange))
    nothing = Inertia(0.0, np.zeros(3), np.zeros((3, 3)))
    return tuple(found.get(ride, nothing) for ride in range(1, len(robot.joints) + 1))


def held(robot: Robot, part: Thing, T_FO: Array) -> Inertia:
    """Give the inertia of a part in the gripper, in the frame of the last joint.

    Args:
        robot: The arm.
        part: The part.
        T_FO: Its pose in the flange frame.
    """
    return placed(inertia(part.shapes, part.mass), robot.T_flange @ T_FO)


def _add(found: dict[int, Inertia], ride: int, body: Inertia) -> None:
    found[ride] = together(found[ride], body) if ride in found else body


def _gripper(tool: Tool) -> Iterator[Inertia]:
    """Give the gripper's body and both fingers, in the flange frame."""
    yield inertia(tool.body, tool.mass - 2.0 * tool.finger_mass)
    yield inertia(tool.finger, tool.finger_mass)
    yield inertia(tuple(map(mirrored, tool.finger)), tool.finger_mass)


def _own(link: ET.Element) -> Inertia | None:
    """Give a link's inertia in its frame; nothing for one without mass."""
    inertial = link.find("inertial")
    if inertial is None:
        return None
    mass = float(inertial.find("mass").attrib["value"])  # type: ignore[union-attr]
    if mass == 0.0:
        return None
    given = {key: float(value) for key, value in inertial.find("inertia").attrib.items()}  # type: ignore[union-attr]
    tensor = np.array(
        [
            [given["ixx"], given["ixy"], given["ixz"]],
            [given["ixy"], given["iyy"], given["iyz"]],
            [given["ixz"], given["iyz"], given["izz"]],
        ]
    )
    return placed(Inertia(mass, np.zeros(3), tensor), origin(inertial))
