"""Which links an arm has, on which joint each of them rides, and the points of their surface."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree as ET

import numpy as np

from cobot_lab.cell.robot import Robot
from cobot_lab.cell.shape import Box, Cylinder
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.composed import UrdfError, parse
from cobot_lab.verify.solids import corners, moved


@dataclass(frozen=True, slots=True, eq=False)
class Bone:
    """One link of an arm.

    Attributes:
        name: Of the link.
        ride: Number of the joint it rides on, counted from 1; 0 for what stands still with the base.
        points: Centres of balls whose hull contains its solids, in the frame of that joint (of the base for 0),
            shape (p, 3) [m].
        radii: Of these balls, 0 for corners, shape (p,) [m].
    """

    name: str
    ride: int
    points: Array
    radii: Array


@lru_cache(maxsize=16)
def bones(robot: Robot) -> tuple[Bone, ...]:
    """Give the links of an arm, as its URDF lists them.

    Raises:
        UrdfError: A link hangs on nothing, or on a joint that the robot's description does not name.
    """
    root = parse(robot)
    hung = rides(robot)
    result = []
    for link in root.findall("link"):
        ride, T = hung[link.attrib["name"]]
        points, radii = _surface(robot, link)
        result.append(Bone(link.attrib["name"], ride, moved(T, points), radii))
    return tuple(result)


@lru_cache(maxsize=16)
def rides(robot: Robot) -> dict[str, tuple[int, Array]]:
    """Give for each link the number of the joint it rides on, counted from 1, 0 for none, and its pose in that frame.

    Raises:
        UrdfError: A link hangs on nothing, or on a joint that the robot's description does not name.
    """
    root = parse(robot)
    above = {joint.find("child").attrib["link"]: joint for joint in root.findall("joint")}  # type: ignore[union-attr]
    numbers = {joint.name: number for number, joint in enumerate(robot.joints, start=1)}
    names = [link.attrib["name"] for link in root.findall("link")]
    return {name: _ride(robot, name, above, numbers) for name in names}


def _ride(robot: Robot, name: str, above: dict[str, ET.Element], numbers: dict[str, int]) -> tuple[int, Array]:
    """Climb over fixed joints: the moving joint a link rides on, and its pose in that joint's frame."""
    T = np.eye(4)
    for _ in range(len(above) + 1):
        joint = above.get(name)
        if joint is None:
            return 0, T
        if joint.attrib["type"] != "fixed":
            number = numbers.get(joint.attrib["name"])
            if number is None:
                raise UrdfError(robot.name, f"joint {joint.attrib['name']!r} moves and is not described")
            return number, T
        T = origin(joint) @ T
        name = joint.find("parent").attrib["link"]  # type: ignore[union-attr]
    raise UrdfError(robot.name, f"link {name!r} hangs in a ring")


def origin(element: ET.Element) -> Array:
    """Give the pose that an element's `origin` says, shape (4, 4); none is no shift and no turn."""
    found = element.find("origin")
    given = {} if found is None else found.attrib
    x, y, z = (float(part) for part in given.get("rpy", "0 0 0").split())
    cx, sx, cy, sy, cz, sz = np.cos(x), np.sin(x), np.cos(y), np.sin(y), np.cos(z), np.sin(z)
    T = np.eye(4)
    T[:3, :3] = [
        [cz * cy, cz * sy * sx - sz * cx, cz * sy * cx + sz * sx],
        [sz * cy, sz * sy * sx + cz * cx, sz * sy * cx - cz * sx],
        [-sy, cy * sx, cy * cx],
    ]
    T[:3, 3] = [float(part) for part in given.get("xyz", "0 0 0").split()]
    return T


def _surface(robot: Robot, link: ET.Element) -> tuple[Array, Array]:
    points, radii = [np.zeros((0, 3))], [np.zeros(0)]
    for collision in link.findall("collision"):
        solid = collision.find("geometry")[0]  # type: ignore[index]
        sizes = {key: [float(part) for part in value.split()] for key, value in solid.attrib.items()}
        T, radius = origin(collision), 0.0
        match solid.tag:
            case "box":
                x, y, z = sizes["size"]
                some = corners(Box((x, y, z), T))
            case "cylinder":
                some = corners(Cylinder(sizes["radius"][0], sizes["length"][0], T))
            case "sphere":
                some, radius = moved(T, np.zeros((1, 3))), sizes["radius"][0]
            case "capsule":
                half = 0.5 * sizes["length"][0]
                some, radius = moved(T, np.array([[0.0, 0.0, half], [0.0, 0.0, -half]])), sizes["radius"][0]
            case other:
                raise UrdfError(robot.name, f"solid {other!r}; expected box, cylinder, sphere or capsule")
        points.append(some)
        radii.append(np.full(len(some), radius))
    return np.vstack(points), np.concatenate(radii)
