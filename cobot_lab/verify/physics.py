"""The plan played in physics: 240 steps a second, 50 solver iterations, everything by forces.

Joint position control with both gains 1 follows a trajectory to a fraction of a milliradian; frictions are multiplied;
parts at rest sleep until touched. A run is bit-identical however often it is repeated.

Measured on a blank of 28 g held with 30 N: with the engine's own error reduction of 0.2 the fingers sink 0.9 to 2.2 mm
into the part; with 0.9 they sink 0.15 mm and the part slips by 0.03 mm. At twice the force that just holds, parts of
20 to 800 g slip by less than 0.01 mm; at 0.9 times it they all fall.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.thing import Kind
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.command import Commands, commands
from cobot_lab.verify.criteria import Criteria
from cobot_lab.verify.film import Film
from cobot_lab.verify.gripper import Gripper
from cobot_lab.verify.outcome import Outcome
from cobot_lab.verify.story import Scene
from cobot_lab.verify.witness import Witness
from cobot_lab.verify.world import Arm, Body, World

RATE = 240.0
"""Steps a second."""
ITERATIONS = 50
ERROR_REDUCTION = 0.9
"""How much of an overlap or an error of a joint the engine takes away at each step."""
SETTLING = 0.25
"""How long the parts may settle before the plan starts [s]."""
AFTER = 0.5
"""How long they are watched after its end [s]."""
FRAME = 4
"""Steps for each frame of the recording."""


def simulate(
    cell: Cell, story: tuple[Scene, ...], criteria: Criteria, progress: Callable[[float], None] | None = None
) -> Outcome:
    """Play a plan's story and tell what became of it.

    Args:
        cell: The cell.
        story: From `story.tell`, not empty.
        criteria: Tolerances of judging.
        progress: Told the fraction done, now and then.
    """
    script = commands(story, RATE, AFTER)
    with World(cell) as world:
        _ready(world)
        arm = world.arm()
        parts = {part.name: world.thing(part, free=True) for part in cell.parts}
        for thing in cell.things:
            if thing.kind is not Kind.PART:
                world.thing(thing)
        _prepare(world, arm, parts)
        arm.set(script.q[0], cell.tool.width_max)
        gripper = Gripper(world, arm)
        drive = Drive(world, arm)
        for _ in range(int(SETTLING * RATE)):
            drive.aim(script.q[0], np.zeros_like(script.q[0]))
            world.call(world.p.stepSimulation)
        return _play(world, arm, parts, gripper, drive, story, script, criteria, progress)


def _play(
    world: World,
    arm: Arm,
    parts: dict[str, Body],
    gripper: Gripper,
    drive: Drive,
    story: tuple[Scene, ...],
    script: Commands,
    criteria: Criteria,
    progress: Callable[[float], None] | None,
) -> Outcome:
    film = Film(world, arm, parts, RATE / FRAME)
    witness = Witness(world, arm, parts, criteria)
    error, torque = np.empty_like(script.q), np.zeros_like(script.q)
    number = -1
    for k, t in enumerate(script.t):
        while number < script.scene[k]:
            if number >= 0:
                witness.end(story[number], float(t), gripper)
            number += 1
            gripper.begin(story[number])
            witness.begin(story[number])
        q, torque[k] = drive.state()
        error[k] = q - script.q[k]
        if k % FRAME == 0:
            film.shoot(gripper.width())
            witness.look(story[number], float(t))
            if progress is not None:
                progress(k / len(script.t))
        if k + 1 < len(script.t):
            # Where it should be now, and the speed that leads to where it should be next: both gains add up.
            drive.aim(script.q[k], RATE * (script.q[k + 1] - script.q[k]))
            gripper.step(1.0 / RATE)
            world.call(world.p.stepSimulation)
    witness.end(story[-1], float(script.t[-1]), gripper)
    return witness.tell(film.recording(story), script.t, error, torque)


class Drive:
    """The arm's motors: position control that follows the commands."""

    def __init__(self, world: World, arm: Arm) -> None:
        self._world, self._arm = world, arm
        joints = world.cell.robot.joints
        self._fixed = {
            "forces": [joint.effort_max for joint in joints],
            "positionGains": [1.0] * len(joints),
            "velocityGains": [1.0] * len(joints),
        }

    def aim(self, q: Array, qd: Array) -> None:
        """Command positions [rad] and speeds [rad/s] for the next step, each of shape (n,)."""
        p = self._world.p
        self._world.call(
            p.setJointMotorControlArray,
            self._arm.number,
            self._arm.joints,
            p.POSITION_CONTROL,
            targetPositions=q.tolist(),
            targetVelocities=qd.tolist(),
            **self._fixed,
        )

    def state(self) -> tuple[Array, Array]:
        """Tell joint positions [rad] and motor torques of the last step [Nm], each of shape (n,)."""
        states = self._world.call(self._world.p.getJointStates, self._arm.number, self._arm.joints)
        return np.array([state[0] for state in states]), np.array([state[3] for state in states])


def _ready(world: World) -> None:
    p = world.p
    world.call(p.setGravity, 0.0, 0.0, -9.81)
    world.call(
        p.setPhysicsEngineParameter,
        fixedTimeStep=1.0 / RATE,
        numSolverIterations=ITERATIONS,
        erp=ERROR_REDUCTION,
        contactERP=ERROR_REDUCTION,
        frictionERP=ERROR_REDUCTION,
        deterministicOverlappingPairs=1,
    )


def _prepare(world: World, arm: Arm, parts: dict[str, Body]) -> None:
    p = world.p
    for link in arm.rides:
        world.call(p.changeDynamics, arm.number, link, linearDamping=0.0, angularDamping=0.0, jointDamping=0.0)
    for part in parts.values():
        world.call(
            p.changeDynamics, part.number, -1, frictionAnchor=1, activationState=p.ACTIVATION_STATE_ENABLE_SLEEPING
        )
