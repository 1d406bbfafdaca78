"""A cell in MuJoCo: its own reading of the URDF, its own collision detection."""

from __future__ import annotations

import mujoco
import numpy as np
from scipy.spatial.transform import Rotation

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Box, Shape


class MujocoCell:
    """Arm, gripper and things as MuJoCo has them."""

    def __init__(self, cell: Cell, *, margin: float = 0.0) -> None:
        self.mj, self.cell = mujoco, cell
        spec = mujoco.MjSpec.from_string(cell.robot.urdf)
        spec.compiler.fusestatic = False
        spec.compiler.discardvisual = True
        spec.option.timestep = 1.0 / 240.0
        for geom in spec.geoms:
            if not geom.contype:
                continue
            geom.margin = margin
        flange = next(body for body in spec.bodies if body.name == cell.robot.flange_link)
        self._solids(flange, "tool", cell.tool.body, margin)
        for name, side in (("finger_right", 1.0), ("finger_left", -1.0)):
            finger = flange.add_body(name=name)
            finger.add_joint(name=name, type=mujoco.mjtJoint.mjJNT_SLIDE, axis=[side, 0, 0])
            finger.mass, finger.inertia, finger.explicitinertial = 0.06, [1e-4] * 3, True
            shapes = cell.tool.finger if side > 0 else tuple(map(_mirrored, cell.tool.finger))
            self._solids(finger, name, shapes, margin)
        for thing in cell.things:
            body = spec.worldbody.add_body(name=thing.name, pos=thing.T_WO[:3, 3], quat=_quat(thing.T_WO[:3, :3]))
            body.mocap = True
            self._solids(body, thing.name, thing.shapes, margin)
        self.model = spec.compile()
        self.data = mujoco.MjData(self.model)
        names = [mujoco.mj_id2name(self.model, mujoco.mjtObj.mjOBJ_JOINT, i) for i in range(self.model.njnt)]
        self._q = [names.index(name) for name in cell.robot.joint_names]
        self._fingers = [names.index(name) for name in ("finger_right", "finger_left")]
        self._owner = [
            self._name(mujoco.mjtObj.mjOBJ_BODY, int(self.model.geom_bodyid[i])) for i in range(self.model.ngeom)
        ]

    def _name(self, kind: object, number: int) -> str:
        return str(self.mj.mj_id2name(self.model, kind, number))

    def _solids(self, body: object, name: str, shapes: tuple[Shape, ...], margin: float) -> None:
        mj = self.mj
        for number, shape in enumerate(shapes):
            box = isinstance(shape, Box)
            size = [0.5 * length for length in shape.size] if box else [shape.radius, 0.5 * shape.height, 0.0]
            body.add_geom(  # type: ignore[attr-defined]
                name=f"{name}/{number}",
                type=mj.mjtGeom.mjGEOM_BOX if box else mj.mjtGeom.mjGEOM_CYLINDER,
                size=size,
                pos=shape.T_OS[:3, 3],
                quat=_quat(shape.T_OS[:3, :3]),
                margin=margin,
                mass=1e-3,
            )

    def meetings(self, q: np.ndarray, width: float) -> dict[tuple[str, str], float]:
        """Every pair of bodies that overlap, with the depth as a negative distance [m]."""
        data, mj = self.data, self.mj
        data.qpos[self._q] = q
        data.qpos[self._fingers] = 0.5 * width
        mj.mj_kinematics(self.model, data)
        mj.mj_collision(self.model, data)
        found: dict[tuple[str, str], float] = {}
        for contact in data.contact:
            pair = tuple(sorted(self._body(int(geom)) for geom in contact.geom))
            found[pair] = min(found.get(pair, np.inf), float(contact.dist))  # type: ignore[index, arg-type]
        return found

    def check(self, q: np.ndarray) -> int:
        """Only ask how many contacts there are: what is timed."""
        self.data.qpos[self._q] = q
        self.mj.mj_kinematics(self.model, self.data)
        self.mj.mj_collision(self.model, self.data)
        return int(self.data.ncon)

    def _body(self, geom: int) -> str:
        name = self._name(self.mj.mjtObj.mjOBJ_GEOM, geom)
        return name.split("/")[0] if "/" in name else self._owner[geom]


def _mirrored(shape: Shape) -> Shape:
    T = shape.T_OS.copy()
    T[0, 3] = -T[0, 3]
    return Box(shape.size, T) if isinstance(shape, Box) else type(shape)(shape.radius, shape.height, T)


def _quat(R: np.ndarray) -> np.ndarray:
    return Rotation.from_matrix(R).as_quat(scalar_first=True)
