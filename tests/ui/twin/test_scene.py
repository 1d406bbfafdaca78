"""A cell as the twin draws it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import cells, load_cell, robots
from cobot_lab.cell.shape import Box, Cylinder
from cobot_lab.ui.widgets.links import Solid, links
from cobot_lab.ui.widgets.scene import scene_of
from cobot_lab.verify.frames import joint_poses
from cobot_lab.verify.solids import hull

ALL_CELLS = [path for robot in robots() for path in cells(robot)]


@pytest.mark.parametrize("path", ALL_CELLS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_scene_holds_everything_of_the_cell(path: Path) -> None:
    cell = load_cell(path)
    scene = json.loads(json.dumps(scene_of(cell), allow_nan=False))
    names = [body["name"] for body in scene["bodies"]]
    assert names[-len(cell.things) :] == [thing.name for thing in cell.things]
    assert {"tool", "finger_right", "finger_left", cell.robot.flange_link} <= set(names)
    assert [place["name"] for place in scene["places"]] == [place.name for place in cell.places]
    assert [zone["name"] for zone in scene["zones"]] == [zone.name for zone in cell.zones]
    for each in (*scene["bodies"], *scene["places"], *scene["zones"]):
        if each["name"] != "tool" and each.get("kind") != "link":
            assert each["label"]["fr"]
            assert each["label"]["en"]
    roles = {solid.get("role") for body in scene["bodies"] for solid in body["solids"]}
    assert {"tube", "housing", "cap"} <= roles


@pytest.mark.parametrize("robot", robots())
def test_links_ride_where_the_kinematics_puts_them(robot: str) -> None:
    cell = load_cell(cells(robot)[0])
    q = cell.robot.q_rest[None] + 0.1
    frames = joint_poses(cell.robot, cell.T_WB, q)[0]
    arm = {link.name: link for link in links(cell.robot, cell.tool)}
    for number, joint in enumerate(cell.robot.joints, start=1):
        assert arm[joint.link].ride == number
        np.testing.assert_allclose(arm[joint.link].T_JL, np.eye(4), atol=1e-12)
    flange = arm[cell.robot.flange_link]
    np.testing.assert_allclose(frames[flange.ride] @ flange.T_JL, frames[-1] @ cell.robot.T_flange, atol=1e-12)


@pytest.mark.parametrize("robot", robots())
def test_what_is_drawn_stays_within_millimetres_of_what_is_checked(robot: str) -> None:
    cell = load_cell(cells(robot)[0])
    for link in links(cell.robot, cell.tool):
        points = hull(tuple(_slim(solid) for solid in link.drawn))
        outside = np.min([_outside(shape, points) for shape in link.checked], axis=0)
        assert outside.max() <= 0.004, (link.name, outside.max())


def _slim(solid: Solid) -> Box | Cylinder:
    """Undo the 2 % by which a hull surrounds a cylinder."""
    shape = solid.shape
    if isinstance(shape, Box):
        return shape
    return Cylinder(shape.radius * float(np.cos(np.pi / 16)), shape.height, shape.T_OS)


def _outside(shape: Box | Cylinder, points: np.ndarray) -> np.ndarray:
    local = (points - shape.T_OS[:3, 3]) @ shape.T_OS[:3, :3]
    if isinstance(shape, Box):
        over = np.abs(local) - 0.5 * np.array(shape.size)
    else:
        over = np.column_stack((np.hypot(*local[:, :2].T) - shape.radius, np.abs(local[:, 2]) - 0.5 * shape.height))
    return np.linalg.norm(np.maximum(over, 0.0), axis=1)


def test_fingers_mirror_each_other(cell: Cell) -> None:
    arm = {link.name: link for link in links(cell.robot, cell.tool)}
    assert (arm["finger_right"].side, arm["finger_left"].side) == (1, -1)
    right, left = (hull(arm[name].checked) for name in ("finger_right", "finger_left"))
    np.testing.assert_allclose(right[:, 0].min(), -left[:, 0].max())


def test_a_kernel_stays_light() -> None:
    script = (
        "import sys; import cobot_lab.ui.widgets.timeline;"
        "print([name for name in ('pybullet', 'roboticstoolbox', 'scipy', 'spatialmath') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
