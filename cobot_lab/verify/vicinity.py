"""The hand, what it holds and what lies around it, as they are in the world at an instant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from cobot_lab.cell.thing import Kind
from cobot_lab.cell.tool import Tool
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.armature import rides
from cobot_lab.verify.bounds import Bounds, Flags
from cobot_lab.verify.composed import FINGERS, TOOL
from cobot_lab.verify.frames import angles_between, angles_of, inverse, pose_of, poses_of, quats_of
from cobot_lab.verify.holding import Grasp
from cobot_lab.verify.inertias import placed, riders
from cobot_lab.verify.rig import LOOK, RATE, Rig
from cobot_lab.verify.solids import Inertia, corners, inertia, mirrored, shifted, together
from cobot_lab.verify.story import Scene

GAP = 2e-3
"""What has to stay between the hand and anything else [m]."""
DRIFT = 2e-3
"""How far a part may be from where the story has it [m], and never further than half of what the cell keeps clear."""
STILL, STEADY = 1e-3, 1e-2
"""Speed of what is at rest [m/s, rad/s]."""
_GONE = -10.0
"""Height under which a part is no more in the cell [m]."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Where everything is at a look.

    Attributes:
        T_WF: Pose of the flange, shape (4, 4).
        parts: Pose of each part's centre of mass, x, y, z [m] and quaternion x, y, z, w, shape (p, 7).
        width: Distance between the fingers [m].
    """

    T_WF: Array
    parts: Array
    width: float


@dataclass(frozen=True, slots=True, eq=False)
class Load:
    """What the arm carries, among what lies about.

    Attributes:
        now: Where everything is.
        held: Number of the part in the gripper, or nothing.
        T_FC: Pose of its centre of mass in the flange frame.
        grasp: How it is held.
        inertia: Its inertia, in the flange frame.
        riders: What rides on each joint, in the joint's frame.
        hand: Corners of the gripper's solids, in the flange frame; none when the arm does not move.
        own: Corners of the held part's solids, about its centre of mass; none likewise.
        parts: Bounds of the parts that lie about; none likewise.
        fixtures: Bounds of what stands for good.
    """

    now: View
    held: int | None
    T_FC: Array
    grasp: Grasp | None
    inertia: Inertia
    riders: tuple[Inertia, ...]
    hand: tuple[Array, ...]
    own: tuple[Array, ...]
    parts: Bounds
    fixtures: Bounds

    def is_clear(self, T_WF: Array) -> Flags:
        """Tell whether hand and held part stay away from everything, from each pose of the flange to the next.

        Args:
            T_WF: Shape (k, 4, 4).

        Returns:
            Flags, shape (k - 1,).
        """
        clear = Bounds.of(self.hand, T_WF).swept().apart(self.parts, GAP)
        if self.held is not None:
            own = Bounds.of(self.own, T_WF @ self.T_FC).swept()
            clear &= own.apart(self.parts, GAP) & own.apart(self.fixtures, GAP)
        return clear


class Vicinity:
    """Looks at a rig."""

    def __init__(self, rig: Rig) -> None:
        """Take down what does not change."""
        cell = rig.world.cell
        self._rig = rig
        self._parts = cell.parts
        self._riders = riders(cell.robot, cell.tool)
        bodies = [inertia(part.shapes, part.mass) for part in cell.parts]
        self._centres = [body.centre for body in bodies]
        self._bodies = [Inertia(body.mass, np.zeros(3), body.tensor) for body in bodies]
        self._solids = [
            tuple(corners(shape) - body.centre for shape in part.shapes)
            for part, body in zip(cell.parts, bodies, strict=True)
        ]
        self._numbers = {part.name: number for number, part in enumerate(cell.parts)}
        fixtures = [thing for thing in cell.things if thing.kind is not Kind.PART]
        self._fixtures = Bounds.together(
            [_NOWHERE, *(Bounds.of([corners(shape) for shape in thing.shapes], thing.T_WO) for thing in fixtures)]
        )
        self._drift = min(DRIFT, 0.5 * cell.limits.clearance)
        self.effort = np.array([joint.effort_max for joint in cell.robot.joints])
        """Limit of each joint's torque, shape (n,) [Nm]."""

    def load(self, scene: Scene, now: View, before: View, *, moving: bool) -> Load | None:
        """Give what the arm carries; nothing when not all is at rest or, should the arm move, as the story has it.

        Args:
            scene: What the story says.
            now: Where everything is.
            before: Where it was one look before.
            moving: Whether the arm is going to move.
        """
        held = None if scene.carried is None else self._numbers[scene.carried.part]
        here = [number for number in range(len(self._parts)) if number != held and now.parts[number, 2] > _GONE]
        if not self._is_still(held, here, now, before):
            return None
        T_FC, body, carried = np.eye(4), _NO_MASS, self._riders
        if held is not None:
            T_FC = inverse(now.T_WF) @ pose_of(now.parts[held, :3], now.parts[held, 3:])
            body = placed(self._bodies[held], T_FC)
            carried = (*carried[:-1], together(carried[-1], placed(body, self._rig.world.cell.robot.T_flange)))
        load = Load(now, held, T_FC, None, body, carried, (), (), _NOWHERE, self._fixtures)
        return self._among(load, scene, here) if moving else load

    def _among(self, load: Load, scene: Scene, here: list[int]) -> Load | None:
        """Add what the hand must not come near; nothing when something is not as the story has it."""
        now, held, grasp = load.now, load.held, None
        if not self._is_told(scene, here, now):
            return None
        if held is not None and scene.carried is not None:
            drift = (scene.carried.T_FO @ _at(self._centres[held]))[:3, 3] - load.T_FC[:3, 3]
            grasp = self._grasp(held, now)
            if grasp is None or not np.linalg.norm(drift) <= self._drift:
                return None
        elif self._touching():
            return None
        poses = poses_of(now.parts[here])
        about = [Bounds.of(self._solids[number], T) for number, T in zip(here, poses, strict=True)]
        return replace(
            load,
            grasp=grasp,
            hand=_hand(self._rig.world.cell.tool, round(now.width, 5)),
            own=() if held is None else self._solids[held],
            parts=Bounds.together([_NOWHERE, *about]),
        )

    def links(self, poses: Array, fingers: Array) -> Array:
        """Give the poses of the links, x, y, z [m] and quaternion x, y, z, w, shape (k, links, 7).

        Args:
            poses: Of the base and the joints' frames, from `frames.joint_poses`, shape (k, n + 1, 4, 4).
            fingers: Way of each finger from shut, the right one first, shape (2,) [m].
        """
        arm, robot = self._rig.arm, self._rig.world.cell.robot
        hung = dict(rides(robot))
        for name, shift in ((TOOL, 0.0), (FINGERS[0], float(fingers[0])), (FINGERS[1], -float(fingers[1]))):
            T_FL = np.eye(4)
            T_FL[0, 3] = shift
            hung[name] = len(robot.joints), robot.T_flange @ T_FL
        found = []
        for number in arm.rides:
            if number >= 0:
                ride, T = hung[arm.names[number]]
                found.append(poses[:, ride] @ T)
        T_WL = np.stack(found, axis=1)
        return np.concatenate((T_WL[..., :3, 3], quats_of(T_WL[..., :3, :3])), axis=-1)

    def _is_still(self, held: int | None, here: list[int], now: View, before: View) -> bool:
        """Tell whether parts lie still, the held one in the hand, and the fingers stand."""
        time = LOOK / RATE
        if not abs(now.width - before.width) <= STILL * time:
            return False
        way = np.linalg.norm(now.parts[here, :3] - before.parts[here, :3], axis=1)
        turn = angles_between(now.parts[here, 3:], before.parts[here, 3:])
        if held is not None:
            T_FC, T_before = (
                inverse(view.T_WF) @ pose_of(view.parts[held, :3], view.parts[held, 3:]) for view in (now, before)
            )
            way = np.append(way, np.linalg.norm(T_FC[:3, 3] - T_before[:3, 3]))
            turn = np.append(turn, angles_of((T_FC[:3, :3].T @ T_before[:3, :3])[None]))
        return bool((way <= STILL * time).all() and (turn <= STEADY * time).all())

    def _is_told(self, scene: Scene, here: list[int], now: View) -> bool:
        """Tell whether parts lie where the story has them."""
        told = dict(scene.standing)
        if sorted(told) != sorted(self._parts[number].name for number in here):
            return False
        wanted = [(told[self._parts[number].name] @ _at(self._centres[number]))[:3, 3] for number in here]
        drift = np.linalg.norm(now.parts[here, :3] - np.array(wanted).reshape(-1, 3), axis=1)
        return bool((drift <= self._drift).all())

    def _touching(self) -> list[tuple[int, int, Array]]:
        """Give what the arm touches: its link, the other body, and where, world axes [m]."""
        world = self._rig.world
        points = world.call(world.p.getContactPoints, bodyA=self._rig.arm.number)
        return [(point[3], point[2], np.array(point[5])) for point in points if point[8] <= 0.0 or point[9] > 0.0]

    def _grasp(self, held: int, now: View) -> Grasp | None:
        """Give how a part is held; nothing unless both fingers, and nothing else, touch it and nothing else."""
        arm, part = self._rig.arm, self._parts[held]
        number, force = self._rig.parts[part.name].number, self._rig.gripper.force
        touching = self._touching()
        if force is None or any(body != number or link not in arm.fingers for link, body, _ in touching):
            return None
        T_FW = inverse(now.T_WF)
        pads = [
            np.array([T_FW[:3, :3] @ point + T_FW[:3, 3] for link, _, point in touching if link == finger])
            for finger in arm.fingers
        ]
        if not all(len(pad) for pad in pads):
            return None
        return Grasp((pads[0], pads[1]), force, part.friction * self._rig.world.cell.tool.friction)


_NOWHERE = Bounds(np.zeros((0, 3)), np.zeros((0, 3)))
_NO_MASS = Inertia(0.0, np.zeros(3), np.zeros((3, 3)))


@lru_cache(maxsize=64)
def _hand(tool: Tool, width: float) -> tuple[Array, ...]:
    """Give the corners of the gripper's solids at a width, in the flange frame."""
    finger = [shifted(shape, 0.5 * width) for shape in tool.finger]
    return tuple(corners(shape) for shape in (*tool.body, *finger, *map(mirrored, finger)))


def _at(point: Array) -> Array:
    T = np.eye(4)
    T[:3, 3] = point
    return T
