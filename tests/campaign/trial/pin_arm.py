"""An arm as Pinocchio reads its URDF: kinematics and torques that share nothing with the verifier's own."""

from __future__ import annotations

from typing import Any

import coal
import numpy as np
import pinocchio as pin

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Box, Shape


class PinArm:
    """The arm of a cell, gripper weighed in.

    Attributes:
        model: Pinocchio's.
        flange: Number of the flange's frame.
    """

    def __init__(self, cell: Cell) -> None:
        self.pin, self.cell = pin, cell
        self.model = pin.buildModelFromXML(cell.robot.urdf)
        self.data = self.model.createData()
        self.flange = self.model.getFrameId(cell.robot.flange_link)
        order = [self.model.names[i] for i in range(1, self.model.njoints)]
        self._order = [cell.robot.joint_names.index(name) for name in order]

    def flange_pose(self, q: np.ndarray) -> np.ndarray:
        """T_WF of one configuration."""
        self.pin.framesForwardKinematics(self.model, self.data, np.ascontiguousarray(q[self._order]))
        return self.cell.T_WB @ self.data.oMf[self.flange].homogeneous

    def tool_pose(self, q: np.ndarray) -> np.ndarray:
        return self.flange_pose(q) @ self.cell.tool.T_FT

    def frame_pose(self, name: str, q: np.ndarray) -> np.ndarray:
        self.flange_pose(q)
        return self.cell.T_WB @ self.data.oMf[self.model.getFrameId(name)].homogeneous

    def jacobian(self, q: np.ndarray) -> np.ndarray:
        """Of the tool point, shape (6, n), world axes."""
        pin, q = self.pin, np.ascontiguousarray(q[self._order])
        J = pin.computeFrameJacobian(self.model, self.data, q, self.flange, pin.LOCAL_WORLD_ALIGNED).copy()
        pin.framesForwardKinematics(self.model, self.data, q)
        arm = self.data.oMf[self.flange].rotation @ self.cell.tool.T_FT[:3, 3]
        J[:3] += np.cross(J[3:].T, arm).T
        R = self.cell.T_WB[:3, :3]
        return np.vstack((R @ J[:3], R @ J[3:]))[:, np.argsort(self._order)]

    def holding_torque(self, q: np.ndarray) -> np.ndarray:
        """Torques that hold the bare arm against gravity: less than what is really needed."""
        self.model.gravity.linear = self.cell.T_WB[:3, :3].T @ np.array([0.0, 0.0, -9.81])
        torque = self.pin.computeGeneralizedGravity(self.model, self.data, np.ascontiguousarray(q[self._order]))
        return np.asarray(torque)[np.argsort(self._order)]


def coal_solids(shapes: tuple[Shape, ...]) -> list[tuple[Any, np.ndarray]]:
    """Coal's solids with their poses in the body's frame."""
    result = []
    for shape in shapes:
        solid = coal.Box(*shape.size) if isinstance(shape, Box) else coal.Cylinder(shape.radius, shape.height)
        result.append((solid, shape.T_OS))
    return result


def coal_pose(T: np.ndarray) -> Any:
    return coal.Transform3s(np.ascontiguousarray(T[:3, :3]), np.ascontiguousarray(T[:3, 3]))
