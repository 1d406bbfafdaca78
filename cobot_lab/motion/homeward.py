"""The way back to rest from wherever an arm was stopped: one slow joint move, a plan like any other.

It is judged, sealed, approved and watched as every plan is; where it would touch anything, it is refused, and the arm
is led away by hand. It is judged with nothing in the gripper, every part where the cell says that it begins, and every
zone closed that a signal can close: what the interrupted run had started may still be under way.
"""

from __future__ import annotations

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.findings import CobotLabError
from cobot_lab.motion.actions import Move, Path
from cobot_lab.motion.joint_move import joint_move
from cobot_lab.motion.kinematics import Array
from cobot_lab.motion.pace import Pace
from cobot_lab.motion.plan_data import Plan
from cobot_lab.program.program import Program

FRACTION = 0.1
"""Share of the speed that the cell allows."""
NEAR = 1e-3
"""Nearer than this to rest, there is nothing to do [rad]."""


class HomewardError(CobotLabError):
    """There is no way back to compute from where the arm stands."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(f"the way back to rest: the arm stands at {found}; expected {wanted}")


def plan_homeward(program: Program, cell: Cell, q_start: Array) -> Plan:
    """Compute the way back.

    Args:
        program: What people read of it: its last step goes to the rest position.
        cell: Where.
        q_start: Where the arm stands, as it says itself, shape (n,) [rad].

    Raises:
        HomewardError: Not one finite position within its limits for each joint, or it rests already.
    """
    robot = cell.robot
    q = np.array(q_start, dtype=np.float64)
    lowest, highest = (np.array([getattr(joint, name) for joint in robot.joints]) for name in ("q_min", "q_max"))
    if q.shape != robot.q_rest.shape or not bool(np.all((lowest <= q) & (q <= highest))):
        raise HomewardError(str(q.tolist()), f"{len(robot.joints)} positions within the limits of the joints")
    if float(np.abs(q - robot.q_rest).max()) < NEAR:
        raise HomewardError("its rest position", "another position")
    q.flags.writeable = False
    last = max(step.number for step in program.walk())
    trajectory = joint_move(Pace(cell), q, robot.q_rest, FRACTION, carrying=True)
    move = Move(last, Path.JOINT, trajectory)
    return Plan(program.digest, cell.digest, robot.name, robot.joint_names, q, (move,))
