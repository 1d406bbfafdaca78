"""An arm from its two files; limits come from `robot.toml`, kinematics from `robot.urdf`, and the two have to agree."""

from __future__ import annotations

import math

from cobot_lab.cell.document import read_document
from cobot_lab.cell.frames import read_only
from cobot_lab.cell.problems import Problem, refuse
from cobot_lab.cell.robot import Joint, Robot
from cobot_lab.cell.robot_model import JointModel, RobotModel
from cobot_lab.cell.urdf_file import Chain, UrdfJoint, read_chain


def read_robot(toml: bytes, urdf: bytes) -> Robot:
    """Read an arm.

    Args:
        toml: Bytes of `robot.toml`.
        urdf: Bytes of `robot.urdf`.

    Raises:
        DescriptionError: One of them cannot be used, or they disagree.
    """
    model = read_document("robot.toml", toml, RobotModel)
    chain = read_chain("robot.urdf", urdf, model.base_link, model.flange_link)
    refuse(_disagreements(model, chain))
    return Robot(
        name=model.name,
        title=model.title,
        joints=tuple(map(_joint, model.joints, chain.joints)),
        T_flange=chain.T_flange,
        flange_link=model.flange_link,
        q_rest=read_only([math.radians(q) for q in model.rest_deg]),
        payload=model.payload_kg,
        urdf=urdf.decode("utf-8"),
    )


def _disagreements(model: RobotModel, chain: Chain) -> list[Problem]:
    problems = []
    if chain.name != model.name:
        problems.append(Problem("robot.urdf", "robot name", repr(chain.name), f"{model.name!r}, as in robot.toml"))
    given, wanted = [joint.name for joint in chain.joints], [joint.name for joint in model.joints]
    if given != wanted:
        text = f"{', '.join(wanted)}, in this order, as in robot.toml"
        return [*problems, Problem("robot.urdf", "joints", ", ".join(given), text)]
    for joint, described in zip(chain.joints, model.joints, strict=True):
        problems.extend(_limits_that_differ(joint, described))
    return problems


def _limits_that_differ(joint: UrdfJoint, described: JointModel) -> list[Problem]:
    pairs = (
        ("lower", joint.q_min, math.radians(described.q_min_deg)),
        ("upper", joint.q_max, math.radians(described.q_max_deg)),
        ("velocity", joint.qd_max, math.radians(described.qd_max_deg_s)),
        ("effort", joint.effort_max, described.effort_max_Nm),
    )
    return [
        Problem("robot.urdf", f"joint {joint.name}: limit {key}", repr(given), f"{wanted!r}, as in robot.toml")
        for key, given, wanted in pairs
        if not abs(given - wanted) <= 1e-9
    ]


def _joint(described: JointModel, joint: UrdfJoint) -> Joint:
    return Joint(
        name=joint.name,
        link=joint.link,
        T_origin=joint.T_origin,
        axis=joint.axis,
        q_min=math.radians(described.q_min_deg),
        q_max=math.radians(described.q_max_deg),
        qd_max=math.radians(described.qd_max_deg_s),
        qdd_max=math.radians(described.qdd_max_deg_s2),
        qddd_max=math.radians(described.qddd_max_deg_s3),
        effort_max=described.effort_max_Nm,
    )
