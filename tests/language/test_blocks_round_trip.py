"""Writing a program in blocks and reading it back gives the same program, and its text comes back byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from cobot_lab.findings import Report, Verdict
from cobot_lab.language.blocks.read_blocks import STAGES, draft_blocks, read_blocks
from cobot_lab.language.blocks.write_blocks import write_blocks
from cobot_lab.language.reader import draft, read
from cobot_lab.language.writer import write
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program

from .test_round_trip import programs  # isort: skip

LESSONS = Path(__file__).parents[2] / "lessons"
EVERYTHING = """\
# Tout, et ce que les blocs ne connaissent pas
def ranger(n, ou):
    deposer(decale(ou, 0, 40 * n, 0))  # vers la droite
    return n + 1.0

def rien():
    return

x = 0
vitesse(40)

for i in range(3):
    prendre("magasin")
    x = ranger(x, "plateau")
for i in range(2):
    attendre(i)
for k in range(1, n + 1):
    if couleur_piece() == "rouge" and not piece_tenue():
        ouvrir_pince(40)
    elif x >= 2:  # deux ; puis « trois » = 3 %
        break
    elif True:
        mode("ligne")
    else:
        # rien d'autre
        ranger(-x, "a")

while not entree(1):
    x += 1
while x < 3:
    while True:
        arreter()
n = -0.0
attendre_que(bouton("vert"), delai=5)
aller_au_dessus("m")
aller_a(case_palette("p", 1, 2))
import os  # jamais
for j in [1, 2]:
    attendre(j)

    # fin
rien()
aller_a("repos")
"""


def there_and_back(text: str) -> str:
    program, _ = draft(text)
    assert program is not None
    again, _ = draft_blocks(write_blocks(program))
    assert again == program
    return write(again)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(program=programs())
def test_read_gives_back_what_write_wrote(program: Program) -> None:
    text = write_blocks(program)
    again, report = read_blocks(text)
    assert report.findings == ()
    assert report.verdict is Verdict.PASSED
    assert again == program
    assert again.digest == program.digest
    assert [step.number for step in again.walk()] == [step.number for step in program.walk()]
    assert write_blocks(again) == text
    assert write(again, "fr") == write(program, "fr")
    assert write(again, "en") == write(program, "en")


def test_python_comes_back_byte_for_byte() -> None:
    assert there_and_back(EVERYTHING) == EVERYTHING


PARSED = [file for file in sorted(LESSONS.glob("*/*.py")) if draft(file.read_bytes())[0] is not None]


@pytest.mark.parametrize("file", PARSED, ids=lambda file: f"{file.parent.name[:2]}/{file.stem}")
def test_every_program_of_the_lessons(file: Path) -> None:
    program, report = draft(file.read_bytes())
    assert program is not None
    again, of_blocks = draft_blocks(write_blocks(program))
    assert again == program
    assert again.digest == program.digest
    assert write(again) == write(program)
    assert sorted(of_blocks.codes) == sorted(report.codes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# rien\n",
        "import os\n",
        "x = 1.0\nx = 1\nx = -0.0\nx = 1e+22\nx = 0.1\nx = 9007199254740991\n",
        "n = 2\nfor i in range(n - 1):\n    attendre(i)\n",
        "for i in range(3):\n    for i in range(2):\n        attendre(1)\n",
        'afficher("deux\\nlignes\\tet \\"guillemets\\"")\n',
        "def f():\n    pass\n\nf()\ndef g(a, b):\n    return a\n\n\n# fin\n".replace("\n\n\n", "\n\n"),
        "attendre(1)\ndef f():\n    attendre(1)\nattendre(2)\n\ndef g():\n    attendre(1)\n",
        "if True:  # un\n    pass\nelif False:  # deux\n    pass\nelse:\n    import os\n",
        "x = [1]\nattendre(x)\n",
        "with a as b:\n    c(\n      1)\n",
        "x = not (1 == 2 and True)\n",
        'aller_a("repos")\naller_a("A")\nouvrir_pince()\nouvrir_pince(40)\n',
    ],
)
def test_small_texts(text: str) -> None:
    assert there_and_back(text) == text


def test_a_line_outside_the_language_says_the_same_in_both_faces() -> None:
    program, of_text = draft(EVERYTHING)
    assert program is not None
    _, of_blocks = draft_blocks(write_blocks(program))
    assert [(finding.code, finding.facts) for finding in of_blocks.findings] == [
        (finding.code, finding.facts) for finding in of_text.findings
    ]
    assert read_blocks(write_blocks(program))[0] is None


@pytest.mark.parametrize(
    "text",
    [
        "prendre(x)\n",
        "x += 1\n",
        "vitesse = 3\n",
        "break\n",
        "def f(a):\n    return a\nf()\n",
        "return 1\n",
        "def f():\n    pass\ndef f():\n    pass\n",
    ],
)
def test_names_are_checked_as_in_text(text: str) -> None:
    def told(report: Report) -> list[object]:
        return [(finding.code, finding.facts) for finding in report.findings]

    program, of_text = draft(text)
    assert program is not None
    again, of_blocks = read_blocks(write_blocks(program))
    assert again is None
    assert told(of_blocks) == told(of_text) != []
    assert all(finding.span is not None and finding.span.block for finding in of_blocks.findings)


def test_the_writing_is_the_same_every_time_and_every_block_has_its_own_id() -> None:
    program, _ = draft(EVERYTHING)
    assert program is not None
    text = write_blocks(program)
    assert write_blocks(Program(program.body)) == text
    ids = [part.split('"')[0] for part in text.split('"id":"')[1:] if not part.startswith("v:")]
    assert len(ids) == len(set(ids))


def test_the_report_is_about_the_bytes() -> None:
    text = write_blocks(Program.of((s.Act("wait", (e.Number(1),)),)))
    _, report = read_blocks(text)
    assert report.subject == read_blocks(text.encode())[1].subject
    assert (report.run, report.not_run) == (STAGES, ())


def test_a_long_program_is_deeper_than_recursion_goes() -> None:
    program, _ = read("attendre(1)\n" * 500)
    assert program is not None
    assert read_blocks(write_blocks(program))[0] == program
    nested, _ = read("".join(" " * depth + "if True:\n" for depth in range(29)) + " " * 29 + "wait(1)")
    assert nested is not None
    assert read_blocks(write_blocks(nested))[0] == nested
    summed, _ = read("x = 1\nx = " + "x + " * 98 + "1")
    assert summed is not None
    assert read_blocks(write_blocks(summed))[0] == summed


def test_what_a_browser_saves_is_read() -> None:
    """Blockly adds what it likes to know, and writes 1.0 as 1."""
    program, _ = read("x = 1.0\nattendre(x)  # un\n")
    assert program is not None
    document = json.loads(write_blocks(program))
    del document["schema"]
    first = document["blocks"]["blocks"][0]["next"]["block"]
    first["inputs"]["VALUE"]["shadow"]["fields"]["NUM"] = 1
    first["inline"] = True
    first["inputs"]["VALUE"]["shadow"]["movable"] = False
    again, report = read_blocks(json.dumps(document))
    assert report.findings == ()
    assert again is not None
    assert write(again) == write(program)


def test_a_number_changed_in_the_editor_wins_over_its_old_writing() -> None:
    program, _ = read("attendre(1.0)\n")
    assert program is not None
    again, _ = read_blocks(write_blocks(program).replace('"NUM":1.0', '"NUM":2'))
    assert again is not None
    assert write(again) == "attendre(2)\n"
