"""How every body looks: its solids with a colour, in its own frame."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Box, Cylinder, Shape
from cobot_lab.verify.armature import origin
from cobot_lab.verify.composed import FINGERS, TOOL, parse
from cobot_lab.verify.solids import mirrored

Colour = tuple[float, float, float]

_TUBE: Colour = (0.80, 0.82, 0.84)
_GRIPPER: Colour = (0.30, 0.32, 0.35)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Some solids of one colour.

    Attributes:
        body: Name of the link or thing that they belong to.
        shapes: In the body's frame.
        colour: Red, green, blue from 0 to 1.
    """

    body: str
    shapes: tuple[Shape, ...]
    colour: Colour


def pieces_of(cell: Cell) -> tuple[Piece, ...]:
    """Give everything that can be seen of a cell: the arm as its URDF shows it, the gripper, the things."""
    tool = cell.tool
    gripper = (
        Piece(TOOL, tool.body, _GRIPPER),
        Piece(FINGERS[0], tool.finger, _GRIPPER),
        Piece(FINGERS[1], tuple(map(mirrored, tool.finger)), _GRIPPER),
    )
    things = (Piece(thing.name, thing.shapes, thing.colour) for thing in cell.things)
    return (*_arm(cell), *gripper, *things)


def _arm(cell: Cell) -> list[Piece]:
    root = parse(cell.robot)
    colours = {each.attrib["name"]: _colour(each) for each in root.findall("material")}
    result = []
    for link in root.findall("link"):
        for seen in link.findall("visual") or link.findall("collision"):
            material = seen.find("material")
            colour = _TUBE if material is None else colours.get(material.attrib["name"], _TUBE)
            result += [Piece(link.attrib["name"], shapes, colour) for shapes in _shapes(seen)]
    return result


def _colour(material: ET.Element) -> Colour:
    given = material.find("color")
    red, green, blue, *_ = (
        float(part) for part in (given.attrib["rgba"] if given is not None else "0.8 0.8 0.8").split()
    )
    return red, green, blue


def _shapes(seen: ET.Element) -> list[tuple[Shape, ...]]:
    """Give the solid of one element; a sphere or a capsule is shown as what it is from afar."""
    T = origin(seen)
    result: list[tuple[Shape, ...]] = []
    for geometry in seen.findall("geometry"):
        solid = geometry[0]
        sizes = {
            key: [float(part) for part in value.split()] for key, value in solid.attrib.items() if key != "filename"
        }
        match solid.tag:
            case "box":
                x, y, z = sizes["size"]
                result.append((Box((x, y, z), T),))
            case "cylinder":
                result.append((Cylinder(sizes["radius"][0], sizes["length"][0], T),))
            case "capsule":
                radius = sizes["radius"][0]
                result.append((Cylinder(radius, sizes["length"][0] + radius, T),))
            case "sphere":
                radius = sizes["radius"][0]
                result.append((Cylinder(radius, 2.0 * radius, T),))
    return result
