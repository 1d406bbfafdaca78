"""A cell as one URDF, for peers that read nothing else, and the pairs of bodies that are left out for everybody."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import numpy as np
from scipy.spatial.transform import Rotation

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Box
from cobot_lab.verify.composed import compose
from cobot_lab.verify.stage import Stage

sys.path.insert(0, str(Path(__file__).parents[1] / "campaign"))


class WholeCell(NamedTuple):
    """A cell as peers read it.

    Attributes:
        urdf: The arm, its gripper and the things, which stand on the arm's base.
        base: The link everything stands on.
        left_out: The pairs of links that the verifier does not ask about either.
    """

    urdf: str
    base: str
    left_out: list[tuple[str, str]]


def whole_cell(cell: Cell) -> WholeCell:
    """Write a cell down."""
    from trial.geometry import _pairs  # noqa: PLC0415 - optional

    root = ET.fromstring(compose(cell.robot, cell.tool))
    base = str(root.find("link").get("name"))  # type: ignore[union-attr]
    for thing in cell.things:
        link = ET.SubElement(root, "link", name=thing.name)
        inertial = ET.SubElement(link, "inertial")
        ET.SubElement(inertial, "mass", value="1")
        ET.SubElement(inertial, "inertia", ixx="1", ixy="0", ixz="0", iyy="1", iyz="0", izz="1")
        for shape in thing.shapes:
            collision = ET.SubElement(link, "collision")
            _origin(collision, shape.T_OS)
            geometry = ET.SubElement(collision, "geometry")
            if isinstance(shape, Box):
                ET.SubElement(geometry, "box", size=" ".join(map(repr, map(float, shape.size))))
            else:
                ET.SubElement(geometry, "cylinder", radius=repr(shape.radius), length=repr(shape.height))
        joint = ET.SubElement(root, "joint", name=f"at {thing.name}", type="fixed")
        ET.SubElement(joint, "parent", link=base)
        ET.SubElement(joint, "child", link=thing.name)
        _origin(joint, np.linalg.inv(cell.T_WB) @ thing.T_WO)
    with Stage(cell) as stage:
        asked = set(_pairs(stage, cell))
    links = sorted(str(link.get("name")) for link in root.findall("link"))
    left_out = [pair for pair in itertools.combinations(links, 2) if pair not in asked]
    return WholeCell(ET.tostring(root, encoding="unicode"), base, left_out)


def _origin(of: ET.Element, T: np.ndarray) -> None:
    turned = Rotation.from_matrix(T[:3, :3]).as_euler("xyz")
    texts = (" ".join(repr(float(number)) for number in numbers) for numbers in (T[:3, 3], turned))
    ET.SubElement(of, "origin", dict(zip(("xyz", "rpy"), texts, strict=True)))
