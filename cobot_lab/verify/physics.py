"""The plan played in physics: 240 steps a second, 50 solver iterations, everything by forces.

Joint position control with both gains 1 follows a trajectory to a fraction of a milliradian; frictions are multiplied;
parts at rest sleep until touched. A run is bit-identical however often it is repeated.

Measured on a blank of 28 g held with 30 N: with the engine's own error reduction of 0.2 the fingers sink 0.9 to 2.2 mm
into the part; with 0.9 they sink 0.15 mm and the part slips by 0.03 mm. At twice the force that just holds, parts of
20 to 800 g slip by less than 0.01 mm; at 0.9 times it they all fall.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.thing import Kind
from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.chapter import Chapter
from cobot_lab.verify.command import Commands, commands
from cobot_lab.verify.criteria import Criteria
from cobot_lab.verify.film import Film
from cobot_lab.verify.gripper import Gripper
from cobot_lab.verify.outcome import Outcome
from cobot_lab.verify.recording import Recording
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
    found: list[Outcome] = []
    simulate_all(cell, Chapter(story[0], story, ()), criteria, lambda _, __, outcome: found.append(outcome), progress)
    return found[0]


def simulate_all(
    cell: Cell, root: Chapter, criteria: Criteria, at_end: AtEnd, progress: Callable[[float], None] | None = None
) -> None:
    """Play every way through a story, each stretch once: the world is put back to the fork for the second branch.

    Args:
        cell: The cell.
        root: The story.
        criteria: Tolerances of judging.
        at_end: Told the last chapter, the whole way's scenes and what became of it, at each end in turn.
        progress: Told the fraction done, now and then.
    """
    with World(cell) as world:
        _ready(world)
        arm = world.arm()
        parts = {part.name: world.thing(part, free=True) for part in cell.parts}
        for thing in cell.things:
            if thing.kind is not Kind.PART:
                world.thing(thing)
        _prepare(world, arm, parts)
        q = root.before.q
        arm.set(q, cell.tool.width_max)
        gripper = Gripper(world, arm)
        drive = Drive(world, arm)
        for _ in range(int(SETTLING * RATE)):
            drive.aim(q, np.zeros_like(q))
            world.call(world.p.stepSimulation)
        film = Film(world, arm, parts, RATE / FRAME)
        Player(world, arm, parts, gripper, drive, film, criteria, at_end, Meter(root, progress)).play(
            root, Take(Witness(world, arm, parts, criteria))
        )


AtEnd = Callable[[Chapter, tuple[Scene, ...], Outcome], None]


class Meter:
    """Tells how much of a story is played."""

    def __init__(self, root: Chapter, progress: Callable[[float], None] | None) -> None:
        scenes = [scene for chapter in root.walk() for scene in chapter.scenes]
        self._whole = max(sum(scene.action.duration for scene in scenes), 1.0 / RATE)
        self._done, self._progress = 0, progress

    def tick(self) -> None:
        """Note that a step was played."""
        self._done += 1
        if self._progress is not None and self._done % FRAME == 0:
            self._progress(min(self._done / RATE / self._whole, 1.0))


@dataclass(slots=True)
class Take:
    """What was played and seen on one way so far.

    Attributes:
        witness: Who watched.
        scenes: Told so far.
        number: Of the scene under way; -1 before the first.
        t: Instants of the samples [s].
        error: Distance of each joint from its command, at each [rad].
        torque: Of each joint's motor, at each [Nm].
        aim: Command of the last sample, whose step is still to be made; nothing before the first.
    """

    witness: Witness
    scenes: list[Scene] = field(default_factory=list)
    number: int = -1
    t: list[float] = field(default_factory=list)
    error: list[Array] = field(default_factory=list)
    torque: list[Array] = field(default_factory=list)
    aim: Array | None = None

    def copy(self) -> Take:
        """Give one that goes on by itself."""
        return Take(
            self.witness.copy(), [*self.scenes], self.number, [*self.t], [*self.error], [*self.torque], self.aim
        )


class Player:
    """Plays chapters in a world."""

    def __init__(
        self,
        world: World,
        arm: Arm,
        parts: dict[str, Body],
        gripper: Gripper,
        drive: Drive,
        film: Film,
        criteria: Criteria,
        at_end: AtEnd,
        meter: Meter,
    ) -> None:
        self._world, self._arm, self._parts, self._gripper, self._drive = world, arm, parts, gripper, drive
        self._film: Film | None = film
        self._criteria, self._at_end, self._meter = criteria, at_end, meter
        self._recording: Recording | None = None

    def play(self, chapter: Chapter, take: Take) -> None:
        """Play a chapter and all behind it."""
        self._remove(chapter, take)
        first = len(take.scenes)
        take.scenes.extend(chapter.scenes)
        if chapter.scenes:
            after = -1.0 if chapter.children else AFTER
            self._samples(first, take, commands(chapter.scenes, RATE, after, len(take.t)))
        if not chapter.children:
            self._end(chapter, take)
            return
        # Every branch starts from a world that was put back, so that all start alike, whichever is played first.
        p, world = self._world.p, self._world
        state, fingers = world.call(p.saveState), self._gripper.snapshot()
        for child in chapter.children:
            world.call(p.restoreState, stateId=state)
            self._gripper.resume(fingers)
            self._wake()
            self.play(child, take.copy())
        world.call(p.removeState, state)

    def _wake(self) -> None:
        """Say at every fork which parts sleep, since that is not put back with the world: those that rest do."""
        p = self._world.p
        for part in self._parts.values():
            rests = part.speed() <= _REST and not self._world.call(
                p.getContactPoints, bodyA=self._arm.number, bodyB=part.number
            )
            state = p.ACTIVATION_STATE_SLEEP if rests else p.ACTIVATION_STATE_WAKE_UP
            self._world.call(p.changeDynamics, part.number, -1, activationState=state)
            sleepy = p.ACTIVATION_STATE_ENABLE_SLEEPING
            self._world.call(p.changeDynamics, part.number, -1, activationState=sleepy)

    def _samples(self, first: int, take: Take, script: Commands) -> None:
        for k, t in enumerate(script.t):
            self._step(take, script.q[k])
            while take.number < first + script.scene[k]:
                self._next_scene(take, float(t))
            q, torque = self._drive.state()
            if len(take.t) % FRAME == 0:
                if self._film is not None:
                    self._film.shoot(self._gripper.width())
                take.witness.look(take.scenes[take.number], float(t))
            take.t.append(float(t))
            take.error.append(q - script.q[k])
            take.torque.append(torque)
            take.aim = script.q[k]
            self._meter.tick()

    def _step(self, take: Take, q: Array) -> None:
        """Make the step from the last sample to the next, whose command is `q` [rad]."""
        if take.aim is None:
            return
        # Where it should be now, and the speed that leads to where it should be next: both gains add up.
        self._drive.aim(take.aim, RATE * (q - take.aim))
        self._gripper.step(1.0 / RATE)
        self._world.call(self._world.p.stepSimulation)

    def _next_scene(self, take: Take, t: float) -> None:
        if take.number >= 0:
            take.witness.end(take.scenes[take.number], t, self._gripper)
        take.number += 1
        self._gripper.begin(take.scenes[take.number])
        take.witness.begin(take.scenes[take.number])

    def _end(self, chapter: Chapter, take: Take) -> None:
        t = take.t[-1] if take.t else 0.0
        while take.number + 1 < len(take.scenes):
            self._next_scene(take, t)
        take.witness.end(take.scenes[-1], t, self._gripper)
        if self._film is not None:
            self._recording, self._film = self._film.recording(tuple(take.scenes)), None  # of the first way only
        assert self._recording is not None
        n = len(self._world.cell.robot.joints)
        error, torque = np.array(take.error).reshape(-1, n), np.array(take.torque).reshape(-1, n)
        outcome = take.witness.tell(self._recording, np.array(take.t), error, torque)
        self._at_end(chapter, tuple(take.scenes), outcome)

    def _remove(self, chapter: Chapter, take: Take) -> None:
        """Take away the parts that are not there on this way."""
        for part in chapter.absent:
            take.witness.forget(part)
            body = self._parts[part]
            self._world.call(self._world.p.resetBasePositionAndOrientation, body.number, _AWAY, (0, 0, 0, 1))
            self._world.call(self._world.p.resetBaseVelocity, body.number, (0, 0, 0), (0, 0, 0))


_REST = 1e-3
"""Speed of its centre below which a part that nothing grips is put to sleep at a fork [m/s]."""
_AWAY = (0.0, 0.0, -50.0)
"""Where parts go that are not there; what falls from there meets nothing [m]."""


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
