"""Parts that are wanted side by side do not lie on each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Quota
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.source import check_source

TWO = """\
n = 0
while n < 2:
    if not piece_presente("magasin"):
        break
    prendre("magasin")
    deposer(decale("bac_bonnes", {} * n, 0, {} * n))
    n += 1
aller_a("repos")
"""


@pytest.mark.parametrize(
    ("x", "z", "asked", "found"),
    [
        (0, 8.1, True, [("G72", 6, "ebauche_2", "ebauche_1")]),
        (5, 8.1, True, [("G72", 6, "ebauche_2", "ebauche_1")]),
        (45, 0, True, []),
        (0, 8.1, False, []),
    ],
)
def test_a_part_on_another_one_is_told_where_it_was_let_go(
    x: float, z: float, *, asked: bool, found: list[tuple[str, int, str, str]]
) -> None:
    lesson = load_lesson("06")
    task = replace(lesson.task, quotas=(Quota("bac_bonnes", 2, "presence", side_by_side=asked),))
    report = check_source(TWO.format(x, z).encode(), load_cell(lesson.cell), task).report
    told = [
        (one.code.value, one.span and one.span.line, one.fact("part"), one.fact("other")) for one in report.findings
    ]
    assert told == found
