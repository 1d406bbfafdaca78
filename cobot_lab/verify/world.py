"""A simulated world: one arm with its gripper and the things of a cell, in a client of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Pose, Shape
from cobot_lab.cell.thing import Thing
from cobot_lab.findings import CobotLabError
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.composed import FINGERS, TOOL, UrdfError, compose
from cobot_lab.verify.engine import engine, hushed
from cobot_lab.verify.frames import pose_of, quat_of
from cobot_lab.verify.solids import engine_shape, inertia


class EngineError(CobotLabError):
    """PyBullet gave no world to work in."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"PyBullet: {reason}; expected a DIRECT client")


class World:
    """A client of the engine without a window; use it in a `with` statement.

    Attributes:
        p: The engine, for calls on this world with `physicsClientId=world.client`.
        client: Number of its client.
        cell: The cell it was made for.
        scale: How many times as large everything in it is.
    """

    def __init__(self, cell: Cell, *, steady: bool = False, scale: float = 1.0) -> None:
        """Open a client.

        Args:
            cell: The cell.
            steady: Whether pairs of near bodies are found in one order, always: the engine's own way of finding them
                keeps trees sorted by addresses in memory, which differ from process to process.
            scale: How many times as large everything is, to measure more exactly: the engine rounds the corners of
                solids by a millimetre of its own. Forces and masses are not scaled with it.
        """
        self.cell, self.scale = cell, scale
        self.p = engine()
        with hushed():
            self.client = int(self.p.connect(self.p.DIRECT))
        if self.client < 0:
            raise EngineError("connect failed")
        if steady:
            self.call(self.p.resetSimulation, flags=self.p.RESET_USE_SIMPLE_BROADPHASE)

    def __enter__(self) -> World:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        with hushed():
            self.p.disconnect(physicsClientId=self.client)

    def arm(self, *, pad: float = 0.0, self_collision: bool = False, gripper: bool = True) -> Arm:
        """Load the arm, its base fixed.

        Args:
            pad: How much wider every solid is on every side [m].
            self_collision: Whether its links may touch each other.
            gripper: Whether the gripper is screwed on.
        """
        p = self.p
        flags = p.URDF_USE_IMPLICIT_CYLINDER | p.URDF_USE_INERTIA_FROM_FILE
        if self_collision:
            flags |= p.URDF_USE_SELF_COLLISION
        with tempfile.TemporaryDirectory(prefix="cobot_lab_") as folder:
            file = Path(folder) / "arm.urdf"
            file.write_text(compose(self.cell.robot, self.cell.tool, pad, gripper=gripper), encoding="utf-8")
            with hushed():
                body = int(
                    p.loadURDF(
                        str(file),
                        basePosition=(self.scale * self.cell.T_WB[:3, 3]).tolist(),
                        baseOrientation=quat_of(self.cell.T_WB[:3, :3]).tolist(),
                        useFixedBase=True,
                        globalScaling=self.scale,
                        flags=flags,
                        physicsClientId=self.client,
                    )
                )
        return Arm(self, body)

    def thing(self, thing: Thing, *, pad: float = 0.0, free: bool = False) -> Body:
        """Put a thing where it stands at the start.

        Args:
            thing: The thing.
            pad: How much wider to make it on every side [m].
            free: Whether it moves under forces, with its mass and inertia.
        """
        mass = inertia(thing.shapes, thing.mass) if free else None
        body = self.solid(
            thing.shapes, pad=pad, mass=0.0 if mass is None else mass.mass, centre=None if mass is None else mass.centre
        )
        self.call(self.p.changeDynamics, body.number, -1, lateralFriction=thing.friction)
        if mass is not None:
            self.call(self.p.changeDynamics, body.number, -1, localInertiaDiagonal=np.diag(mass.tensor).tolist())
        body.place(thing.T_WO)
        return body

    def solid(
        self, shapes: tuple[Shape, ...], *, pad: float = 0.0, mass: float = 0.0, centre: Array | None = None
    ) -> Body:
        """Make a body of solids, at the origin of the world."""
        origin = np.zeros(3) if centre is None else centre
        shape = engine_shape(self.p, self.client, shapes, pad, origin, self.scale)
        return Body(self, int(self.call(self.p.createMultiBody, baseMass=mass, baseCollisionShapeIndex=shape)), origin)

    def call(self, function: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Call a function of the engine on this world."""
        return function(*given, physicsClientId=self.client, **named)


class Body:
    """A rigid body in a world.

    Attributes:
        number: The engine's.
        centre: Its centre of mass in its own frame, shape (3,) [m].
    """

    def __init__(self, world: World, number: int, centre: Array) -> None:
        self._world = world
        self.centre = centre
        self.number = number

    def place(self, T_WO: Pose) -> None:
        """Put it somewhere."""
        position = self._world.scale * (T_WO[:3, :3] @ self.centre + T_WO[:3, 3])
        quat_xyzw = quat_of(T_WO[:3, :3])
        self._world.call(
            self._world.p.resetBasePositionAndOrientation, self.number, position.tolist(), quat_xyzw.tolist()
        )

    def pose(self) -> Pose:
        """Tell where it is: `T_WO`."""
        T = pose_of(*map(np.array, self.raw()))
        T[:3, 3] /= self._world.scale
        T[:3, 3] -= T[:3, :3] @ self.centre
        return T

    def raw(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Tell where its centre of mass is, in the world's scale, and how it is turned: quaternion x, y, z, w."""
        position, quat_xyzw = self._world.call(self._world.p.getBasePositionAndOrientation, self.number)
        return position, quat_xyzw

    def speeds(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Tell how fast its centre of mass goes [m/s] and how fast it turns [rad/s], world axes."""
        linear, angular = self._world.call(self._world.p.getBaseVelocity, self.number)
        return linear, angular


class Arm:
    """The arm in a world.

    Attributes:
        number: The engine's.
        joints: The engine's numbers of the arm's joints, in the order of every `q`.
        fingers: The same of the two finger joints; empty without a gripper.
        links: Number of every link by name; the base is -1.
        rides: For each link's number, how many of the arm's joints lie between it and the base.
    """

    def __init__(self, world: World, number: int) -> None:
        self._world = world
        self.number = number
        base, _ = world.call(world.p.getBodyInfo, number)
        self.links = {base.decode(): -1}
        self.rides = {-1: 0}
        by_name = {}
        wanted = world.cell.robot.joint_names
        for index in range(world.call(world.p.getNumJoints, number)):
            info = world.call(world.p.getJointInfo, number, index)
            joint, parent = info[1].decode(), info[16]
            self.links[info[12].decode()] = index
            self.rides[index] = self.rides[parent] + (joint in wanted)
            by_name[joint] = index
        missing = [name for name in wanted if name not in by_name]
        if missing:
            raise UrdfError(world.cell.robot.name, f"joint {missing[0]!r} is missing")
        self.joints = tuple(by_name[name] for name in wanted)
        self.fingers = tuple(by_name[name] for name in FINGERS if name in by_name)
        self.names = {index: name for name, index in self.links.items()}

    @property
    def hand(self) -> frozenset[int]:
        """Numbers of the gripper's links."""
        return frozenset(self.links[name] for name in (TOOL, *FINGERS) if name in self.links)

    def set(self, q: Array, width: float) -> None:
        """Put the joints somewhere, without physics.

        Args:
            q: Joint positions, shape (n,) [rad].
            width: Distance between the fingers [m].
        """
        values = [[float(value)] for value in q] + [[0.5 * width * self._world.scale]] * len(self.fingers)
        self._world.call(self._world.p.resetJointStatesMultiDof, self.number, (*self.joints, *self.fingers), values)
