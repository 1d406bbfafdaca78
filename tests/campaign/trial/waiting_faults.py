"""Faults of waiting, of machines and of counting: programs of lessons, each of which forgets one thing on purpose."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from trial.planted import Planted
from trial.work import SLOT, Work

from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Task
from cobot_lab.school.lesson import load_lesson

Plant = Callable[[np.random.Generator, int], Planted]

_FORGOTTEN = {
    "belt_runs_on": ("07", "belt_starts_too_early", 11, "Z10", "the belt runs while the arm is in its lane"),
    "late_part": ("07", "forgets_late", 6, "Z11", "a part that is late may be anywhere in the lane"),
    "not_awaited": ("07", "only_one", 8, "G60", "the second part is never waited for"),
    "given_up_early": ("07", "gives_up_early", 13, "G60", "behind a part that is missing the next one is not awaited"),
    "started_empty": ("10", "starts_empty", 2, "G61", "nothing is in the vice when the machine starts"),
    "not_machined": ("10", "skips_the_machine", 4, "G62", "the part never is in the vice"),
    "belt_left_on": ("07", "belt_stops_only_for_a_part", 4, "G63", "nothing stops the belt when no part has come"),
    "lamp_forgotten": ("07", "forgets_the_lamp", 7, "G65", "nothing lights the red lamp when a part is missing"),
    "lamp_forgotten_when_done": ("10", "forgets_the_lamp", 7, "G65", "nothing lights the green lamp when it is done"),
    "lamp_lit_wrongly": ("07", "lights_in_any_case", 11, "G66", "the red lamp is lit although both parts have come"),
    "lamps_swapped": ("10", "swaps_the_lamps", 10, "G66", "the red lamp is lit although the machine is done"),
    "lamp_too_late": ("12", "lamp_too_late", 7, "G67", "the first part is gripped before the lamp is lit"),
    "waited_too_long": ("10", "waits_too_long", 6, "Z06", "20 s are waited where 15 s are allowed"),
    "start_left_on": ("10", "leaves_the_start_on", 5, "G68", "the start stays 1 on both ways"),
    "machine_left_alone": ("10", "too_impatient", 6, "G69", "4 s are waited of the 8 s that a cycle may take"),
    "stacked": ("06", "stacks_them", 6, "G72", "the second blank is laid 8.1 mm above the first, at the same place"),
    "miscounted": ("06", "three", 9, "G70", "three blanks in the tray where four are wanted"),
}
"""Lesson, program, line, the one right code, and why it is a fault."""
_IN_THE_SEAT = """\
aller_au_dessus(decale("magasin", 20, 0, 4), 60)
descendre_vers(decale("magasin", 20, 0, 4))
remonter(60)
aller_a("repos")
"""


_LAID_BACK = """\
convoyeur(50)
attendre_piece("convoyeur", delai=10)
convoyeur(0)
if piece_presente("convoyeur"):
    prendre("convoyeur")
    deposer(decale("convoyeur", 0, -100, 0))
    aller_a("repos")
    convoyeur(50)
    attendre_piece("convoyeur", delai=10)
    convoyeur(0)
aller_a("repos")
"""


def _in_the_seat(_rng: np.random.Generator, seed: int) -> Planted:
    """A finger goes down where a blank lies as soon as it has slid there, which nobody has asked about."""
    work = _work("06", _IN_THE_SEAT)
    why = "half the blank and half the wide open gripper overlap with the finger 20 mm aside"
    return Planted("in_the_seat", seed, work, frozenset({2}), frozenset({"C05"}), why)


def _laid_back(_rng: np.random.Generator, seed: int) -> Planted:
    """A blank is laid back on the belt, which then runs again."""
    work = _work("07", _LAID_BACK)
    return Planted("laid_back", seed, work, frozenset({8}), frozenset({"G64"}), "it lies 100 mm from the stop")


def _work(number: str, source: str) -> Work:
    cell, task = load_cell(load_lesson(number).cell), Task("essai", (), at_rest=True, duration_max=SLOT)
    return Work(cell, task, tuple(("", each) for each in source.splitlines()))


def _plant(kind: str) -> Plant:
    number, name, line, code, why = _FORGOTTEN[kind]

    def planted(_rng: np.random.Generator, seed: int) -> Planted:
        lesson = load_lesson(number)
        text = (lesson.folder / f"wrong_{name}.py").read_text(encoding="utf-8")
        work = Work(load_cell(lesson.cell), lesson.task, tuple(("", each) for each in text.splitlines()))
        return Planted(kind, seed, work, frozenset({line}), frozenset({code}), why)

    return planted


WAITING_FAULTS: dict[str, Plant] = {kind: _plant(kind) for kind in _FORGOTTEN} | {
    "in_the_seat": _in_the_seat,
    "laid_back": _laid_back,
}
