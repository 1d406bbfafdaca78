"""The solids of an arm, of its gripper and of what it holds, and where they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

from cobot_lab.cell.robot import Robot
from cobot_lab.cell.shape import Box, Shape
from cobot_lab.cell.tool import Tool
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.armature import origin, rides
from cobot_lab.verify.composed import FINGERS, TOOL, parse
from cobot_lab.verify.separation import Posed
from cobot_lab.verify.solids import mirrored

Row = tuple[str, int, Array, Array, float, float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """Solids that ride on joints; their forms as in `separation.Posed`.

    Attributes:
        names: Of the link that each belongs to.
        ride: Number of the joint it rides on, 0 for the base, shape (s,).
        T_JS: Its pose in that joint's frame, shape (s, 4, 4).
        box: Half lengths, shape (s, 3) [m].
        stick: Half lengths, shape (s,) [m].
        disc: Radii, shape (s,) [m].
        ball: Radii, shape (s,) [m].
        slides: How much of the width between the fingers each moves along the flange's x axis, shape (s,).
    """

    names: tuple[str, ...]
    ride: NDArray[np.intp]
    T_JS: Array
    box: Array
    stick: Array
    disc: Array
    ball: Array
    slides: Array

    @classmethod
    def of(cls, rows: list[Row]) -> Skeleton:
        """Gather solids, each a row of all attributes."""
        names, *columns = zip(*rows, strict=True)
        return cls(names, *(np.array(column) for column in columns))

    def posed(self, poses: Array, axis: Array, width: Array) -> Posed:
        """Give where they are.

        Args:
            poses: Of the base and the joints' frames, from `frames.joint_poses`, shape (k, n + 1, 4, 4).
            axis: The flange's x axis in the world, shape (k, 3).
            width: Distance between the fingers, shape (k,) [m].
        """
        T = poses[:, self.ride] @ self.T_JS
        centre = T[..., :3, 3] + axis[:, None] * (width[:, None] * self.slides)[..., None]
        return Posed(centre, T[..., :3, :3], self.box, self.stick, self.disc, self.ball)


@lru_cache(maxsize=16)
def skeleton(robot: Robot, tool: Tool) -> Skeleton:
    """Give the solids of an arm and its gripper."""
    rows: list[Row] = []
    for link in parse(robot).findall("link"):
        name = link.attrib["name"]
        ride, T = rides(robot)[name]
        rows += [(name, ride, T @ origin(each), *_form(each), 0.0) for each in link.findall("collision")]
    last = len(robot.joints)
    fingers = (tool.finger, tuple(map(mirrored, tool.finger)))
    groups = ((TOOL, tool.body, 0.0), (FINGERS[0], fingers[0], 0.5), (FINGERS[1], fingers[1], -0.5))
    for name, shapes, slides in groups:
        rows += [_row(name, last, robot.T_flange @ shape.T_OS, shape, slides) for shape in shapes]
    return Skeleton.of(rows)


def held_skeleton(robot: Robot, name: str, shapes: tuple[Shape, ...], T_FO: Array) -> Skeleton:
    """Give the solids of a part in the gripper, `T_FO` being its pose in the flange frame."""
    T = robot.T_flange @ T_FO
    return Skeleton.of([_row(name, len(robot.joints), T @ shape.T_OS, shape, 0.0) for shape in shapes])


def _form(collision: ET.Element) -> tuple[Array, float, float, float]:
    """Give box, stick, disc and ball of a solid of a URDF."""
    solid = collision.find("geometry")[0]  # type: ignore[index]
    sizes = {key: [float(part) for part in value.split()] for key, value in solid.attrib.items()}
    none = np.zeros(3)
    match solid.tag:
        case "box":
            return 0.5 * np.array(sizes["size"]), 0.0, 0.0, 0.0
        case "cylinder":
            return none, 0.5 * sizes["length"][0], sizes["radius"][0], 0.0
        case "capsule":
            return none, 0.5 * sizes["length"][0], 0.0, sizes["radius"][0]
        case _:  # a sphere; whatever else, `composed` has refused
            return none, 0.0, 0.0, sizes["radius"][0]


def _row(name: str, ride: int, T: Array, shape: Shape, slides: float) -> Row:
    if isinstance(shape, Box):
        return name, ride, T, 0.5 * np.array(shape.size), 0.0, 0.0, 0.0, slides
    return name, ride, T, np.zeros(3), 0.5 * shape.height, shape.radius, 0.0, slides
