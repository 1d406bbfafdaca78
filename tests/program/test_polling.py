"""Loops that only ask."""

from __future__ import annotations

import pytest

from cobot_lab.codes import Code
from cobot_lab.language.reader import read
from cobot_lab.program.checks import polling
from cobot_lab.program.checks.subject import Subject


def found(source: str) -> list[tuple[Code, int | None, object]]:
    program, report = read(source.encode())
    assert program is not None, report.findings
    return [(each.code, each.step, each.fact("name")) for each in polling.look(Subject(program))]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ('while not bouton("vert"):\n    attendre(1)\n', "button"),
        ('while not entree(1) and not bouton("vert"):\n    afficher("rien")\n', "input_on"),
        ('while piece_presente("magasin") == False:\n    # rien\n    attendre(0.1)\n', "part_present"),
        ('while True:\n    attendre(1)\n    if bouton("vert"):\n        break\n', "button"),
    ],
)
def test_a_loop_that_does_nothing_but_ask_is_told_of_the_wait(source: str, name: str) -> None:
    assert found(source) == [(Code.ASKS_AND_ASKS, 1, name)]


@pytest.mark.parametrize(
    "source",
    [
        'while piece_presente("magasin"):\n    prendre("magasin")\n    deposer("plateau")\n',
        'attendre_que(bouton("vert"), delai=10)\n',
        "x = 3\nwhile x > 0:\n    attendre(1)\n    x -= 1\n",
        'while couleur_piece() == "rouge":\n    attendre(1)\n',
        "while True:\n    attendre(1)\n",
    ],
)
def test_other_loops_are_left_to_others(source: str) -> None:
    assert found(source) == []
