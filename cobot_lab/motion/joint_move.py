"""Joint moves: straight in joint space, all joints on one timing law."""

from __future__ import annotations

import numpy as np

from cobot_lab.motion.kinematics import Array
from cobot_lab.motion.limits import HEADROOM, joint_limits
from cobot_lab.motion.pace import Pace
from cobot_lab.motion.timing import law
from cobot_lab.motion.trajectory import Trajectory

_SAMPLES = 49


def joint_move(pace: Pace, q_from: Array, q_to: Array, fraction: float, *, carrying: bool) -> Trajectory:
    """Time a joint move, from rest to rest.

    The speed asked is a fraction of what the cell allows the tool point and the surfaces, and of the joints' own
    limits. A fraction above 1 is planned as asked, but never beyond the joints' limits; refusing it is for `verify`.
    Acceleration and jerk do not depend on the fraction: a slow move starts and stops as briskly as a fast one.

    Args:
        pace: Of the cell.
        q_from: Shape (n,) [rad].
        q_to: Shape (n,) [rad], different from `q_from`.
        fraction: Speed asked, above 0; 1 for all that the cell allows.
        carrying: Whether the gripper may hold a part.

    Returns:
        At most 8 knots, exactly ruckig's curve.
    """
    delta = q_to - q_from
    way = np.linspace(0.0, 1.0, _SAMPLES)[:, None]
    tool, surface = pace.speeds(q_from + way * delta, np.repeat(delta[None], _SAMPLES, axis=0), carrying=carrying)
    limits = pace.cell.limits
    qd_max, qdd_max, qddd_max = joint_limits(pace.cell.robot)
    size = np.maximum(np.abs(delta), 1e-12)
    speed = HEADROOM * min(
        fraction * limits.tool_speed / max(float(np.max(tool)), 1e-12),
        fraction * limits.surface_speed / max(float(np.max(surface)), 1e-12),
        min(1.0, fraction) * float(np.min(qd_max / size)),
    )
    timed = law(1.0, speed, HEADROOM * float(np.min(qdd_max / size)), HEADROOM * float(np.min(qddd_max / size)))
    q = q_from + timed.u[:, None] * delta
    q[-1] = q_to
    return Trajectory(timed.t, q, timed.ud[:, None] * delta)
