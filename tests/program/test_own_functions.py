"""Parts are handled in functions of one's own that have a parameter, where an activity asks for that."""

from __future__ import annotations

import pytest

from cobot_lab.language.reader import read
from cobot_lab.program.own_functions import handled_outside

ONE = 'def une(n):\n    prendre(decale("casier", n, 0, 0))\n    deposer("plateau")\n'
GRIP = "def serrer():\n    fermer_pince()\n"
USED = GRIP + 'def une(n):\n    descendre_vers(decale("casier", n, 0, 0))\n    serrer()\n'
ALL = 'def tout():\n    prendre("casier")\n    deposer("plateau")\n'


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (ONE + 'une(1)\naller_a("repos")\n', []),
        (ONE + "for n in range(6):\n    une(n)\n", []),
        ('prendre("casier")\ndeposer("plateau")\n', [(1, "pick")]),
        (ONE + 'une(1)\nprendre("casier")\n', [(5, "pick")]),
        (ONE + "une(1)\nouvrir_pince()\n", [(5, "open_gripper")]),
        (ONE + "vitesse(50)\nouvrir_pince()\nx = 1\nouvrir_pince(30)\nune(1)\n", []),
        (ONE + "for n in range(2):\n    ouvrir_pince()\n    une(n)\n", [(5, "open_gripper")]),
        ("def a(n):\n    fermer_pince()\n    return 1\nx = a(1)\nouvrir_pince()\n", [(5, "open_gripper")]),
        ("ouvrir_pince()\nfermer_pince()\n", [(2, "close_gripper")]),
        (ONE + "if 1 < 2:\n    ouvrir_pince(20)\n", [(6, "open_gripper_to")]),
        (ALL + "tout()\n", [(2, "pick")]),
        (USED + "une(1)\n", []),
        (USED + "une(1)\nserrer()\n", [(2, "close_gripper")]),
        (GRIP + 'aller_a("repos")\n', [(2, "close_gripper")]),
        ("def a():\n    fermer_pince()\ndef b():\n    a()\ndef c(n):\n    b()\nc(1)\n", []),
        ("def a():\n    fermer_pince()\n    return 1\ndef c(n):\n    x = a()\nc(1)\n", []),
        ("def a():\n    fermer_pince()\n    a()\na()\n", [(2, "close_gripper")]),
    ],
)
def test_the_first_step_outside_is_named(source: str, found: list[tuple[int, str]]) -> None:
    program, report = read(source)
    assert program is not None, report
    assert [(one.step, one.fact("name")) for one in handled_outside(program)] == found
