"""The other half of `crew`: a process that is told a plan, a cell and a task, then worlds one by one."""

from __future__ import annotations

from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.companion import Asked
from cobot_lab.verify.robustness.crew import first


def main() -> None:
    """Judge what is asked, until nothing is."""
    asked = Asked()
    questions = iter(asked)
    data, cell, task = next(questions)
    plan = Plan.from_bytes(data)
    for changes in questions:
        asked.answer(first(plan, cell, task, changes))


if __name__ == "__main__":
    main()
