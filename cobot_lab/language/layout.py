"""Comments and blank lines: where they stand, and to which body they belong."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from cobot_lab.findings import Span
from cobot_lab.language.tokens import Line, Token, Words, span_of
from cobot_lab.program.steps import Blank, Comment


@dataclass(frozen=True, slots=True)
class _Mark:
    line: int
    column: int
    step: Comment | Blank


def said(comment: str) -> str:
    """Give what a comment says, without `#` and the space behind it.

    >>> said("# vers le plateau ")
    'vers le plateau'
    """
    return comment[1:].removeprefix(" ").rstrip()


class Layout:
    """The comments and blank lines of a program, handed out once each, in order."""

    def __init__(self, text: str, words: Words) -> None:
        self._marks = sorted((*_own_lines(words), *_blanks(text, words)), key=lambda mark: mark.line)
        self._next = 0
        self._lines = words.lines
        self._starts = [line.first for line in words.lines]
        self._notes = {c.start[0]: said(c.string) for c, depth in words.comments if not depth and not _alone(c)}
        self._inner = [(c.start[0], Comment(said(c.string), span=span_of(c))) for c, depth in words.comments if depth]

    def note(self, line: int) -> str:
        """Give the comment at the end of a line of text, once."""
        return self._notes.pop(line, "")

    def inner(self, first: int, last: int) -> list[Comment]:
        """Hand out the comments inside a step that covers several lines."""
        taken = [comment for line, comment in self._inner if first <= line <= last]
        self._inner = [pair for pair in self._inner if not first <= pair[0] <= last]
        return taken

    def handed_out(self) -> int:
        """Give the line of text of the last comment or blank line handed out; 0 for none."""
        return self._marks[self._next - 1].line if self._next else 0

    def line_of(self, number: int) -> Line | None:
        """Give the line of the program that covers a line of text."""
        at = bisect_right(self._starts, number) - 1
        return self._lines[at] if at >= 0 else None

    def before(self, line: int) -> list[Comment | Blank]:
        """Hand out what stands before a line of text."""
        taken: list[Comment | Blank] = []
        while self._next < len(self._marks) and self._marks[self._next].line < line:
            taken.append(self._marks[self._next].step)
            self._next += 1
        return taken

    def behind(self, last: int, column: int) -> list[Comment | Blank]:
        """Hand out what stands behind a body's last line and is indented as the body is."""
        following = self.next_line(last)
        limit = following.first if following else float("inf")
        taken: list[Comment | Blank] = []
        while (comment := self._comment_from(self._next)) is not None:
            if comment.line > limit or comment.column < column:
                break
            taken.extend(self.before(comment.line + 1))
        return taken

    def next_line(self, after: int) -> Line | None:
        """Give the first line of the program that starts behind a line of text."""
        at = bisect_right(self._starts, after)
        return self._lines[at] if at < len(self._lines) else None

    def _comment_from(self, at: int) -> _Mark | None:
        return next((mark for mark in self._marks[at : at + 2] if isinstance(mark.step, Comment)), None)


def _alone(comment: Token) -> bool:
    return not comment.line[: comment.start[1]].strip()


def _own_lines(words: Words) -> Iterator[_Mark]:
    for token, depth in words.comments:
        if _alone(token) and not depth:
            yield _Mark(*token.start, Comment(said(token.string), span=span_of(token)))


def _blanks(text: str, words: Words) -> Iterator[_Mark]:
    covered = {number for line in words.lines for number in range(line.first, line.last + 1)}
    before = False
    for number, line in enumerate(text.split("\n"), 1):
        blank = not line.strip() and number not in covered
        if blank and not before:
            yield _Mark(number, 0, Blank(span=Span(number, 0, number, 0)))
        before = blank
