"""The checks before any physics: each wrong program gives its one finding at its step, no right program any."""

from __future__ import annotations

import pytest

from cobot_lab.codes import Code
from cobot_lab.findings import Severity
from cobot_lab.language.reader import read
from cobot_lab.program.checks.registry import CHECKS, NAMES, examine
from cobot_lab.program.checks.subject import Subject
from cobot_lab.program.commands import Close, Command, Descend, Signal, Spot
from cobot_lab.program.interpreter import collect

PLACES = {
    "a": (0.3, 0.0, 0.05),
    "b": (0.3, 0.2, 0.05),
    "coin": (0.3, 0.3, 0.05),
    "au_dessus_a": (0.3, 0.0, 0.2),
    "convoyeur": (0.1, 0.3, 0.05),
}
REST = 'aller_a("repos")\n'
PICK = 'prendre("a")\ndeposer("b")\n'

WRONG = [
    # the gripper
    ('deposer("b")\n' + REST, Code.PLACES_NOTHING, 1),
    ('prendre("a")\nouvrir_pince()\ndeposer("b")\n' + REST, Code.PLACES_NOTHING, 3),
    ('prendre("a")\nprendre("b")\ndeposer("b")\n' + REST, Code.PICKS_WHILE_CLOSED, 2),
    ('for i in range(3):\n    prendre("a")\ndeposer("b")\n' + REST, Code.PICKS_WHILE_CLOSED, 2),
    ('fermer_pince()\naller_au_dessus("a")\ndescendre_vers("a")\nouvrir_pince()\n' + REST, Code.DESCENDS_CLOSED, 3),
    ('aller_au_dessus("a", 80)\nfermer_pince()\ndescendre_vers("a")\nouvrir_pince()\n' + REST, Code.DESCENDS_CLOSED, 3),
    # the way down
    ('ouvrir_pince()\ndescendre_vers("a")\nfermer_pince()\ndeposer("b")\n' + REST, Code.NO_APPROACH, 2),
    ('aller_au_dessus("b")\ndescendre_vers("a")\nfermer_pince()\ndeposer("b")\n' + REST, Code.NO_APPROACH, 2),
    ('prendre("a")\ndescendre_vers("b")\nouvrir_pince()\n' + REST, Code.NO_APPROACH, 2),
    ('prendre("a")\naller_a("coin")\ndescendre_vers("b")\nouvrir_pince()\n' + REST, Code.NO_APPROACH, 3),
    ('aller_au_dessus("a", 20)\ndecaler(30, 0, 0)\ndescendre_vers("a")\n' + REST, Code.NO_APPROACH, 3),
    # loops
    (PICK + REST + "while True:\n    x = 1\n", Code.ENDLESS_LOOP, 4),
    ("while True:\n    " + PICK.replace("\n", "\n    ", 1), Code.ENDLESS_LOOP, 1),
    ("while 1 < 2:\n    pass\n", Code.ENDLESS_LOOP, 1),
    ("def f():\n    x = 1\nwhile not False:\n    f()\n", Code.ENDLESS_LOOP, 3),
    ("while True:\n    for i in range(3):\n        break\n", Code.ENDLESS_LOOP, 1),
    ('while not piece_presente("a"):\n    attendre(1)\n' + PICK + REST, Code.ASKS_AND_ASKS, 1),
    # waits
    ("attendre_que(entree(1))\n", Code.NO_TIME_LIMIT, 1),
    ('attendre_piece("convoyeur")\n', Code.NO_TIME_LIMIT, 1),
    # what is never reached
    (PICK + REST + "arreter()\nattendre(1)\nattendre(2)\n", Code.NEVER_REACHED, 5),
    ("for i in range(3):\n    break\n    attendre(1)\n", Code.NEVER_REACHED, 3),
    ("def f():\n    return 1\n    attendre(1)\nattendre(f())\n", Code.NEVER_REACHED, 3),
    ("while True:\n    attendre(1)\nattendre(2)\n", Code.NEVER_REACHED, 3),
    ("if False:\n    attendre(1)\n", Code.NEVER_REACHED, 3),
    ("while 2 < 1:\n    attendre(1)\n", Code.NEVER_REACHED, 2),
    ("for i in range(0):\n    attendre(1)\n", Code.NEVER_REACHED, 2),
    ("for i in range(5, 2):\n    attendre(1)\n", Code.NEVER_REACHED, 2),
    ("if True:\n    attendre(1)\nelse:\n    attendre(2)\n", Code.NEVER_REACHED, 4),
    ("if 1 < 2:\n    attendre(1)\nelif 2 < 3:\n    attendre(2)\n", Code.NEVER_REACHED, 5),
    ("x = 1\nif x > 0:\n    arreter()\nelse:\n    arreter()\nattendre(1)\n", Code.NEVER_REACHED, 6),
    ("def f():\n    attendre(1)\n", Code.NEVER_REACHED, 1),
    # bodies
    ("for i in range(3):\n    pass\n", Code.EMPTY_BODY, 1),
    ("x = 1\nif x > 0:\n    pass  # plus tard\nelse:\n    attendre(1)\n", Code.EMPTY_BODY, 3),
    ("def f():\n    pass\nf()\n", Code.EMPTY_BODY, 1),
    # speed and rest
    ("vitesse(60)\n" + PICK + REST, Code.NUMBER_OUT_OF_RANGE, 1),
    ("for i in range(1, 9):\n    vitesse(10 * i)\n" + REST, Code.NUMBER_OUT_OF_RANGE, 2),
    (PICK, Code.NOT_BACK_TO_REST, 2),
    (REST + 'aller_a("a")\nattendre(1)\n', Code.NOT_BACK_TO_REST, 2),
]

