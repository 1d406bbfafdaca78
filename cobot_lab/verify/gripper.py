"""The simulated gripper: two fingers geared to each other that hold by friction, with the force asked for."""

from __future__ import annotations

from cobot_lab.motion.actions import Grip
from cobot_lab.verify.story import Scene
from cobot_lab.verify.world import Arm, World

_ERP = 0.9
"""How much of a difference between the fingers the gear takes away at each step."""
PAD_STIFFNESS = 2e5
"""Stiffness of a pad at each of its contact points, at most four [N/m].

Rubber of a few square centimetres and some millimetres thick has about as much; the grip force of a light gripper
presses it in by 0.01 to 0.2 mm. Rigid pads leave open which of their points carry how much: the engine then lets the
first that it looks at carry everything, also for a part that stands askew, and the part turns about that point.
"""
PAD_DAMPING = 200.0
"""Damping of a pad at each of its contact points [N s/m]."""
_UNDER_WAY = 3
"""Steps after which fingers that were told to close are under way, if nothing stops them."""


class Gripper:
    """Fingers under command.

    They are tied by a gear, so that a part pushes both alike. Closing, they are driven at finger speed with at most the
    grip force, until something stops them; from then on each is pushed with the grip force, neither less nor more, as
    long as it does not run away: what holds a part is friction under that force, nothing else. A motor that is to reach
    its speed against a part would not do instead: in the engine it gathers its force in each of its iterations anew,
    and gets no further than mass × speed × iterations / time step, a fraction of the grip force. Opening and standing,
    the fingers are held at a width.
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
            world.call(
                p.changeDynamics,
                arm.number,
                finger,
                lateralFriction=tool.friction,
                frictionAnchor=1,
                contactStiffness=PAD_STIFFNESS,
                contactDamping=PAD_DAMPING,
            )
        self._width = tool.width_max
        self._target = tool.width_max
        self._force: float | None = None
        self._waits = 0
        self._free = False
        self._hold(tool.width_max)

    def snapshot(self) -> tuple[float, float, float | None]:
        """Give the command under way, at the end of an action: fingers told to close are under way or stopped."""
        return self._width, self._target, self._force

    def resume(self, snapshot: tuple[float, float, float | None]) -> None:
        """Take a command up again, once the world is what it was."""
        self._width, self._target, self._force = snapshot
        self._waits = 0
        if self._force is None:
            self._hold(self._width)
        else:
            self._drive(self._force)

    @property
    def force(self) -> float | None:
        """With which the fingers close [N]; nothing when they do not."""
        return self._force

    @property
    def idle(self) -> bool:
        """Whether the fingers have come where they were told, or are pushed and stopped."""
        return self._width == self._target if self._force is None else self._free

    def begin(self, scene: Scene) -> None:
        """Take the command of an action; actions without one leave the fingers as they are."""
        if not isinstance(scene.action, Grip):
            return
        if scene.action.closing:
            self._target = self._width
            self._waits = _UNDER_WAY if self._force is None else self._waits
            self._force = scene.action.force
            self._drive(self._force)
        elif scene.carried is None or scene.lets_go:
            self._width = self.width()
            self._target = scene.width_after
            self._hold(self._width)

    def step(self, dt: float) -> None:
        """Bring an opening or a closing further by one step of time [s]."""
        if self._force is not None:
            self._close(self._force)
        elif self._width != self._target:
            way = 2.0 * self._world.cell.tool.finger_speed * dt
            self._width += min(max(self._target - self._width, -way), way)
            self._hold(self._width)

    def width(self) -> float:
        """Tell the distance between the fingers [m]."""
        return float(sum(state[0] for state in self._states()))

    def _states(self) -> tuple[tuple[float, ...], ...]:
        states: tuple[tuple[float, ...], ...] = self._world.call(
            self._world.p.getJointStates, self._arm.number, self._arm.fingers
        )
        return states

    def _close(self, force: float) -> None:
        """Drive fingers that are on their way, push those that are stopped."""
        self._waits = max(self._waits - 1, 0)
        closing = -sum(state[1] for state in self._states())
        stopped = self._waits == 0 and closing < self._world.cell.tool.finger_speed  # half of what both go together
        if stopped != self._free:
            self._drive(0.0 if stopped else force)
        if stopped:
            p = self._world.p
            forces = [-force] * len(self._arm.fingers)
            self._world.call(
                p.setJointMotorControlArray, self._arm.number, self._arm.fingers, p.TORQUE_CONTROL, forces=forces
            )

    def _drive(self, most: float) -> None:
        """Let the fingers' motors keep finger speed with this force at most [N]; none lets them free."""
        p, tool = self._world.p, self._world.cell.tool
        self._free = most == 0.0
        for finger in self._arm.fingers:
            self._world.call(
                p.setJointMotorControl2,
                self._arm.number,
                finger,
                p.VELOCITY_CONTROL,
                targetVelocity=-tool.finger_speed,
                force=most,
            )

    def _hold(self, width: float) -> None:
        p, tool = self._world.p, self._world.cell.tool
        self._force, self._free = None, False
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
