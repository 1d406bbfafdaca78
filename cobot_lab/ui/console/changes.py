"""What changed between two programs, in the sentences that a person reads."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

from cobot_lab.language.procedure import procedure
from cobot_lab.program.program import Program
from cobot_lab.program.vocabulary import Language


class Kind(Enum):
    """What happened to a line."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a comparison.

    Attributes:
        kind: What happened to it.
        text: The sentence.
        depth: How far it is indented.
    """

    kind: Kind
    text: str
    depth: int


def changes(before: Program, after: Program, language: Language) -> tuple[Change, ...]:
    """Compare two programs, sentence by sentence; numbers of lines do not count.

    Args:
        before: The earlier one.
        after: The later one.
        language: Of the sentences.
    """
    old, new = _lines(before, language), _lines(after, language)
    found: list[Change] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += (Change(Kind.KEPT, text, depth) for text, depth in new[k:m])
            continue
        found += (Change(Kind.REMOVED, text, depth) for text, depth in old[i:j])
        found += (Change(Kind.ADDED, text, depth) for text, depth in new[k:m])
    return tuple(found)


def _lines(program: Program, language: Language) -> list[tuple[str, int]]:
    return [(line.text, line.depth) for line in procedure(program, language) if line.step]
