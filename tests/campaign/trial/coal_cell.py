"""A cell in coal (formerly hpp-fcl): distances between bodies from geometry and kinematics of its own."""

from __future__ import annotations

from typing import Any

import coal
import numpy as np
import pinocchio as pin
from trial.pin_arm import PinArm, coal_pose, coal_solids

from cobot_lab.cell.cell import Cell

HAND = ("tool", "finger_right", "finger_left")
Solid = tuple[Any, np.ndarray]


class CoalCell:
    """Arm, gripper and things as solids of coal."""

    def __init__(self, cell: Cell) -> None:
        self.cell, self.arm = cell, PinArm(cell)
        model = self.arm.model
        geometry = pin.buildGeomFromUrdfString(model, cell.robot.urdf, pin.GeometryType.COLLISION)
        self.links: list[tuple[str, int, Solid]] = []
        """Name of the link, number of its joint and its solid in the joint's frame."""
        for item in geometry.geometryObjects:
            name = model.frames[item.parentFrame].name
            self.links.append((name, item.parentJoint, (item.geometry, item.placement.homogeneous)))
        self.body = coal_solids(cell.tool.body)
        self.finger = coal_solids(cell.tool.finger)
        self.things = {thing.name: coal_solids(thing.shapes) for thing in cell.things}
        self.zones = {zone.name: coal_solids((zone.box,)) for zone in cell.zones}

    def bodies(self, q: np.ndarray, width: float) -> dict[str, list[Solid]]:
        """Every link and the gripper as solids in the world."""
        T_WF = self.arm.flange_pose(q)
        oMi, result = self.arm.data.oMi, {}
        for name, joint, (solid, T) in self.links:
            base = np.eye(4) if joint == 0 else oMi[joint].homogeneous
            result.setdefault(name, []).append((solid, self.cell.T_WB @ base @ T))
        result["tool"] = [(solid, T_WF @ T) for solid, T in self.body]
        for name, side in (("finger_right", 1.0), ("finger_left", -1.0)):
            result[name] = []
            for solid, T in self.finger:
                M = T.copy()
                M[0, 3] = side * (T[0, 3] + 0.5 * width)
                if side < 0.0:  # boxes that are not turned are their own mirror image
                    assert np.allclose(T[:3, :3], np.eye(3))
                result[name].append((solid, T_WF @ M))
        return result

    def thing(self, name: str, T_WO: np.ndarray) -> list[Solid]:
        return [(solid, T_WO @ T) for solid, T in self.things[name]]


def distance(a: list[Solid], b: list[Solid]) -> float:
    """The least distance of two bodies, negative for the depth of an overlap [m]."""
    request, result, least = coal.DistanceRequest(), coal.DistanceResult(), np.inf
    request.enable_signed_distance = True
    for solid, T in a:
        for other, U in b:
            result.clear()
            coal.distance(solid, coal_pose(T), other, coal_pose(U), request, result)
            least = min(least, result.min_distance)
    return float(least)
