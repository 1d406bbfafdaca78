"""A proposed program beside the pupil's own, step by step, in plain words: what goes, what comes, what stays around."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from cobot_lab.language.faces import Face, draft_face
from cobot_lab.language.procedure import Line, procedure
from cobot_lab.program.program import Program
from cobot_lab.ui.sentences import Language

Json = dict[str, Any]

_AROUND = 1
"""Steps shown on each side of a change."""


def changes(before: Program | None, source: str | None, face: Face, language: Language) -> list[Json]:
    """Give the steps that differ, with those next to them.

    Args:
        before: The pupil's program.
        source: The other version; nothing when there is none.
        face: In which face that version is.
        language: Of the sentences.

    Returns:
        Rows in order: `kind` (`same`, `out`, `in` or `gap`, for steps left out), `number` and `says`.
    """
    after = None if source is None else draft_face(source, face)[0]
    if before is None or after is None:
        return []
    old, new = procedure(before, language), procedure(after, language)
    rows: list[Json] = []
    for kind, a0, a1, b0, b1 in SequenceMatcher(
        None, [line.text for line in old], [line.text for line in new], autojunk=False
    ).get_opcodes():
        if kind == "equal":
            rows += [_row("same", line) for line in new[b0:b1]]
        else:
            rows += [_row("out", line) for line in old[a0:a1]]
            rows += [_row("in", line) for line in new[b0:b1]]
    return _near(rows)


def _row(kind: str, line: Line) -> Json:
    return {"kind": kind, "number": line.number, "says": line.text}


def _near(rows: list[Json]) -> list[Json]:
    """Leave out what is far from every change."""
    at = [index for index, row in enumerate(rows) if row["kind"] != "same"]
    near = {index + by for index in at for by in range(-_AROUND, _AROUND + 1)}
    shown: list[Json] = []
    for index, row in enumerate(rows):
        if index in near:
            shown.append(row)
        elif not shown or shown[-1]["kind"] != "gap":
            shown.append({"kind": "gap", "number": "", "says": ""})
    return shown
