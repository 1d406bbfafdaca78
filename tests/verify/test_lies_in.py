"""A part lies in a tray only where the whole of it does."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Quota
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.kinds import lies_in
from cobot_lab.verify.source import check_source

ONE = 'if piece_presente("magasin"):\n    prendre("magasin")\n    deposer(decale("bac_bonnes", {}))\naller_a("repos")\n'


@pytest.mark.parametrize(
    ("shift", "found"),
    [("0, 0, 0", []), ("0, 5, 0", []), ("0, 42.5, 7", [("G04", 3), ("G70", 5)])],
    ids=["in the tray", "nearer to its side", "on its rim"],
)
def test_a_part_on_the_rim_of_a_tray_is_not_in_it(shift: str, found: list[tuple[str, int]]) -> None:
    lesson = load_lesson("06")
    task = replace(lesson.task, quotas=(Quota("bac_bonnes", 1, "presence"),))
    report = check_source(ONE.format(shift).encode(), load_cell(lesson.cell), task).report
    assert [(one.code.value, one.step) for one in report.findings] == found


@pytest.mark.parametrize(
    ("x_mm", "y_mm", "z_mm", "inside"),
    [
        (0, 0, 9, True),
        (-138, 0, 9, True),
        (-145, 0, 9, False),
        (0, 42.5, 16, False),
        (0, 0, 55, True),
        (0, 0, 70, False),
    ],
)
def test_the_whole_of_it_is_over_the_tray(x_mm: float, y_mm: float, z_mm: float, *, inside: bool) -> None:
    cell = load_cell(load_lesson("06").cell)
    tray = next(thing for thing in cell.things if thing.name == "bac_bonnes")
    T_WO = np.array(tray.T_WO)
    T_WO[:3, 3] += np.array((x_mm, y_mm, z_mm)) / 1000.0
    assert lies_in(cell, "ebauche_1", T_WO, "bac_bonnes") is inside


def test_a_part_longer_than_what_it_lies_on_has_its_middle_over_it() -> None:
    cell = load_cell(load_lesson("06").cell)
    post = next(thing for thing in cell.things if thing.name == "bac_bonnes")
    small = replace(post, shapes=(replace(post.shapes[0], size=(0.04, 0.04, 0.005)),))
    cell = replace(cell, things=tuple(small if thing is post else thing for thing in cell.things))
    T_WO = np.array(post.T_WO)
    T_WO[2, 3] += 0.009
    assert lies_in(cell, "ebauche_1", T_WO, "bac_bonnes")
    T_WO[1, 3] += 0.021
    assert not lies_in(cell, "ebauche_1", T_WO, "bac_bonnes")
