"""What is raised for a plan that cannot be judged at all."""

from __future__ import annotations

from cobot_lab.findings import CobotLabError


class PlanError(CobotLabError):
    """A plan is not one for this cell, or not sound in form."""

    def __init__(self, what: str, reason: str, wanted: str) -> None:
        super().__init__(f"plan, {what}: {reason}; expected {wanted}")
