"""Nobody waits longer at a stretch than a task allows."""

from __future__ import annotations

import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Task
from cobot_lab.school.lesson import load_lesson
from cobot_lab.verify.source import check_source

TASK = Task("essai", (), at_rest=True, duration_max=120.0, wait_max=10.0)
FOR = 'attendre_piece("convoyeur", delai={})\n'
REST = 'aller_a("repos")\n'


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (FOR.format(10), []),
        (FOR.format(10.1), [("Z06", 2, 10.1)]),
        (FOR.format(6) + FOR.format(4), []),
        (FOR.format(6) + FOR.format(5), [("Z06", 3, 11.0)]),
        (FOR.format(6) + "convoyeur(0)\nconvoyeur(50)\n" + FOR.format(6), []),
        (FOR.format(6) + "convoyeur(60)\n" + FOR.format(6), [("Z06", 4, 12.0)]),
        (FOR.format(6) + "allumer('vert')\n" + FOR.format(6), [("Z06", 4, 12.0)]),
        ("attendre(10)\n", []),
        ("attendre(10.5)\n", [("Z06", 2, 10.5)]),
        ("attendre(5)\nafficher('encore')\nx = piece_presente('convoyeur')\nattendre(6)\n", [("Z06", 5, 11.0)]),
        (3 * "attendre(0.1)\n" + "attendre(9.7)\n", []),
    ],
)
def test_waits_in_a_row_count_together(source: str, found: list[tuple[str, int, float]]) -> None:
    cell = load_cell(load_lesson("07").cell)
    whole = f"convoyeur(50)\n{source}convoyeur(0)\n{REST}"
    refused = [one for one in check_source(whole.encode(), cell, TASK).report.findings if one.code.value == "Z06"]
    assert [(one.code.value, one.step, round(float(one.fact("time")), 6)) for one in refused] == found


def test_without_a_limit_any_wait_is_allowed() -> None:
    cell = load_cell(load_lesson("07").cell)
    task = Task("essai", (), at_rest=True, duration_max=120.0)
    source = f"attendre(50)\nconvoyeur(50)\n{FOR.format(60)}convoyeur(0)\n{REST}"
    assert check_source(source.encode(), cell, task).report.findings == ()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("impulsion(1, 0.5)\nattendre(10)\n", []),
        ("impulsion(1, 10)\nattendre(10)\n", []),
        ("impulsion(1, 11)\n", [("Z06", 1, 11.0)]),
        ("sortie(1, 1)\nattendre(6)\nsortie(1, 0)\nattendre(6)\n", []),
        ("sortie(1, 1)\nattendre(6)\nsortie(1, 1)\nattendre(6)\nsortie(1, 0)\n", [("Z06", 4, 12.0)]),
    ],
)
def test_a_pulse_begins_a_stretch_and_counts_by_itself(source: str, found: list[tuple[str, int, float]]) -> None:
    cell = load_cell(load_lesson("10").cell)
    report = check_source((source + REST).encode(), cell, TASK).report
    refused = [one for one in report.findings if one.code.value == "Z06"]
    assert [(one.code.value, one.step, round(float(one.fact("time")), 6)) for one in refused] == found
