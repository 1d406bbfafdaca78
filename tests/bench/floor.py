"""The arm alone: what the engine's dynamics of a trajectory cost when there is nothing else in the world.

The floor has no gripper, no parts and no contacts, and asks nothing back. It is what a physics check is compared with.
"""

from __future__ import annotations

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.actions import Move
from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.world import World

RATE, ITERATIONS = 240.0, 150
"""Steps a second, and solver iterations of each at most: what the physics check does."""
AFTER = 0.5
"""How long the arm stands still after the end [s]."""


def arm_only(plan: Plan, cell: Cell) -> float:
    """Drive the bare arm along a plan.

    Returns:
        How far any joint was from its command at most [rad]: a floor that does not follow is none.
    """
    q = sampled(plan)
    joints = cell.robot.joints
    with World(cell) as world:
        p = world.p
        world.call(p.setGravity, 0.0, 0.0, -9.81)
        world.call(p.setPhysicsEngineParameter, fixedTimeStep=1.0 / RATE, numSolverIterations=ITERATIONS)
        arm = world.arm(gripper=False)
        arm.set(q[0], 0.0)
        speeds = (RATE * np.diff(q, axis=0)).tolist()
        motors = {
            "forces": [joint.effort_max for joint in joints],
            "positionGains": [1.0] * len(joints),
            "velocityGains": [1.0] * len(joints),
        }
        for position, speed in zip(q.tolist(), speeds, strict=False):
            world.call(
                p.setJointMotorControlArray, arm.number, arm.joints, p.POSITION_CONTROL,
                targetPositions=position, targetVelocities=speed, **motors,
            )  # fmt: skip
            world.call(p.stepSimulation)
        end = np.array([state[0] for state in world.call(p.getJointStates, arm.number, arm.joints)])
    return float(np.abs(end - q[-1]).max())


def sampled(plan: Plan) -> np.ndarray:
    """Joint positions of a plan without forks, one for each step and a little longer, shape (k, n) [rad]."""
    count = int(np.ceil((plan.duration + AFTER) * RATE)) + 1
    t = np.arange(count) / RATE
    q = np.tile(plan.q_start, (count, 1))
    for start, action in plan.timeline():
        if isinstance(action, Move):
            late = t >= start
            q[late] = action.trajectory.sample(np.minimum(t[late] - start, action.duration))[0]
    return q
