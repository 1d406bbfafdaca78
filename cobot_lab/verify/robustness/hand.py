"""The other half of `crew`: a process that is told a plan, a cell and a task, then worlds one by one."""

from __future__ import annotations

import os
import pickle
import sys

from cobot_lab.motion.plan_data import Plan
from cobot_lab.verify.robustness.crew import first


def main() -> None:
    """Judge what is asked on standard input, until it ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the engine prints
    data, cell, task = pickle.load(sys.stdin.buffer)  # noqa: S301
    plan = Plan.from_bytes(data)
    while True:
        try:
            changes = pickle.load(sys.stdin.buffer)  # noqa: S301
        except EOFError:
            return
        pickle.dump(first(plan, cell, task, changes), answers)
        answers.flush()


if __name__ == "__main__":
    main()
