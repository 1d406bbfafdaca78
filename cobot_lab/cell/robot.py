"""A robot arm as its files describe it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cobot_lab.cell.shape import Pose


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """A revolute joint.

    Attributes:
        name: As in the URDF.
        link: Name of the link that it moves.
        T_origin: Pose of the joint's frame in the previous joint's frame, or in the robot's base B for the first.
        axis: Unit vector in the joint's frame, shape (3,).
        q_min: Lowest position [rad].
        q_max: Highest position [rad].
        qd_max: Highest speed [rad/s].
        qdd_max: Highest acceleration [rad/s²].
        qddd_max: Highest jerk [rad/s³].
        effort_max: Highest torque [Nm].
    """

    name: str
    link: str
    T_origin: Pose
    axis: NDArray[np.float64]
    q_min: float
    q_max: float
    qd_max: float
    qdd_max: float
    qddd_max: float
    effort_max: float


@dataclass(frozen=True, slots=True, eq=False)
class Robot:
    """An arm.

    Attributes:
        name: Name of its folder in `robots/`.
        title: Its commercial name.
        joints: From base to flange.
        T_flange: Pose of the flange F in the last joint's frame.
        flange_link: Name of the URDF link that the tool is screwed to; its frame is F.
        q_rest: Rest position, shape (n,) [rad].
        payload: Highest mass at the flange, tool included [kg].
        urdf: Text of its URDF.
    """

    name: str
    title: str
    joints: tuple[Joint, ...]
    T_flange: Pose
    flange_link: str
    q_rest: NDArray[np.float64]
    payload: float
    urdf: str

    @property
    def joint_names(self) -> tuple[str, ...]:
        """Names of the joints, in the order of every `q`."""
        return tuple(joint.name for joint in self.joints)
