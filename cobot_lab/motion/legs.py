"""The legs of a program: its moves, bound to poses, before any joint is thought of."""

from __future__ import annotations

from dataclasses import dataclass

from cobot_lab.cell.shape import Pose
from cobot_lab.motion.actions import AnyAction, Path
from cobot_lab.motion.trajectory import Array


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """One move.

    Attributes:
        step: Number of the program's step.
        path: Joint move or line.
        T_BT: Pose of the tool point in the robot's base at its end; nothing for the rest position.
        T_from: Pose at its start; nothing when that is not known, since the place before has no pose.
        place: Name of the place it goes to, or stands above; empty for none.
        fraction: Speed asked, as a fraction of what the cell allows.
        carrying: Whether the gripper may hold a part.
        q_to: Joint positions at its end when they are what was asked for, shape (n,) [rad]; else nothing.
        corner: Radius with which the leg before passes into this one [m]; 0 to stop in between.
    """

    step: int
    path: Path
    T_BT: Pose | None
    T_from: Pose | None
    place: str
    fraction: float
    carrying: bool
    q_to: Array | None = None
    corner: float = 0.0


Item = Leg | AnyAction
"""What a program comes to, in order: moves still to be computed, and actions that are ready."""
