"""The pupil's text with only the changed steps written anew: every other line stays as it was."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from cobot_lab.coach.difference import Match, head_of, line_of, neighbour_of
from cobot_lab.coach.tree import spots
from cobot_lab.language.reader import draft
from cobot_lab.language.writer import write
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program
from cobot_lab.program.table import ROWS
from cobot_lab.program.vocabulary import Language

_INDENT = "    "


def language_of(text: str) -> Language:
    """Tell in which names a text is written; French when it does not say.

    >>> language_of('pick("magasin")'), language_of('x = 1')
    ('en', 'fr')
    """
    words = set(re.findall(r"\b\w+(?=\()", text))
    french = sum(row.python.fr in words for row in ROWS if row.python.fr != row.python.en)
    english = sum(row.python.en in words for row in ROWS if row.python.fr != row.python.en)
    return "en" if english > french else "fr"


def rewritten_text(text: str, before: Program, after: Program, language: Language) -> str:
    """Give the text of another version of a program.

    Where the lines cannot be kept (several steps on one of them), the whole text is written anew; reading it gives
    the version either way.

    Args:
        text: What the pupil wrote.
        before: The program that it gives.
        after: The other version; steps that stay keep their spans.
        language: Names for the lines that are new.
    """
    spliced = _Splice(text, before, after, language).text()
    return spliced if spliced is not None and draft(spliced)[0] == after else write(after, language)


class _Splice:
    """The lines of one text on their way to another version."""

    def __init__(self, text: str, before: Program, after: Program, language: Language) -> None:
        self._lines = text.split("\n")
        self._after = after
        self._language = language
        self._match = Match(before, after)
        self._behind: dict[int, list[str]] = defaultdict(list)
        self._in_front: dict[int, list[str]] = defaultdict(list)
        self._dropped: set[int] = set()

    def text(self) -> str | None:
        """Give the new text; nothing when a new step has no neighbour to stand next to."""
        match = self._match
        lines = list(self._lines)
        for spot in spots(self._after):
            key = match.key_of.get(spot.step.number) if spot.step.span is not None else None
            if key is None or key in match.moved:
                if not self._placed(spot, key):
                    return None
            elif head_of(match.old[key].step) != head_of(spot.step):
                self._replaced(match.old[key].step, spot.step)
        for key, spot in match.old.items():
            if key not in match.new or key in match.moved:
                first, last = _extent(spot.step)
                self._dropped.update(range(first, last + 1))
        lines = []
        for number, line in enumerate(self._lines, 1):
            lines += self._in_front[number]
            lines += [] if number in self._dropped else [line]
            lines += self._behind[number]
        return "\n".join(lines)

    def _placed(self, spot: Any, key: Any) -> bool:
        neighbour, behind = neighbour_of(self._match, spot)
        if neighbour is None:
            return False
        first, last = _extent(neighbour)
        margin = _margin(self._lines[first - 1])
        if key is None:
            new = [margin + line for line in write(Program((spot.step,)), self._language).splitlines()]
        else:
            begin, end = _extent(self._match.old[key].step)
            own = self._lines[begin - 1 : end]
            new = [margin + line.removeprefix(_margin(own[0])) for line in own]
        (self._behind[last] if behind else self._in_front[first]).extend(new)
        return True

    def _replaced(self, old: Any, new: Any) -> None:
        span = old.span
        first, last = self._lines[span.line - 1], self._lines[span.end_line - 1]
        said = line_of(new, self._language)
        if isinstance(new, s.Case) and first[span.column :].startswith("elif"):
            said = "el" + said
        self._lines[span.line - 1] = first[: span.column] + said + last[span.end_column :]
        for number in range(span.line + 1, span.end_line + 1):
            self._dropped.add(number)


def _extent(step: Any) -> tuple[int, int]:
    """Give the first and last line of a step with all that is inside it."""
    inside = [each.span for each in Program((step,)).walk() if each.span is not None]
    return step.span.line, max(span.end_line for span in inside)


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