ADVICE = {Code.NO_APPROACH, Code.NO_TIME_LIMIT, Code.NEVER_REACHED, Code.EMPTY_BODY, Code.NOT_BACK_TO_REST}

RIGHT = [
    "",
    'afficher("Bonjour")\n',
    "attendre(1)\n",
    REST,
    PICK + REST,
    "vitesse(50)\n" + PICK + REST,
    "vitesse(20)\n" + PICK + "vitesse(40)\n" + REST,
    'prendre("a")\ndeposer("coin")\nprendre("b")\ndeposer("a")\n' + REST,
    'aller_au_dessus("a", 80)\nouvrir_pince()\ndescendre_vers("a")\nfermer_pince()\nremonter(80)\n'
    'aller_au_dessus("b", 80)\ndescendre_vers("b")\nouvrir_pince()\nremonter(80)\n' + REST,
    'ouvrir_pince()\naller_au_dessus("a")\ndescendre_vers("a")\nfermer_pince()\nremonter(50)\ndeposer("b")\n' + REST,
    'aller_au_dessus("a", 80)\ndescendre_vers(decale("a", 0, 0, 30))\nfermer_pince()\nremonter(50)\ndeposer("b")\n'
    + REST,
    'aller_a("au_dessus_a")\ndescendre_vers("a")\nfermer_pince()\nremonter(100)\ndeposer("b")\n' + REST,
    'aller_au_dessus(decale("a", 0, 40, 0), 80)\ndescendre_vers(decale("a", 0, 40, 0))\nfermer_pince()\nremonter(80)\n'
    'deposer("b")\n' + REST,
    'aller_a("a")\nremonter(80)\ndescendre_vers("a")\n' + REST,
    'aller_au_dessus("a", 80)\ndecaler(0, 0, 20)\ndescendre_vers("a")\n' + REST,
    'aller_au_dessus("a", 0)\nfermer_pince()\nremonter(80)\ndeposer("b")\n' + REST,
    'prendre("a")\naller_au_dessus("b", 80)\ndecaler(0, 0, -70)\nouvrir_pince()\nremonter(80)\n' + REST,
    "fermer_pince()\nouvrir_pince()\n" + PICK + REST,
    'fermer_pince()\naller_au_dessus("a")\nouvrir_pince()\ndescendre_vers("a")\nfermer_pince()\ndeposer("b")\n' + REST,
    'prendre("a")\naller_au_dessus("b")\ndescendre_vers("b")\nouvrir_pince()\nremonter(80)\n' + REST,
    'aller_au_dessus("inconnu", 80)\ndescendre_vers("inconnu")\n' + REST,
    "for i in range(3):\n    " + PICK.replace("\n", "\n    ", 1) + REST,
    'for i in range(6):\n    prendre(decale("a", 50 * i, 0, 0))\n    deposer(decale("b", 50 * i, 0, 0))\n' + REST,
    'def f(n):\n    prendre(decale("a", n, 0, 0))\n    deposer("b")\nfor i in range(1, 4):\n    f(10 * i)\n' + REST,
    "def fin():\n    " + REST + PICK + "fin()\n",
    "n = 0\nwhile True:\n    n += 1\n    if n > 3:\n        break\n" + REST,
    "n = 0\nwhile n < 3:\n    n += 1\n    attendre(1)\n",
    "def f():\n    n = 0\n    while True:\n        n += 1\n        if n > 3:\n            return n\nattendre(f())\n",
    "n = 0\nwhile True:\n    n += 1\n    if n > 3:\n        arreter()\n",
    "def f():\n    arreter()\nwhile True:\n    f()\n",
    "while True:\n    attendre(1)\n",
    "while True:\n    attendre_que(entree(1), delai=10)\n    " + PICK.replace("\n", "\n    ", 1),
    'while True:\n    if piece_presente("a"):\n        prendre("a")\n        deposer("b")\n',
    'def vue():\n    return piece_presente("a")\nwhile True:\n    if vue():\n        '
    + PICK.replace("\n", "\n        ", 1),
    'while not piece_presente("a"):\n    compter("essais")\n    attendre(1)\n' + PICK + REST,
    'attendre_piece("convoyeur", delai=10)\nconvoyeur(0)\nprendre("convoyeur")\ndeposer("b")\n' + REST,
    "convoyeur(50)\n" + PICK + "convoyeur(0)\n" + REST,
    "if entree(1):\n    arreter()\n" + PICK + REST,
    "x = 1\nif x > 0:\n    arreter()\nelif x < 0:\n    arreter()\n" + REST,
    "for i in range(3):\n    if i > 1:\n        break\n    attendre(1)\n",
    "x = 3\nfor i in range(x - 3):\n    attendre(1)\n",
    "def f(n):\n    if n > 1:\n        return 2\n    return 1\nattendre(f(1))\n",
    "x = 1\nif x > 0:\n    attendre(1)\nelse:\n    attendre(2)\n",
    "def f():\n    # rien pour le moment\n    attendre(1)\nf()\n",
    "if True:\n    " + REST,
    "x = 1 / 1\nattendre(x)\n",
    'creer_palette("p", 2, 3, "a", "b", "coin")\nfor i in range(1, 7):\n    prendre(case_palette("p", i))\n'
    '    deposer("b")\n' + REST,
]


