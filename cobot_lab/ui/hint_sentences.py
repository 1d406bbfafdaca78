"""From hints, fixes and misconceptions to sentences; the words stand in `messages/hints.<language>.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cobot_lab.coach.budget import Search
from cobot_lab.coach.difference import Edit
from cobot_lab.coach.hints import Hint
from cobot_lab.coach.misconceptions import Misconception
from cobot_lab.ui.sentences import Language, Sentences, messages, sentences

_FILE = "hints"


def hint_sentence(hint: Hint, words: Sentences | Language, numbers: Mapping[int, str] | None = None) -> str:
    """Say one hint.

    Args:
        hint: From `coach.hints.hints_for`.
        words: The language, or its sentences when they know the cell's things by their words.
        numbers: How the steps are numbered where the hint is read; by default as the program counts them.
    """
    voice = words if isinstance(words, Sentences) else sentences(words)
    if hint.key == "fix":
        in_blocks = hint.block is not None
        lines = [edit_sentence(edit, voice, in_blocks=in_blocks, numbers=numbers) for edit in hint.edits]
        return " ".join([_table(voice)["fix"]["intro"], *lines])
    pattern: str = _table(voice)[hint.finding.code.value][hint.key]
    where = _where(voice, hint.line, hint.step, hint.block is not None, numbers)
    return voice.filled(pattern.replace("{where}", _literal(where)), hint.finding)


def edit_sentence(
    edit: Edit, words: Sentences, *, in_blocks: bool = False, numbers: Mapping[int, str] | None = None
) -> str:
    """Say what to change in one step.

    Args:
        edit: The change.
        words: The language.
        in_blocks: Whether the program is kept in blocks: steps are then called blocks.
        numbers: How the steps are numbered where it is read; by default as the program counts them.
    """
    table = _table(words)["fix"]
    where = _where(words, edit.line, edit.neighbour or edit.step, in_blocks, numbers)
    facts = {"where": where, "before": edit.before, "after": edit.after}
    if edit.kind == "inserted":
        key = "alone" if not edit.neighbour else "behind" if edit.behind else "in_front"
    elif edit.kind == "moved":
        key = "moved_behind" if edit.behind else "moved_in_front"
    else:
        key = edit.kind
    said = _formatted(table[key], facts)
    if edit.kind == "moved" and edit.before != edit.after:
        itself = _where(words, 0, edit.step, in_blocks, numbers)
        said += " " + _formatted(table["replaced"], facts | {"where": itself})
    return said


def search_sentence(search: Search, words: Sentences) -> str:
    """Say how a search for a fix ended."""
    return _with_units(words, _table(words)["ended"][search.ended_by], tried=len(search.tried), seconds=search.seconds)


def misconception_words(group: Misconception, language: Language) -> str:
    """Say what a group of findings is about, for a teacher."""
    words: str = messages(_FILE, language)["misconceptions"][group.value]
    return words


def _table(words: Sentences) -> Mapping[str, Any]:
    return messages(_FILE, words.language)


def _where(words: Sentences, line: int, step: int, in_blocks: bool, numbers: Mapping[int, str] | None) -> str:
    table = _table(words)["where"]
    if line and not in_blocks:
        return str(table["line"]).format(line=line)
    if step:
        return str(table["block" if in_blocks else "step"]).format(step=(numbers or {}).get(step, step))
    return str(table["nowhere"])


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _formatted(pattern: str, facts: Mapping[str, str]) -> str:
    return pattern.format(**facts)


def _with_units(words: Sentences, pattern: str, **facts: object) -> str:
    return Sentences(words.language, {"it": pattern}, words.labels).word("it", **facts)
