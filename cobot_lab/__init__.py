"""cobot_lab: cobot programs by pupils, written, checked in simulation, approved, and only then played on an arm.

A pupil's blocks or Python become a *Program*; a Program in a *Cell* becomes a *Plan*; a Plan is checked into a
*Report*; a Plan with a passing Report is sealed in a *Bundle*; a referent's *Approval* of that Bundle opens a *Job*;
the Job plays the Plan on a *Driver* and leaves a *RunRecord*. Every arrow goes one way, and what was checked is, byte
for byte, what the arm plays.

Each arrow is one verb in one room. They are listed in `__all__` and imported when first asked for, so that
`import cobot_lab` costs nothing. `check` is the whole way from a pupil's program to its report, through the checker of
this machine, and `lesson` opens a lesson: what a notebook calls. The judgement of a plan alone is
`cobot_lab.verify.checker.check`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.3.0"

_HOMES = {
    "read": "cobot_lab.language.reader",
    "write": "cobot_lab.language.writer",
    "load_cell": "cobot_lab.cell.load",
    "load_lesson": "cobot_lab.school.lesson",
    "plan": "cobot_lab.motion.planner",
    "check": "cobot_lab.ui.notebook.api",
    "lesson": "cobot_lab.ui.notebook.api",
    "load_ipython_extension": "cobot_lab.ui.notebook.magic",
    "check_source": "cobot_lab.verify.source",
    "seal": "cobot_lab.trust.bundle",
    "approve": "cobot_lab.trust.approval",
    "open": "cobot_lab.deploy.job",
}

__all__ = [*_HOMES, "__version__"]  # noqa: PLE0604 - every key is a string


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"cobot_lab has no {name!r}; it has {', '.join(_HOMES)}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
