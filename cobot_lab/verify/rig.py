"""The cell in physics: 240 steps a second, at most 150 solver iterations, everything by forces.

Joint position control with both gains 1 follows a trajectory to a hundredth of a milliradian; frictions are multiplied;
parts at rest sleep until touched.

With 50 iterations, a grip is not solved to its end: a held part trembles by 0.05 mm and 0.1°, and is laid down wherever
that left it. From 125 on it is, and stays within 3 µm. What is solved sooner ends sooner, so a free motion costs no
more.

Measured on a blank of 28 g held with 30 N: with the engine's own error reduction of 0.2 the fingers sink 0.9 to 2.2 mm
into the part; with 0.9 they sink 0.15 mm and the part slips by 0.03 mm. At twice the force that just holds, parts of
20 to 800 g slip by less than 0.01 mm; at 0.9 times it they all fall.

What happens next depends on a `Moment` alone, to the last bit. The engine's own snapshots do not give that: they leave
out how long each body has been still, restore one contact where a body of several shapes has many, and keep the order
in which pairs were found. So `put` forgets all contacts, makes one step in which nothing can touch, which brings every
body to the same state of activity, and then sets the numbers. It takes half a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from types import TracebackType

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.thing import Kind
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.gripper import Gripper
from cobot_lab.verify.identity import identity
from cobot_lab.verify.moment import Moment
from cobot_lab.verify.world import World
from cobot_lab.verify.worlds import Worlds

RATE = 240.0
"""Steps a second."""
LOOK = 4
"""Steps from look to look."""
ITERATIONS = 150
"""Most solver iterations for each step."""
RESIDUAL = 1e-6
"""What is left of an iteration's change when a step counts as solved."""
ERROR_REDUCTION = 0.9
"""How much of an overlap or an error of a joint the engine takes away at each step."""
SETTLING = 0.25
"""How long the parts may settle before the plan starts [s]."""

_AWAY = np.eye(4)
_AWAY[2, 3] = -50.0
"""Where parts are that have not come yet; what falls from there meets nothing."""

_STANDING, _MOVING, _NOTHING = (2, ~2), (1, -1), (0, 0)
"""Collision group and mask: what stands does not meet what stands."""


