"""Clean jobs: a part from a magazine to a tray and back to rest, on both arms, in many ways that all are right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Goal, Task
from cobot_lab.cell.thing import Thing
from cobot_lab.paths import data_room

ARMS = ("ur3e", "ned2")
SLOT = 90.0
"""Longest job [s]."""


@cache
def cell_of(arm: str, name: str = "atelier") -> Cell:
    return load_cell(data_room("robots") / arm / "cells" / f"{name}.toml")


@dataclass(frozen=True, slots=True)
class Work:
    """A program, what it is written for, and which line does what.

    Attributes:
        cell: The cell.
        task: What is asked.
        lines: Role and text of each line, in order; a role may be empty.
        at: Where on the tray the part goes, along the axes of the world [mm].
    """

    cell: Cell
    task: Task
    lines: tuple[tuple[str, str], ...]
    at: tuple[int, int] = (0, 0)

    @property
    def source(self) -> str:
        return "".join(f"{text}\n" for _, text in self.lines)

    def line(self, role: str) -> int:
        """Number of the line that plays a role, from 1."""
        return [name for name, _ in self.lines].index(role) + 1

    def put(self, role: str, *texts: str) -> Work:
        """Say something else there; several texts become several lines, the first keeps the role."""
        changed: list[tuple[str, str]] = []
        for name, text in self.lines:
            changed += (
                [(name if i == 0 else "", new) for i, new in enumerate(texts)] if name == role else [(name, text)]
            )
        return replace(self, lines=tuple(changed))

    def before(self, role: str, text: str, name: str = "planted") -> Work:
        at = self.line(role) - 1
        return replace(self, lines=(*self.lines[:at], (name, text), *self.lines[at:]))

    def without(self, role: str) -> Work:
        return replace(self, lines=tuple(line for line in self.lines if line[0] != role))


def work(rng: np.random.Generator, arm: str = "") -> Work:
    """A clean job, said word by word so that each word can be spoilt."""
    arm = arm or str(rng.choice(ARMS))
    cell = cell_of(arm)
    dx, dy = int(rng.integers(-30, 31)), int(rng.integers(-25, 26))
    source, target = '"magasin"', f'decale("plateau", {dx}, {dy}, 0)'
    up = int(rng.integers(60, 111)) if arm == "ur3e" else int(rng.integers(55, 81))
    over = int(rng.integers(60, 101)) if arm == "ur3e" else int(rng.integers(55, 76))
    lines = [
        ("speed", f"vitesse({int(rng.integers(60, 101))})"),
        ("above", f"aller_au_dessus({source}, {up})"),
        ("down", f"descendre_vers({source})"),
        ("force", f"force_pince({int(rng.integers(cell.tool.force_min + 1, cell.tool.force_max))})"),
        ("close", "fermer_pince()"),
        ("lift", f"remonter({up})"),
        ("over", f"aller_au_dessus({target}, {over})"),
        ("place", f"descendre_vers({target})"),
        ("open", "ouvrir_pince()"),
        ("up", f"remonter({over})"),
        ("rest", 'aller_a("repos")'),
    ]
    task = Task("campaign", (Goal("ebauche", "plateau", (dx / 1000, dy / 1000, 0.0)),), True, SLOT)
    return Work(cell, task, tuple(lines), (dx, dy))


def varied(rng: np.random.Generator) -> Work:
    """A clean job, varied within what the cell allows: it has to pass."""
    kind = int(rng.integers(8))
    if kind == 0:
        return _of_the_pallet(rng)
    job = work(rng)
    if rng.random() < 0.5:
        job = job.before("over", f"attendre({rng.integers(1, 20) / 10})", "")
    if rng.random() < 0.3:
        job = job.before("above", 'afficher("En route")', "")
    if rng.random() < 0.3:
        job = job.before("above", 'mode("ligne")' if rng.random() < 0.5 else 'mode("rapide")', "")
    match kind:
        case 1:  # said in short
            target = job.lines[job.line("place") - 1][1].removeprefix("descendre_vers(").removesuffix(")")
            short = [
                ("", job.lines[0][1]),
                ("", 'prendre("magasin")'),
                ("", f"deposer({target})"),
                ("rest", 'aller_a("repos")'),
            ]
            job = replace(job, lines=tuple(short))
        case 2:  # the part a little off, turned, heavier, more or less slippery, within the tolerances
            job = replace(job, cell=_within(job.cell, rng))
        case 3:  # let go a little above the tray, or pressed on it by less than its tolerance
            dx, dy = job.at
            up = float(rng.choice([0.3, 0.6, 0.9, 1.2, -0.03, -0.06]))
            job = job.put("place", f'descendre_vers(decale("plateau", {dx}, {dy}, {up}))')
        case 4:  # down and up in steps
            job = job.put("lift", "remonter(5)", "remonter(15)", f"remonter({40 + int(rng.integers(0, 20))})")
        case 5:  # by way of the inspection post
            job = job.before("over", 'aller_au_dessus("controle")', "")
        case 6:  # to rest in between, and the gripper opened in time
            job = job.before("above", "ouvrir_pince()", "").before("over", 'aller_a("repos")', "")
        case _:  # put back and taken again
            again = (
                'descendre_vers("magasin")',
                "ouvrir_pince()",
                "remonter(60)",
                'descendre_vers("magasin")',
                "fermer_pince()",
            )
            job = job.put("lift", "remonter(50)", *again, "remonter(70)")
    return job


def _of_the_pallet(rng: np.random.Generator) -> Work:
    """Some blanks of the pallet cell, in any order, to any cells; lamps on and off."""
    cell = cell_of("ur3e", "palette")
    count = int(rng.integers(1, 4))
    seats, cells = rng.permutation(6)[:count], rng.permutation(6)[:count]
    lines = [
        'creer_palette("casier", 2, 3, "casier_a", "casier_b", "casier_c")',
        'creer_palette("plateau", 2, 3, "plateau_a", "plateau_b", "plateau_c")',
        f"vitesse({int(rng.integers(40, 101))})",
    ]
    goals = []
    for seat, at in zip(map(int, seats), map(int, cells), strict=True):
        lines += [f'prendre(case_palette("casier", {seat + 1}))']
        lines += ['allumer("vert")'] if rng.random() < 0.3 else []
        lines += [f'deposer(case_palette("plateau", {at + 1}))']
        offset = (0.05 * (at % 3), 0.08 * (at // 3), 0.0)
        goals.append(Goal(f"ebauche_{seat + 1}", "plateau_a", offset))
    lines.append('aller_a("repos")')
    return Work(cell, Task("campaign", tuple(goals), True, SLOT), tuple(("", line) for line in lines))


def _within(cell: Cell, rng: np.random.Generator) -> Cell:
    part, most = thing_of(cell, "ebauche"), cell.tolerances
    turn = rng.uniform(-0.5, 0.5) * most.angle
    c, s = np.cos(turn), np.sin(turn)
    T = part.T_WO.copy()
    T[:2, :2] = np.array([[c, -s], [s, c]]) @ T[:2, :2]
    T[:3, 3] += T[:3, 0] * rng.uniform(-1.0, 1.0) * most.position  # across the fingers
    mass = part.mass * (1.0 + rng.uniform(-1.0, 1.0) * most.mass)
    friction = part.friction * (1.0 + rng.uniform(-1.0, 1.0) * most.friction)
    return with_thing(cell, "ebauche", T_WO=T, mass=mass, friction=friction)


def thing_of(cell: Cell, name: str) -> Thing:
    return next(thing for thing in cell.things if thing.name == name)


def with_thing(cell: Cell, name: str, **changes: Any) -> Cell:
    """The cell with one thing otherwise."""
    things = tuple(replace(thing, **changes) if thing.name == name else thing for thing in cell.things)
    return replace(cell, things=things)


def shifted(T: np.ndarray, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> np.ndarray:
    """A pose moved along the axes of the world [m]."""
    moved = T.copy()
    moved[:3, 3] += (x, y, z)
    return moved
