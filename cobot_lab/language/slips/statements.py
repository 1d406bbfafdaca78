"""Broken text cut into statements, so that a bracket or a quote left open does not swallow the rest of the program."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from cobot_lab.findings import Span
from cobot_lab.language.slips.details import Detail
from cobot_lab.language.slips.slip import Slip
from cobot_lab.language.tokens import Token
from cobot_lab.program.table import BY_PYTHON_NAME, folded
from cobot_lab.program.vocabulary import Role

_PIECE = re.compile(
    r"""(?P<triple>\"{3}|'{3})|(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<quote>["'])|(?P<comment>\#.*)"""
    r"""|(?P<opening>[(\[{])|(?P<closing>[)\]}])|(?P<onward>\\$)"""
)
_PAIRS = {")": "(", "]": "[", "}": "{"}
_BEGINS = re.compile(
    r"\s*(?:(?P<word>if|elif|else|while|for|def|return|break|pass|import)\b|(?P<name>\w+)\s*(?P<sign>\(|=(?!=)|\+=))"
)
_SPACING = frozenset(
    {tokenize.NEWLINE, tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as far as it can be told.

    Attributes:
        first: Its first line of text.
        last: Its last.
        text: These lines.
        slip: What is wrong with its brackets or quotes.
    """

    first: int
    last: int
    text: str
    slip: Slip | None = None

    @property
    def indentation(self) -> str:
        """What stands before its first word."""
        return self.text[: len(self.text) - len(self.text.lstrip())]

    def words(self) -> list[Token]:
        """Give its words at their places in the program."""
        return [
            _moved(token, self.first - 1)
            for token in _readable(self.text)
            if token.type not in _SPACING and token.string.strip()
        ]


def _readable(text: str) -> Iterator[Token]:
    """Give the tokens of a text up to the first place that cannot be cut."""
    try:
        yield from tokenize.generate_tokens(StringIO(text).readline)
    except (tokenize.TokenError, IndentationError):
        return


def _moved(token: Token, lines: int) -> Token:
    (line, column), (end_line, end_column) = token.start, token.end
    return token._replace(start=(line + lines, column), end=(end_line + lines, end_column))


def statements(text: str) -> Iterator[Statement]:
    """Cut a text into statements, blank lines and comments left out."""
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        bare = lines[number].strip()
        if not bare or bare.startswith("#"):
            number += 1
            continue
        last, slip = _Cutter(lines, number).run()
        yield Statement(number + 1, last + 1, "\n".join(lines[number : last + 1]), slip)
        number = last + 1


class _Cutter:
    """Follows the brackets and quotes of one statement."""

    def __init__(self, lines: list[str], first: int) -> None:
        self._lines = lines
        self._first = first
        self._open: list[tuple[str, int, int]] = []
        self._triple: tuple[str, int, int] | None = None

    def run(self) -> tuple[int, Slip | None]:
        """Give the index of the last line, and what is wrong."""
        for at in range(self._first, len(self._lines)):
            onward, slip = self._line(at)
            if slip is not None:
                return at, slip
            if self._open and self._triple is None and self._begins_after(at):
                return at, self._left_open()
            if not (onward or self._open or self._triple):
                return at, None
        return len(self._lines) - 1, self._left_open()

    def _left_open(self) -> Slip | None:
        if self._triple is not None:
            return Slip("unclosed_quote", _single(*self._triple))
        return Slip("unclosed_bracket", _single(*self._open[-1])) if self._open else None

    def _line(self, at: int) -> tuple[bool, Slip | None]:
        """Follow one line of text; tells whether it goes on by itself."""
        line, column = self._lines[at], 0
        while True:
            if self._triple is not None:
                end = line.find(self._triple[0], column)
                if end < 0:
                    return False, None
                column, self._triple = end + 3, None
            piece = _PIECE.search(line, column)
            if piece is None or piece.lastgroup == "comment":
                return False, None
            if piece.lastgroup == "onward":
                return True, None
            slip = self._piece(piece, at)
            if slip is not None:
                return False, slip
            column = piece.end()

    def _piece(self, piece: re.Match[str], at: int) -> Slip | None:
        sign, column = piece.group(), piece.start()
        match piece.lastgroup:
            case "triple":
                self._triple = (sign, at, column)
            case "quote":
                return _open_quote(self._lines[at], at, column)
            case "opening":
                self._open.append((sign, at, column))
            case "closing":
                if not self._open:
                    return Slip("extra_bracket", _single(sign, at, column))
                if self._open.pop()[0] != _PAIRS[sign]:
                    return Slip("other_bracket", _single(sign, at, column))
            case _:
                pass
        return None

    def _begins_after(self, at: int) -> bool:
        """Tell whether the next line of text begins a statement of its own, brackets or not."""
        following = next((line for line in self._lines[at + 1 :] if line.strip()), "")
        begin = _BEGINS.match(following)
        if begin is None:
            return False
        if begin["sign"] == "(":
            rows = BY_PYTHON_NAME.get(folded(begin["name"]), ())
            return any(row.role is Role.STEP for row in rows)
        margin = len(following) - len(following.lstrip())
        own = self._lines[self._first]
        return margin <= len(own) - len(own.lstrip())


def _single(sign: str, at: int, column: int) -> Span:
    return Span(at + 1, column, at + 1, column + len(sign))


def _open_quote(line: str, at: int, column: int) -> Slip:
    inside = re.search(r"""(["'])[^"']*(\1)\w""", line[:column])
    if inside is not None and inside[1] == line[column]:
        return Slip("quote_inside", _single("'", at, inside.start(2)))
    other = "'" if line[column] == '"' else '"'
    closed = re.search(rf"{other}\s*[),]", line[column:])
    detail: Detail = "quotes_differ" if closed else "unclosed_quote"
    return Slip(detail, _single("'", at, column))
