"""Grippers that are open or shut and nothing between: what a plan may ask of one."""

from __future__ import annotations

from math import isclose

from cobot_lab.motion.actions import Grip

_SAME = 1e-6
"""Openings and forces that differ by less are the same [m, N]."""

Misfit = tuple[str, str]
"""What is asked, and what would have been right."""


def misfit(grip: Grip, width: float, force: float) -> Misfit | None:
    """Say why a gripper with two positions cannot do a grip as it was checked; nothing when it can.

    Args:
        grip: What is asked.
        width: How far it opens [m].
        force: How hard it grips [N].
    """
    if grip.closing:
        if isclose(grip.force, force, rel_tol=0.0, abs_tol=_SAME):
            return None
        return f"a grip force of {grip.force:g} N", f"{force:g} N, the only force of a gripper with two positions"
    if isclose(grip.width, width, rel_tol=0.0, abs_tol=_SAME):
        return None
    opening = f"{1000 * width:g} mm, the only opening of a gripper with two positions"
    return f"an opening of {1000 * grip.width:g} mm", opening
