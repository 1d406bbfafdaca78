"""Placing with empty hands, picking with full ones."""

from __future__ import annotations

import pytest

from cobot_lab.codes import Code
from cobot_lab.language.reader import read
from cobot_lab.program.gripping import misplaced
from cobot_lab.program.interpreter import collect


def _found(source: str) -> list[tuple[Code, int | None]]:
    program, report = read(source)
    assert program is not None, report
    commands, stopped = collect(program)
    assert not stopped
    return [(finding.code, finding.step) for finding in misplaced(program, commands)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('prendre("a")\ndeposer("b")\n', []),
        ('deposer("b")\n', [(Code.PLACES_NOTHING, 1)]),
        ('prendre("a")\nouvrir_pince()\ndeposer("b")\n', [(Code.PLACES_NOTHING, 3)]),
        ('prendre("a")\nprendre("b")\n', [(Code.PICKS_WHILE_CLOSED, 2)]),
        ('fermer_pince()\nouvrir_pince()\nprendre("a")\ndeposer("b")\n', []),
        ('fermer_pince()\ndeposer("b")\n', []),
        ('for i in range(3):\n    prendre("a")\n    deposer("b")\n', []),
        ('for i in range(3):\n    prendre("a")\n', [(Code.PICKS_WHILE_CLOSED, 2)]),
    ],
)
def test_a_step_is_found_once_where_it_makes_no_sense(source: str, found: list[tuple[Code, int]]) -> None:
    assert _found(source) == found
