"""Torques: against the engine, and against another library."""

from __future__ import annotations

import numpy as np
import pinocchio
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.paths import data_room
from cobot_lab.verify.composed import compose
from cobot_lab.verify.dynamics import GRAVITY, torques
from cobot_lab.verify.frames import joint_poses
from cobot_lab.verify.inertias import held, riders
from cobot_lab.verify.solids import together

CELLS = {
    robot: load_cell(next(iter(sorted((data_room("robots") / robot / "cells").glob("*.toml")))))
    for robot in ("ned2", "ur3e")
}


def _states(cell: Cell, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(7)
    joints = cell.robot.joints
    low, high = np.array([joint.q_min for joint in joints]), np.array([joint.q_max for joint in joints])
    top, most = np.array([joint.qd_max for joint in joints]), np.array([joint.qdd_max for joint in joints])
    return (
        random.uniform(low, high, (count, len(joints))),
        random.uniform(-top, top, (count, len(joints))),
        random.uniform(-most, most, (count, len(joints))),
    )


@pytest.mark.parametrize("robot", CELLS)
def test_torques_are_those_that_pinocchio_gives(robot: str) -> None:
    cell = CELLS[robot]
    q, qd, qdd = _states(cell, 40)
    model = pinocchio.buildModelFromXML(compose(cell.robot, cell.tool))
    data = model.createData()
    model.gravity.linear = cell.T_WB[:3, :3].T @ GRAVITY
    order = [model.joints[model.getJointId(name)].idx_v for name in cell.robot.joint_names]
    wanted = []
    for row, speed, acceleration in zip(q, qd, qdd, strict=True):
        states = [np.zeros(model.nv) for _ in range(3)]
        for state, values in zip(states, (row, speed, acceleration), strict=True):
            state[order] = values
        wanted.append(pinocchio.rnea(model, data, *states)[order])
    given = torques(cell.robot, riders(cell.robot, cell.tool), joint_poses(cell.robot, cell.T_WB, q), qd, qdd)
    assert given == pytest.approx(np.array(wanted), rel=1e-9, abs=1e-9)


def test_a_held_part_weighs_on_the_arm() -> None:
    cell = CELLS["ur3e"]
    part = cell.parts[0]
    q, _, _ = _states(cell, 5)
    none = np.zeros_like(q)
    poses = joint_poses(cell.robot, cell.T_WB, q)
    bodies = riders(cell.robot, cell.tool)
    with_part = (*bodies[:-1], together(bodies[-1], held(cell.robot, part, cell.tool.T_FT)))
    more = torques(cell.robot, with_part, poses, none, none) - torques(cell.robot, bodies, poses, none, none)
    centre = (poses[:, -1] @ cell.robot.T_flange @ cell.tool.T_FT)[:, :3, 3]  # of the part, up to its own
    for i, joint in enumerate(cell.robot.joints):
        axis = poses[:, i + 1, :3, :3] @ joint.axis
        lever = np.cross(centre - poses[:, i + 1, :3, 3], -part.mass * GRAVITY)
        assert more[:, i] == pytest.approx((lever * axis).sum(axis=1), abs=part.mass * 9.81 * 0.03)
