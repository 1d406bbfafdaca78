"""Help with one finding, in four grades. The place where the room `coach` meets the notebook."""

from __future__ import annotations

from typing import Any

from cobot_lab.coach.budget import Fix
from cobot_lab.coach.difference import Edit
from cobot_lab.coach.hints import hints_for
from cobot_lab.findings import Finding, Report
from cobot_lab.language.faces import Face, read_face
from cobot_lab.program.program import Program
from cobot_lab.ui.hint_sentences import hint_sentence
from cobot_lab.ui.sentences import Sentences


def hints(
    finding: Finding,
    program: Program | None,
    words: Sentences,
    search: dict[str, Any] | None = None,
    face: Face = "python",
) -> tuple[str, ...]:
    """Give the four hints of a finding, from a question to the fix.

    Args:
        finding: What stands in the way.
        program: The pupil's program, when it can be read.
        words: The language, and the words of the cell's things.
        search: A search for a fix of this very program, as `coach.budget.Search.to_dict` gives it.
        face: In which face that program is.
    """
    fix = None if search is None or "source" not in search else _fix(search, face, words)
    return tuple(hint_sentence(hint, words) for hint in hints_for(finding, program, fix))


def _fix(search: dict[str, Any], face: Face, words: Sentences) -> Fix | None:
    source = str(search["source"]).encode()
    program, _ = read_face(source, face)
    if program is None:
        return None
    absent = {"neighbour": 0, "behind": False, "block": None, "at": 0, "line": 0}
    edits = tuple(Edit(**(absent | edit)) for edit in search["edits"])
    return Fix(program, source, edits, Report(), words.language)
