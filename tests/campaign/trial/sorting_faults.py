"""Faults of sorting by what a sensor sees: parts that were seen and put wrongly, parts that nobody looked at."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from trial.planted import Planted
from trial.work import Work

from cobot_lab.cell.load import load_cell
from cobot_lab.school.lesson import load_lesson


def _planted(kind: str, seed: int, lines: tuple[str, ...], code: str, why: str) -> Planted:
    lesson = load_lesson("04")
    job = Work(load_cell(lesson.cell), lesson.task, tuple(("", line) for line in lines))
    return Planted(kind, seed, job, frozenset({len(lines)}), frozenset({code}), why)


def sorted_wrongly(rng: np.random.Generator, seed: int) -> Planted:
    """The two trays are swapped for one blank."""
    seat = 45 * int(rng.integers(6))
    lines = (
        f'prendre(decale("magasin", {seat}, 0, 0))',
        'aller_a("controle")',
        'if couleur_piece() == "rouge":',
        '    deposer("bac_bleu")',
        "else:",
        '    deposer("bac_rouge")',
        'aller_a("repos")',
    )
    return _planted("sorted_wrongly", seed, lines, "G50", "red goes to the blue tray and blue to the red one")


def never_seen(rng: np.random.Generator, seed: int) -> Planted:
    """Nothing is looked at, and nothing moved."""
    seat = 45 * int(rng.integers(6))
    lines = (f'aller_au_dessus(decale("magasin", {seat}, 0, 0))', 'aller_a("repos")')
    return _planted("never_seen", seed, lines, "G51", "all blanks stay in the magazine, of whatever colour they are")


Plant = Callable[[np.random.Generator, int], Planted]
SORTING_FAULTS: dict[str, Plant] = {"sorted_wrongly": sorted_wrongly, "never_seen": never_seen}
