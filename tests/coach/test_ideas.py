"""Ideas: whatever they propose for whatever step is a program that can be written, read back and told apart."""

from __future__ import annotations

import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.coach.difference import difference
from cobot_lab.coach.hints import PUPIL_CODES
from cobot_lab.coach.ideas.idea import Trouble
from cobot_lab.coach.ideas.registry import IDEAS
from cobot_lab.coach.text import rewritten_text
from cobot_lab.coach.workspace import rewritten_blocks
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.language.blocks.read_blocks import read_blocks
from cobot_lab.language.blocks.write_blocks import write_blocks
from cobot_lab.language.reader import read
from cobot_lab.program.program import Program
from cobot_lab.school.lesson import load_lesson

EXAMPLES = [
    ("01", "wrong_tray_edge.py"),
    ("03", "wrong_starts_at_one.py"),
    ("08", "wrong_counts_from_one.py"),
    ("09", "wrong_made_too_late.py"),
    ("12", "wrong_turned.py"),
]
FACTS = {
    "name": "plateau",
    "suggestion": "",
    "known": "1, casier",
    "kind": "output",
    "expected": "0",
    "unit": "mm",
    "minimum": 0.0,
    "maximum": 0.04,
    "value": 0.08,
}
FORKS = """compteur_pieces = 0
while compteur_pieces < 3:
    if compteur_pieces > 1:
        prendre("magasin")
    elif compteur_pieces == 1:
        deposer("plateau")
    else:
        attendre(1)
    compteur_pieces += 1
"""


def _finding(code: Code, step: int) -> Finding:
    return Finding.of(code, step=step, t=1.0, **{name: FACTS.get(name, 0.1) for name in code.facts})


def _versions(program: Program, number: str) -> list[Program]:
    lesson = load_lesson(number)
    cell = load_cell(lesson.cell)
    found: dict[bytes, Program] = {}
    for step in program.walk():
        for idea in IDEAS:
            code = min(idea.codes)
            trouble = Trouble(program, _finding(code, step.number), step.number, cell, lesson.task)
            for version in idea.propose(trouble):
                if version is not None:
                    found.setdefault(version.to_bytes(), version)
    return list(found.values())


@pytest.mark.parametrize(("number", "name"), EXAMPLES)
def test_a_version_is_written_into_the_pupil_s_text_and_told_by_its_steps(number: str, name: str) -> None:
    source = (load_lesson(number).folder / name).read_text(encoding="utf-8")
    program, _ = read(source)
    assert program is not None
    versions = _versions(program, number)
    assert len(versions) >= 10
    for version in versions:
        text = rewritten_text(source, program, version, "fr")
        again, _ = read(text)
        assert again is None or again == version
        edits = difference(program, version)
        if again is not None and version.to_bytes() != program.to_bytes():
            assert 1 <= len(edits) <= 8
            assert sum(line not in text.splitlines() for line in source.splitlines()) <= len(edits)


def test_forks_and_loops_on_a_condition_have_versions_in_both_faces() -> None:
    program, report = read(FORKS)
    assert program is not None, report
    blocks = write_blocks(program)
    drawn, _ = read_blocks(blocks)
    assert drawn is not None
    questions = 0
    for version in _versions(program, "01"):
        again, _ = read(rewritten_text(FORKS, program, version, "fr"))
        assert again is None or again == version
        questions += any("compteur_pieces" in edit.before != edit.after for edit in difference(program, version))
    assert questions >= 3
    for version in _versions(drawn, "01"):
        again, _ = read_blocks(rewritten_blocks(blocks.encode(), drawn, version))
        assert again is None or again == version


def test_every_idea_answers_a_pupil_s_finding_and_has_a_name_of_its_own() -> None:
    assert len({idea.name for idea in IDEAS}) == len(IDEAS)
    assert all(idea.codes and idea.codes <= set(PUPIL_CODES) for idea in IDEAS)