def found(source: str, **more: object) -> list[tuple[Code, int | None, Severity]]:
    program, report = read(source)
    assert program is not None, report.findings
    commands, stopped = collect(program)
    facts = {"runs": (commands,), "ended": not stopped, "places": PLACES, "speed_max": 0.5} | more
    examined = examine(Subject(program, **facts))  # type: ignore[arg-type]
    assert examined.run == NAMES
    return [(finding.code, finding.step, finding.severity) for finding in examined.findings]


@pytest.mark.parametrize(("source", "code", "step"), WRONG, ids=[wrong[0] for wrong in WRONG])
def test_a_wrong_program_gives_exactly_its_finding_at_its_step(source: str, code: Code, step: int) -> None:
    severity = Severity.ADVICE if code in ADVICE else Severity.REFUSAL
    assert found(source) == [(code, step, severity)]


@pytest.mark.parametrize("source", RIGHT)
def test_a_right_program_gives_none(source: str) -> None:
    assert found(source) == []


def test_the_corpora_are_large_enough() -> None:
    assert len(RIGHT) >= 40
    assert {code for _, code, _ in WRONG} >= ADVICE


def test_the_end_is_left_to_the_plan_where_the_task_asks_for_rest() -> None:
    assert found(PICK, rest_asked=True) == []


def test_a_run_that_stopped_has_no_last_step() -> None:
    assert found('aller_a("a")\nwhile True:\n    attendre(1)\n') == []


def test_every_run_is_looked_at_and_a_step_is_named_once() -> None:
    program, _ = read(PICK + REST)
    assert program is not None
    commands, _ = collect(program)
    runs = (commands, commands[7:], commands[7:])
    (finding,) = examine(Subject(program, runs=runs)).findings
    assert (finding.code, finding.step) == (Code.PLACES_NOTHING, 2)


def _conveyor(*commands: Command, source: str = REST) -> list[Code]:
    program, _ = read(source)
    assert program is not None
    return [finding.code for finding in examine(Subject(program, runs=(commands,), rest_asked=True)).findings]


def test_taking_from_a_running_conveyor() -> None:
    on, off = Signal(1, "conveyor", "", 0.5), Signal(2, "conveyor", "", 0.0)
    down, close = Descend(3, Spot("convoyeur")), Close(4)
    assert _conveyor(on, down, close) == [Code.CONVEYOR_MOVING]
    assert _conveyor(on, off, down, close) == []
    assert _conveyor(on, Descend(3, Spot("a")), close) == []
    waiting = 'attendre_piece("arrivee", delai=5)\n'
    assert _conveyor(on, Descend(3, Spot("arrivee")), close, source=waiting) == [Code.CONVEYOR_MOVING]
    assert _conveyor(Signal(1, "lamp", "green", 1.0), down, close) == []


def test_a_cell_that_a_pallet_has_not_stops_the_run_before_any_motion() -> None:
    source = (
        'creer_palette("p", 2, 3, "a", "b", "coin")\n'
        'for i in range(1, 8):\n    prendre(case_palette("p", i))\n    deposer("b")\n'
    )
    program, _ = read(source)
    assert program is not None
    _, (stopped,) = collect(program)
    assert (stopped.code, stopped.step) == (Code.NUMBER_OUT_OF_RANGE, 3)
    assert (stopped.fact("maximum"), stopped.fact("value")) == (6, 7)


def test_each_check_has_its_own_name() -> None:
    assert len(set(NAMES)) == len(CHECKS)
