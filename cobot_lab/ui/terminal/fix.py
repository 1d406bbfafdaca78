"""`cobot-lab check --fix`: the least change with which a program passes, as a diff and in words."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import Any

from rich.text import Text

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.coach.budget import Fix, Search
from cobot_lab.coach.repair import repair
from cobot_lab.language.faces import face_of
from cobot_lab.ui.hint_sentences import edit_sentence, search_sentence
from cobot_lab.ui.sentences import Sentences
from cobot_lab.ui.terminal.voice import Voice
from cobot_lab.verify.source import Checked

_STYLES = {"+": "green", "-": "red", " ": "dim"}


def look_for_fix(voice: Voice, program: Path, source: bytes, cell: Cell, task: Task | None, checked: Checked) -> Search:
    """Search, with progress on the terminal."""
    with voice.progress() as tell:
        return repair(source, cell, task, face_of(program.name), progress=tell, checked=checked)


def show_search(voice: Voice, search: Search, words: Sentences, text: str) -> None:
    """Write what became of a search: how it ended and, where there is a fix, the lines and the words of it.

    Args:
        voice: Where to.
        search: What became of it.
        words: The language.
        text: The program as the pupil wrote it; empty for one kept in blocks.
    """
    voice.out.print(search_sentence(search, words), style="bold", markup=False, soft_wrap=True)
    if search.fix is None:
        return
    for line in _diff(search.fix, text):
        voice.out.print(Text(f"  {line}", _STYLES[line[0]]), soft_wrap=True)
    for said in _sentences(search.fix, words, in_blocks=not text):
        voice.out.print(said, markup=False, soft_wrap=True)


def _diff(fix: Fix, text: str) -> list[str]:
    if text:
        changed = unified_diff(text.splitlines(), fix.source.decode().splitlines(), lineterm="", n=1)
        return [line or " " for line in changed if not line.startswith(("---", "+++", "@@"))]
    gone = [f"- {edit.before}" for edit in fix.edits if edit.before]
    return gone + [f"+ {edit.after}" for edit in fix.edits if edit.after]


def _sentences(fix: Fix, words: Sentences, *, in_blocks: bool) -> list[str]:
    return [edit_sentence(edit, words, in_blocks=in_blocks) for edit in fix.edits]


def told(search: Search, words: Sentences) -> dict[str, Any]:
    """Give the answer for machines, sentences included."""
    document = search.to_dict() | {"says": search_sentence(search, words)}
    if search.fix is not None:
        in_blocks = any(edit.block is not None for edit in search.fix.edits)
        said = _sentences(search.fix, words, in_blocks=in_blocks)
        document["edits"] = [edit | {"says": one} for edit, one in zip(document["edits"], said, strict=True)]
    return document
