"""One way through a plan by itself: told in the order of its ways, and played as it is played among the others."""

from __future__ import annotations

from functools import cache

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan
from cobot_lab.paths import data_room
from cobot_lab.program.program import Program
from cobot_lab.verify.checker import check
from cobot_lab.verify.first_look import look_over
from cobot_lab.verify.told_way import told_ways
from cobot_lab.verify.watched import watch

SORTS_ONE = """prendre("magasin")
aller_a("controle")
if couleur_piece() == "rouge":
    deposer("bac_rouge")
else:
    deposer("bac_bleu")
aller_a("repos")
"""


@cache
def _planned() -> tuple[Program, Plan, Cell]:
    cell = load_cell(data_room("robots") / "ur3e" / "cells" / "tri.toml")
    program, _ = look_over(SORTS_ONE, cell)
    assert program is not None
    planned, report = plan(program, cell)
    assert planned is not None, report.findings
    return program, planned, cell


def test_every_way_is_told_with_what_decides_it() -> None:
    _, planned, cell = _planned()
    ways = told_ways(planned, cell)
    assert [way.decided for way in ways] == [(("couleur", "rouge"),), (("couleur", "bleu"),)]
    for way, path in zip(ways, planned.paths(), strict=True):
        assert tuple(scene.action for scene in way.story) == path.actions
        assert way.line.duration == planned.along(path).duration


def test_a_way_alone_has_its_fork_and_no_other_branch() -> None:
    _, planned, cell = _planned()
    for way in told_ways(planned, cell):
        alone = Plan.from_bytes(way.alone.to_bytes())
        (path,) = alone.paths()
        assert path.decisions == way.path.decisions
        assert [action.step for action in path.actions] == [action.step for action in way.path.actions]


def test_what_is_watched_is_what_was_judged() -> None:
    _, planned, cell = _planned()
    judged, _ = check(planned, cell)
    assert judged is not None
    first, second = (watch(way.alone, cell) for way in told_ways(planned, cell))
    assert first.digest == judged.digest
    part = first.names.index("ebauche_1")
    apart = np.linalg.norm(first.poses[-1, part, :3] - second.poses[-1, part, :3])
    assert apart > 0.02  # the red one and the blue one end in trays of their own
