"""The simulated gripper: two fingers geared to each other that hold by friction, with the force asked for."""

from __future__ import annotations

from cobot_lab.motion.actions import Grip
from cobot_lab.verify.story import Scene
from cobot_lab.verify.world import Arm, World

_ERP = 0.9
"""How much of a difference between the fingers the gear takes away at each step."""


class Gripper:
    """Fingers under command.

    They are tied by a gear, so that a part pushes both alike. Closing, they are driven at finger speed with the grip
    force as the most that each motor may use: what holds a part is friction under that force, nothing else. Opening and
    standing, they are held at a width.
    """

    def __init__(self, world: World, arm: Arm) -> None:
        self._world, self._arm = world, arm
        p, tool = world.p, world.cell.tool
        right, left = arm.fingers
        gear = world.call(
            p.createConstraint,
            arm.number,
            right,
            arm.number,
            left,
            p.JOINT_GEAR,
            jointAxis=[1, 0, 0],
            parentFramePosition=[0, 0, 0],
            childFramePosition=[0, 0, 0],
        )
        world.call(p.changeConstraint, gear, gearRatio=-1, erp=_ERP, maxForce=10 * tool.force_max)
        for finger in arm.fingers:
            world.call(p.changeDynamics, arm.number, finger, lateralFriction=tool.friction, frictionAnchor=1)
        self._width = tool.width_max
        self._target = tool.width_max
        self._force: float | None = None
        self._hold(tool.width_max)

    def snapshot(self) -> tuple[float, float, float | None]:
        """Give the command under way."""
        return self._width, self._target, self._force

    def resume(self, snapshot: tuple[float, float, float | None]) -> None:
        """Take a command up again, once the world is what it was."""
        self._width, self._target, force = snapshot
        if force is None:
            self._hold(self._width)
        else:
            self._drive(force)

    def begin(self, scene: Scene) -> None:
        """Take the command of an action; actions without one leave the fingers as they are."""
        if not isinstance(scene.action, Grip):
            return
        if scene.action.closing:
            self._target = self._width
            self._drive(scene.action.force)
        elif scene.carried is None or scene.lets_go:
            self._width = self.width()
            self._target = scene.width_after
            self._hold(self._width)

    def step(self, dt: float) -> None:
        """Bring an opening further by one step of time [s]."""
        if self._width != self._target:
            way = 2.0 * self._world.cell.tool.finger_speed * dt
            self._width += min(max(self._target - self._width, -way), way)
            self._hold(self._width)

    def width(self) -> float:
        """Tell the distance between the fingers [m]."""
        states = self._world.call(self._world.p.getJointStates, self._arm.number, self._arm.fingers)
        return float(sum(state[0] for state in states))

    def _drive(self, force: float) -> None:
        p, tool = self._world.p, self._world.cell.tool
        self._force = force
        for finger in self._arm.fingers:
            self._world.call(
                p.setJointMotorControl2,
                self._arm.number,
                finger,
                p.VELOCITY_CONTROL,
                targetVelocity=-tool.finger_speed,
                force=force,
            )

    def _hold(self, width: float) -> None:
        p, tool = self._world.p, self._world.cell.tool
        self._force = None
        for finger in self._arm.fingers:
            self._world.call(
                p.setJointMotorControl2,
                self._arm.number,
                finger,
                p.POSITION_CONTROL,
                targetPosition=0.5 * width,
                positionGain=1.0,
                velocityGain=1.0,
                force=tool.force_max,
            )
