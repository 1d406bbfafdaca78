"""Help with one finding, in four grades. The place where the room `coach` meets the notebook."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cobot_lab.coach.budget import Fix
from cobot_lab.coach.difference import Edit
from cobot_lab.coach.hints import hints_for
from cobot_lab.findings import Finding, Report
from cobot_lab.language.faces import Face, read_face
from cobot_lab.language.procedure import numbers_by_step
from cobot_lab.ui.hint_sentences import hint_sentence
from cobot_lab.ui.notebook.faces import Faces
from cobot_lab.ui.sentences import Sentences


def hints(
    finding: Finding,
    faces: Faces,
    words: Sentences,
    search: dict[str, Any] | None = None,
    face: Face | None = None,
) -> tuple[str, ...]:
    """Give the four hints of a finding, from a question to the fix.

    Args:
        finding: What stands in the way.
        faces: The pupil's program.
        words: The language, and the words of the cell's things.
        search: A search for a fix of this very program, as `coach.budget.Search.to_dict` gives it.
        face: The face that is looked at, whose blocks or lines are spoken of; by default the one edited last.
    """
    fix = None if search is None or "source" not in search else _fix(search, faces.work.face, words)
    text, block = faces.spans(finding.step, finding.span)
    there = {"python": text, "blocks": block}[face or faces.work.face]
    numbers = {} if faces.program is None else numbers_by_step(faces.program)
    found = hints_for(finding if there is None else replace(finding, span=there), faces.program, fix)
    return tuple(hint_sentence(hint, words, numbers) for hint in found)


def _fix(search: dict[str, Any], face: Face, words: Sentences) -> Fix | None:
    source = str(search["source"]).encode()
    program, _ = read_face(source, face)
    if program is None:
        return None
    absent = {"neighbour": 0, "behind": False, "block": None, "at": 0, "line": 0}
    edits = tuple(Edit(**(absent | edit)) for edit in search["edits"])
    return Fix(program, source, edits, Report(), words.language)
