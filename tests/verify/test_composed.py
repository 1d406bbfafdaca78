from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from cobot_lab.cell.shape import Box
from cobot_lab.verify.composed import FINGER_SHARE, FINGERS, TOOL, UrdfError, compose
from cobot_lab.verify.frames import pose_of, turns
from cobot_lab.verify.solids import inertia, mirrored
from cobot_lab.verify.world import World


def test_gripper_weighs_what_its_file_says(cell):
    root = ET.fromstring(compose(cell.robot, cell.tool))
    masses = {link.attrib["name"]: float(link.find("inertial/mass").attrib["value"]) for link in root.findall("link")}
    assert masses[TOOL] + sum(masses[name] for name in FINGERS) == pytest.approx(cell.tool.mass)


def test_what_the_fingers_are_lent_stays_where_it_was(cell):
    tool = cell.tool
    root = ET.fromstring(compose(cell.robot, tool))
    bodies = [link.find("inertial") for link in root.findall("link") if link.attrib["name"] in (TOOL, *FINGERS)]
    masses = np.array([float(body.find("mass").attrib["value"]) for body in bodies])
    centres = np.array([[float(x) for x in body.find("origin").attrib["xyz"].split()] for body in bodies])
    own = [
        inertia(tool.body, tool.mass - 2 * tool.finger_mass),
        inertia(tool.finger, tool.finger_mass),
        inertia(tuple(mirrored(shape) for shape in tool.finger), tool.finger_mass),
    ]
    assert masses[1:] == pytest.approx(max(FINGER_SHARE * tool.mass, tool.finger_mass))
    assert masses @ centres == pytest.approx(sum(body.mass * body.centre for body in own), abs=1e-12)


def test_every_link_has_an_inertia(cell):
    root = ET.fromstring(compose(cell.robot, cell.tool))
    assert all(link.find("inertial") is not None for link in root.findall("link"))


def test_pad_widens_every_solid(cell):
    thin, wide = (ET.fromstring(compose(cell.robot, cell.tool, pad)) for pad in (0.0, 0.01))
    pairs = zip(thin.iter("cylinder"), wide.iter("cylinder"), strict=True)
    for before, after in pairs:
        assert float(after.attrib["radius"]) == pytest.approx(float(before.attrib["radius"]) + 0.01)
        assert float(after.attrib["length"]) == pytest.approx(float(before.attrib["length"]) + 0.02)


def test_turned_solids_keep_their_turn(cell):
    T = np.eye(4)
    T[:3, :3] = turns(np.array([0.6, 0.0, 0.8]), np.array([1.1]))[0]
    tool = replace(cell.tool, body=(Box((0.01, 0.02, 0.03), T),))
    with World(replace(cell, tool=tool)) as world:
        arm = world.arm()
        shape = world.call(world.p.getCollisionShapeData, arm.number, arm.links[TOOL])[0]
        body = world.call(world.p.getDynamicsInfo, arm.number, arm.links[TOOL])
    # The engine turns a link's frame to its principal axes; the two turns together are ours.
    R = pose_of(np.zeros(3), body[4])[:3, :3] @ pose_of(np.zeros(3), shape[6])[:3, :3]
    assert np.abs(R - T[:3, :3]).max() < 1e-6


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE x []><robot/>",
        "<robot",
        '<robot><link name="a"><collision><geometry><mesh/></geometry></collision></link></robot>',
    ],
)
def test_unusable_descriptions_are_named(cell, text):
    with pytest.raises(UrdfError, match=cell.robot.name):
        compose(replace(cell.robot, urdf=text), cell.tool)


def test_a_missing_joint_is_named(cell):
    lost = cell.robot.urdf.replace(cell.robot.joints[2].name, "another_joint")
    other = replace(cell, robot=replace(cell.robot, urdf=lost))
    with World(other) as world, pytest.raises(UrdfError, match=cell.robot.joints[2].name):
        world.arm()
