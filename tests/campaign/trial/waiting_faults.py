"""Faults of waiting, of machines and of counting: programs of lessons, each of which forgets one thing on purpose."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from trial.planted import Planted
from trial.work import Work

from cobot_lab.cell.load import load_cell
from cobot_lab.school.lesson import load_lesson

Plant = Callable[[np.random.Generator, int], Planted]

_FORGOTTEN = {
    "belt_runs_on": ("07", "belt_starts_too_early", 11, "Z10", "the belt runs while the arm is in its lane"),
    "late_part": ("07", "forgets_late", 6, "Z11", "a part that is late may be anywhere in the lane"),
    "not_awaited": ("07", "only_one", 8, "G60", "the second part is never waited for"),
    "started_empty": ("10", "starts_empty", 2, "G61", "nothing is in the vice when the machine starts"),
    "not_machined": ("10", "skips_the_machine", 4, "G62", "the part never is in the vice"),
    "miscounted": ("06", "three", 9, "G70", "three blanks in the tray where four are wanted"),
}
"""Lesson, program, line, the one right code, and why it is a fault."""


def _plant(kind: str) -> Plant:
    number, name, line, code, why = _FORGOTTEN[kind]

    def planted(_rng: np.random.Generator, seed: int) -> Planted:
        lesson = load_lesson(number)
        text = (lesson.folder / f"wrong_{name}.py").read_text(encoding="utf-8")
        work = Work(load_cell(lesson.cell), lesson.task, tuple(("", each) for each in text.splitlines()))
        return Planted(kind, seed, work, frozenset({line}), frozenset({code}), why)

    return planted


WAITING_FAULTS: dict[str, Plant] = {kind: _plant(kind) for kind in _FORGOTTEN}
