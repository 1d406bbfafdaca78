"""What the editor is told of the language once: blocks, words to complete, the drawers of an activity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cobot_lab.language.blocks import shapes, tooltips
from cobot_lab.language.blocks.definitions import definitions
from cobot_lab.language.blocks.toolbox_json import toolbox
from cobot_lab.language.blocks.wordings import GAP
from cobot_lab.program.table import ROWS
from cobot_lab.program.vocabulary import Kind, Language, Parameter, Role, Row
from cobot_lab.ui.sentences import LANGUAGES

Json = dict[str, Any]

_STRUCTURES: dict[str, tuple[str, str]] = {
    # row, then what is typed and what is put in; they are Python's own words in both languages
    "repeat": ("for", "for ${i} in range(${3}):\n\t${}"),
    "forever": ("while True", "while True:\n\t${}"),
    "while": ("while", "while ${condition}:\n\t${}"),
    "if": ("if", "if ${condition}:\n\t${}"),
    "define": ("def", "def ${nom}():\n\t${}"),
    "break": ("break", "break"),
    "return": ("return", "return ${}"),
}


def vocabulary(ops: Sequence[str], places: Sequence[str]) -> Json:
    """Give what the editor has to know, in both languages.

    Args:
        ops: Keys of the rows that the activity lets pupils use; empty for every row that can be run.
        places: Names of the cell's points.
    """
    macros = [shapes.PREFIX + row.op for row in ROWS if row.opens_into and _inside(row, ops)]
    return {
        "definitions": {language: list(definitions(language)) for language in LANGUAGES},
        "completions": {language: completions(ops, places, language) for language in LANGUAGES},
        "places": list(places),
        "macros": macros,
    }


def toolboxes(ops: Sequence[str], places: Sequence[str]) -> Json:
    """Give the drawers of an activity, in both languages; a fresh block shows the first place."""
    return {language: toolbox(ops, language, *places[:1]) for language in LANGUAGES}


def completions(ops: Sequence[str], places: Sequence[str], language: Language) -> list[Json]:
    """Give the words that the text face proposes: the name, what is put in, the block's wording, a sentence of help."""
    rows = [row for row in ROWS if (row.op in ops if ops else row.available)]
    return [proposal for row in rows if (proposal := _proposal(row, places, language)) is not None]


def _proposal(row: Row, places: Sequence[str], language: Language) -> Json | None:
    if row.role is Role.STRUCTURE:
        if row.op not in _STRUCTURES:
            return None
        name, template = _STRUCTURES[row.op]
    else:
        name = row.python.said_in(language)
        template = f"{name}({', '.join(_gaps(row, places, language))})"
        if row.word is not None:
            template = f'{name}("{row.word.said_in(language)}")'
    return {
        "name": name,
        "template": template,
        "wording": re.sub(r"\s+", " ", GAP.sub("…", row.block.said_in(language))),
        "help": tooltips.TOOLTIPS[row.op].said_in(language),
        "value": row.role is Role.VALUE,
    }


def _gaps(row: Row, places: Sequence[str], language: Language) -> list[str]:
    return [
        f"{parameter.name.said_in(language)}={shown}" if parameter.keyword_only else shown
        for parameter in row.parameters
        for shown in (_gap(parameter, places, language),)
    ]


def _gap(parameter: Parameter, places: Sequence[str], language: Language) -> str:
    if parameter.kind is Kind.PLACE:
        return f'"${{{places[0] if places else parameter.name.said_in(language)}}}"'
    if parameter.kind is Kind.CHOICE:
        return f'"${{{parameter.choices[0].said_in(language)}}}"'
    shown = parameter.initial
    if parameter.kind in {Kind.NAME, Kind.TEXT} or isinstance(shown, str):
        return f'"${{{parameter.name.said_in(language) if shown is None else shown}}}"'
    if shown is not None:
        return f"${{{shown:g}}}"
    return f"${{{parameter.name.said_in(language)}}}"


def _inside(row: Row, ops: Sequence[str]) -> bool:
    """Tell whether an activity lets pupils see inside a macro: it offers every step that is there."""
    return not ops or all(op in ops for op in row.opens_into)
