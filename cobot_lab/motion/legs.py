"""The legs of a program: its moves, bound to poses, before any joint is thought of."""

from __future__ import annotations

from dataclasses import dataclass

from cobot_lab.cell.shape import Pose
from cobot_lab.motion.actions import AnyAction, Path


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
    """

    step: int
    path: Path
    T_BT: Pose | None
    T_from: Pose | None
    place: str
    fraction: float
    carrying: bool


Item = Leg | AnyAction
"""What a program comes to, in order: moves still to be computed, and actions that are ready."""
