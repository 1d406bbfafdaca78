"""What every folder in `robots/` has to be, checked on its files and in the physics engine."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from cobot_lab.cell.document import read_document
from cobot_lab.cell.load import cells, load_cell, load_robot, robots
from cobot_lab.cell.robot_model import RobotModel
from cobot_lab.cell.shape import Box
from cobot_lab.motion.kinematics import forward
from cobot_lab.paths import data_room

pytestmark = pytest.mark.parametrize("name", robots())


def folder(name):
    return data_room("robots") / name


def urdf(name):
    return ET.parse(folder(name) / "robot.urdf").getroot()


@pytest.fixture
def engine():
    import pybullet  # noqa: PLC0415

    client = pybullet.connect(pybullet.DIRECT)
    yield pybullet
    pybullet.disconnect(client)


def loaded(engine, name):
    flags = engine.URDF_USE_IMPLICIT_CYLINDER | engine.URDF_USE_INERTIA_FROM_FILE
    return engine.loadURDF(str(folder(name) / "robot.urdf"), useFixedBase=True, flags=flags)


def pose_at(engine, body, robot, q):
    """Put the arm at q; give the index of each link by name."""
    value = dict(zip(robot.joint_names, q, strict=True))
    links = {engine.getBodyInfo(body)[0].decode(): -1}
    for index in range(engine.getNumJoints(body)):
        info = engine.getJointInfo(body, index)
        links[info[12].decode()] = index
        if info[1].decode() in value:
            engine.resetJointState(body, index, value[info[1].decode()])
    return links


def apart(name):
    """Give the pairs of links that are no neighbours; links fixed to each other count as one."""
    root = urdf(name)
    merged = {link.get("name"): link.get("name") for link in root.iter("link")}
    joints = [(j.find("parent").get("link"), j.find("child").get("link"), j.get("type")) for j in root.iter("joint")]
    for parent, child, kind in joints:
        if kind == "fixed":
            merged[child] = merged[parent]
    neighbours = {frozenset((merged[parent], merged[child])) for parent, child, _ in joints}
    names = list(merged)
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    return [(a, b) for a, b in pairs if merged[a] != merged[b] and frozenset((merged[a], merged[b])) not in neighbours]


def gaps(engine, body, links, pairs):
    for a, b in pairs:
        points = engine.getClosestPoints(body, body, 1.0, links[a], links[b])
        yield a, b, min(point[8] for point in points)


def test_limits_are_sane(name):
    for joint in load_robot(name).joints:
        assert -2 * math.pi <= joint.q_min < joint.q_max <= 2 * math.pi
        assert 0.5 < joint.qd_max < 10
        assert joint.qd_max < joint.qdd_max < 30
        assert joint.qdd_max < joint.qddd_max < 300
        assert 0.1 < joint.effort_max < 400


def test_rest_is_well_inside_the_limits_and_points_the_tool_down(name):
    robot = load_robot(name)
    for joint, q in zip(robot.joints, robot.q_rest, strict=True):
        assert joint.q_min + math.radians(10) < q < joint.q_max - math.radians(10)
    np.testing.assert_allclose(forward(robot, robot.q_rest)[:3, 2], [0, 0, -1], atol=1e-9)


def test_every_figure_has_a_source(name):
    sources = read_document("robot.toml", (folder(name) / "robot.toml").read_bytes(), RobotModel).sources.model_dump()
    for quantity in ("kinematics", "position", "velocity", "acceleration", "jerk", "effort", "payload", "inertia"):
        assert len(sources[quantity].split()) >= 3
    assert "our own" in sources["jerk"].lower()


def test_every_link_has_a_possible_inertia(name):
    for link in urdf(name).iter("link"):
        inertial = link.find("inertial")
        assert float(inertial.find("mass").get("value")) > 0
        xx, xy, xz, yy, yz, zz = (
            float(inertial.find("inertia").get(key)) for key in ("ixx", "ixy", "ixz", "iyy", "iyz", "izz")
        )
        principal = np.linalg.eigvalsh([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]])
        assert principal[0] > 0, link.get("name")
        assert principal[0] + principal[1] >= principal[2], link.get("name")


def test_masses_add_up_to_a_table_top_arm(name):
    total = sum(float(mass.get("value")) for mass in urdf(name).iter("mass"))
    assert {"ur3e": 10.0, "ned2": 2.5}[name] < total < {"ur3e": 11.5, "ned2": 7.5}[name]


def test_only_simple_solids_and_no_reference_to_other_files(name):
    text = (folder(name) / "robot.urdf").read_text("utf-8")
    for word in ("mesh", "package:", "file:", "http", "filename"):
        assert word not in text
    for link in urdf(name).iter("link"):
        assert link.find("visual") is not None
        assert link.find("collision") is not None
        assert len(link.findall("collision")) <= 4


def test_it_is_coloured_in_at_least_two_colours(name):
    used = {material.get("name") for visual in urdf(name).iter("visual") for material in visual.iter("material")}
    assert len(used) >= 2


def test_loads_silently_with_its_own_masses(name, engine, capfd):
    body = loaded(engine, name)
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")
    links = pose_at(engine, body, load_robot(name), load_robot(name).q_rest)
    for link in urdf(name).iter("link"):
        mass = float(link.find("inertial/mass").get("value"))
        index = links[link.get("name")]
        if index >= 0:  # a fixed base has no mass in the engine
            assert engine.getDynamicsInfo(body, index)[0] == pytest.approx(mass)


def test_engine_and_kinematics_agree_on_the_flange(name, engine):
    robot = load_robot(name)
    body = loaded(engine, name)
    low, high = np.array([[joint.q_min, joint.q_max] for joint in robot.joints]).T
    for q in np.random.default_rng(3).uniform(low, high, (20, len(low))):
        links = pose_at(engine, body, robot, q)
        state = engine.getLinkState(body, links[robot.flange_link], computeForwardKinematics=True)
        T = forward(robot, q)
        np.testing.assert_allclose(state[4], T[:3, 3], atol=1e-6)
        R = np.array(engine.getMatrixFromQuaternion(state[5])).reshape(3, 3)
        np.testing.assert_allclose(R, T[:3, :3], atol=1e-6)


def test_links_that_are_no_neighbours_are_apart_at_rest(name, engine):
    robot = load_robot(name)
    body = loaded(engine, name)
    links = pose_at(engine, body, robot, robot.q_rest)
    pairs = apart(name)
    assert len(pairs) >= 10
    for a, b, gap in gaps(engine, body, links, pairs):
        assert gap > 0.004, (a, b)


def test_links_once_removed_are_apart_whatever_the_joint_between_them(name, engine):
    """Bend one joint at a time up to three quarters of its way, the others at rest."""
    robot = load_robot(name)
    body = loaded(engine, name)
    order = [urdf(name).find("link").get("name"), *(joint.link for joint in robot.joints)]
    pairs = list(zip(order, order[2:], strict=False))
    for index, joint in enumerate(robot.joints):
        low, high = max(joint.q_min, -math.pi), min(joint.q_max, math.pi)
        for angle in np.linspace(0.75 * low, 0.75 * high, 7):
            q = robot.q_rest.copy()
            q[index] = angle
            links = pose_at(engine, body, robot, q)
            for a, b, gap in gaps(engine, body, links, pairs):
                assert gap > 0, (a, b, joint.name, angle)


def test_gripper_is_as_the_tool_contract_says(name):
    tool = load_cell(cells(name)[0]).tool
    low = min((shape.T_OS[0, 3] - shape.size[0] / 2) for shape in tool.finger)
    tip = max((shape.T_OS[2, 3] + shape.size[2] / 2) for shape in tool.finger)
    blade = tool.finger[-1]
    assert all(isinstance(shape, Box) for shape in tool.finger)
    assert low == pytest.approx(0, abs=1e-12)
    assert tip - tool.T_FT[2, 3] == pytest.approx(0.002, abs=1e-9)
    assert blade.size[0] <= 0.008 + 1e-12
    assert blade.size[1] <= 0.015 + 1e-12
    body_end = max(
        shape.T_OS[2, 3] + (shape.size[2] if isinstance(shape, Box) else shape.height) / 2 for shape in tool.body
    )
    assert tip - body_end >= 0.045
    assert min(shape.T_OS[2, 3] - shape.size[2] / 2 for shape in tool.finger) >= body_end
    assert tool.width_max > 0.020 + 2 * 0.003  # the blank fits, with its tolerance
