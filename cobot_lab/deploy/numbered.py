"""The stretches of a whole plan, each different one once: what bytes for an arm are made for and matched with."""

from __future__ import annotations

from collections.abc import Iterator

from cobot_lab.deploy.course import stretches
from cobot_lab.motion.actions import Grip, Move
from cobot_lab.motion.fork import Branch
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Array


def numbered(plan: Plan) -> dict[str, tuple[Plan, bool]]:
    """Give each different stretch of a plan once, in order.

    Args:
        plan: The whole plan.

    Returns:
        By digest of the stretch: it, and whether it surely begins with a part in the gripper.
    """
    found: dict[str, tuple[Plan, bool]] = {}
    for stretch, holding in _walk(plan):
        digest = stretch.digest
        found[digest] = stretch, holding and found.get(digest, (stretch, True))[1]
    return found


def _walk(plan: Plan) -> Iterator[tuple[Plan, bool]]:
    """Give every stretch with whether a part is held at its beginning; what ways share is given once for each."""
    left: list[tuple[Branch, Array, bool]] = [(plan.root, plan.q_start, False)]
    seen: set[tuple[int, bytes, bool]] = set()
    while left:
        branch, q, holding = left.pop()
        if (id(branch), q.tobytes(), holding) in seen:
            continue
        seen.add((id(branch), q.tobytes(), holding))
        for stretch in stretches(plan, branch, q):
            yield stretch.plan, holding
            for action in stretch.plan.actions:
                if isinstance(action, Move):
                    q = action.trajectory.q[-1]
                elif isinstance(action, Grip):
                    holding = action.closing
        left += [(child, q, holding) for _, child in reversed(branch.children)]
