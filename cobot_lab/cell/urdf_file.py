"""The kinematics that a URDF tells: the chain of joints from the base to the flange."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn
from xml.etree.ElementTree import fromstring

import numpy as np
from numpy.typing import NDArray

from cobot_lab.cell.document import text_of
from cobot_lab.cell.frames import pose, read_only, rotation_rpy
from cobot_lab.cell.problems import DescriptionError, Problem, refuse
from cobot_lab.cell.shape import Pose
from cobot_lab.cell.urdf_checks import link_problems, number_problems, tree_problems


@dataclass(frozen=True, slots=True, eq=False)
class UrdfJoint:
    """A revolute joint as the URDF has it; see `cobot_lab.cell.robot.Joint`."""

    name: str
    link: str
    T_origin: Pose
    axis: NDArray[np.float64]
    q_min: float
    q_max: float
    qd_max: float
    effort_max: float


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """What the URDF tells.

    Attributes:
        name: Of the robot.
        joints: Revolute joints from base to flange; fixed joints in between are contained in their origins.
        T_flange: Pose of the flange in the last joint's frame.
    """

    name: str
    joints: tuple[UrdfJoint, ...]
    T_flange: Pose


def read_chain(file: str, data: bytes, base_link: str, flange_link: str) -> Chain:
    """Read the chain of joints from one link to another.

    Raises:
        DescriptionError: Not a URDF, not one chain of revolute and fixed joints, a link without inertia, or a mesh.
    """
    model = _parsed(file, text_of(file, data))
    refuse(list(tree_problems(file, model, base_link, flange_link)))
    refuse([problem for link in model.links for problem in link_problems(file, link)])
    T = np.eye(4)
    joints = []
    for name in model.get_chain(base_link, flange_link, links=False):
        joint = model.joint_map[name]
        T = T @ _origin(joint.origin)
        if joint.type == "revolute":
            joints.append(_revolute(joint, T))
            T = np.eye(4)
    return Chain(model.name, tuple(joints), read_only(T))


def _parsed(file: str, text: str) -> Any:
    """Parse with urdf_parser_py, made to raise where it would write to the terminal."""
    from urdf_parser_py import xml_reflection  # noqa: PLC0415 - 0.07 s, not needed to import this room
    from urdf_parser_py.urdf import URDF  # noqa: PLC0415

    xml_reflection.on_error = xml_reflection.core.on_error = _refuse_remark
    if "<!" in text.replace("<!--", ""):
        raise DescriptionError((Problem(file, "", "a document type or entity", "elements and comments only"),))
    data = text.encode("utf-8")
    try:
        model = URDF.from_xml_string(data)
        root = fromstring(data)  # noqa: S314 - without entities there is nothing to expand
    except (AssertionError, AttributeError, LookupError, RecursionError, SyntaxError, TypeError, ValueError) as problem:
        raise DescriptionError((Problem(file, "", f"{type(problem).__name__}: {problem}", "a URDF"),)) from problem
    except xml_reflection.core.ParseError as problem:
        raise DescriptionError((Problem(file, "", str(problem), "a URDF"),)) from problem
    refuse(list(number_problems(file, root)))
    return model


def _refuse_remark(message: str) -> NoReturn:
    raise ValueError(message)


def _origin(origin: Any) -> Pose:
    if origin is None:
        return read_only(np.eye(4))
    return pose(origin.xyz or (0.0, 0.0, 0.0), rotation_rpy(*(origin.rpy or (0.0, 0.0, 0.0))))


def _revolute(joint: Any, T_origin: NDArray[np.float64]) -> UrdfJoint:
    limit = joint.limit
    return UrdfJoint(
        joint.name,
        joint.child,
        read_only(T_origin),
        read_only(joint.axis),
        float(limit.lower),
        float(limit.upper),
        float(limit.velocity),
        float(limit.effort),
    )