class Rig:
    """Arm, gripper and parts, ready to play. Use it in a `with` statement.

    Attributes:
        world: The world they are in.
        arm: The arm.
        parts: The parts by name, in the cell's order.
        gripper: The gripper.
        digest: Of the cell with all its parts as they are.
    """

    def __init__(self, cell: Cell) -> None:
        self.world = World(cell, steady=True)
        self.digest = identity(cell)
        self._ready()
        self.arm = self.world.arm()
        self.parts = {part.name: self.world.thing(part, free=True) for part in cell.parts}
        self._fixtures = [self.world.thing(thing) for thing in cell.things if thing.kind is not Kind.PART]
        self._prepare()
        self.gripper = Gripper(self.world, self.arm)
        self._joints = (*self.arm.joints, *self.arm.fingers)
        joints = cell.robot.joints
        self._motors = {
            "forces": [joint.effort_max for joint in joints],
            "positionGains": [1.0] * len(joints),
            "velocityGains": [1.0] * len(joints),
        }

    def __enter__(self) -> Rig:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.world.__exit__(kind, problem, trace)

    @property
    def links(self) -> tuple[str, ...]:
        """Names of the links, the base first, in the order in which they are looked at."""
        return tuple(self.arm.names[number] for number in self.arm.rides)

    def start(self, q: Array) -> Moment:
        """Let the parts settle where the cell says, the arm standing still and open.

        Args:
            q: Where the arm stands, shape (n,) [rad].
        """
        self.arm.set(q, self.world.cell.tool.width_max)
        for name in sorted(self.world.cell.arriving):
            self.parts[name].place(_AWAY)
        for _ in range(int(SETTLING * RATE)):
            self.step(q, q)
        return self.moment()

    def step(self, q: Array, q_next: Array) -> None:
        """Make one step of time.

        Args:
            q: Where the joints should be now, shape (n,) [rad].
            q_next: Where they should be at its end: the speed that leads there and the distance from `q` add up.
        """
        p = self.world.p
        self.world.call(
            p.setJointMotorControlArray,
            self.arm.number,
            self.arm.joints,
            p.POSITION_CONTROL,
            targetPositions=q.tolist(),
            targetVelocities=(RATE * (q_next - q)).tolist(),
            **self._motors,
        )
        self.gripper.step(1.0 / RATE)
        self.world.call(p.stepSimulation)

    def driven(self) -> tuple[Array, Array]:
        """Tell joint positions [rad] and motor torques of the last step [Nm], each of shape (n,)."""
        states = self.world.call(self.world.p.getJointStates, self.arm.number, self.arm.joints)
        return np.array([state[0] for state in states]), np.array([state[3] for state in states])

    def moment(self) -> Moment:
        """Take down where everything is."""
        states = self.world.call(self.world.p.getJointStates, self.arm.number, self._joints)
        parts = [
            [number for group in (*part.raw(), *part.speeds()) for number in group] for part in self.parts.values()
        ]
        return Moment(
            np.array([state[0] for state in states]),
            np.array([state[1] for state in states]),
            np.array(parts).reshape(-1, 13),
            self.gripper.snapshot(),
        )

    def put(self, moment: Moment) -> None:
        """Put everything where it was, and let nothing else of what was before matter."""
        p, call = self.world.p, self.world.call
        self._forget()
        values = [[[value] for value in array.tolist()] for array in (moment.q, moment.qd)]
        call(p.resetJointStatesMultiDof, self.arm.number, self._joints, *values)
        for part, row in zip(self.parts.values(), moment.parts.tolist(), strict=True):
            call(p.resetBasePositionAndOrientation, part.number, row[:3], row[3:7])
            call(p.resetBaseVelocity, part.number, row[7:10], row[10:])
            call(p.changeDynamics, part.number, -1, activationState=p.ACTIVATION_STATE_WAKE_UP)
        for body, link, (group, mask) in self._bodies():
            call(p.setCollisionFilterGroupMask, body, link, group, mask)
        self.gripper.resume(moment.order)

    def _forget(self) -> None:
        """Drop every contact and every state of activity."""
        p, call = self.world.p, self.world.call
        for body, link, _ in self._bodies():
            call(p.setCollisionFilterGroupMask, body, link, *_NOTHING)
        call(p.performCollisionDetection)
        for part in self.parts.values():
            call(p.changeDynamics, part.number, -1, activationState=p.ACTIVATION_STATE_WAKE_UP)
        call(p.stepSimulation)

    def _bodies(self) -> Iterator[tuple[int, int, tuple[int, int]]]:
        for link in self.arm.rides:
            yield self.arm.number, link, _STANDING if link < 0 else _MOVING
        for part in self.parts.values():
            yield part.number, -1, _MOVING
        for fixture in self._fixtures:
            yield fixture.number, -1, _STANDING

    def _ready(self) -> None:
        p = self.world.p
        self.world.call(p.setGravity, 0.0, 0.0, -9.81)
        self.world.call(
            p.setPhysicsEngineParameter,
            fixedTimeStep=1.0 / RATE,
            numSolverIterations=ITERATIONS,
            solverResidualThreshold=RESIDUAL,
            erp=ERROR_REDUCTION,
            contactERP=ERROR_REDUCTION,
            frictionERP=ERROR_REDUCTION,
            deterministicOverlappingPairs=1,
        )

    def _prepare(self) -> None:
        p, call = self.world.p, self.world.call
        for link in self.arm.rides:
            call(p.changeDynamics, self.arm.number, link, linearDamping=0.0, angularDamping=0.0, jointDamping=0.0)
        sleepy = p.ACTIVATION_STATE_ENABLE_SLEEPING
        for part in self.parts.values():
            call(p.changeDynamics, part.number, -1, frictionAnchor=1, activationState=sleepy)


KEPT = 2
"""Rigs that nobody uses and that are kept."""


class Ready:
    """A rig whose parts have settled.

    Attributes:
        rig: The rig.
        begin: Where everything was then.
    """

    def __init__(self, cell: Cell, q: Array) -> None:
        self.rig = Rig(cell)
        self.begin = self.rig.start(q)

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rig.__exit__(kind, problem, trace)


_rigs: Worlds[Ready] = Worlds(KEPT)


def ready(cell: Cell, q: Array) -> AbstractContextManager[Ready]:
    """Lend a rig, to be used in a `with` statement, and the moment in which the parts have settled.

    Args:
        cell: The cell.
        q: Where the arm stands meanwhile, shape (n,) [rad].
    """
    return _rigs.lent(identity(cell) + q.tobytes(), lambda: Ready(cell, q))
