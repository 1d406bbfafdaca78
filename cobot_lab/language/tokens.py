"""The words of a program, looked at before Python's parser sees it: brackets, depth, length, unusable numbers."""

from __future__ import annotations

import tokenize
from dataclasses import dataclass, field
from io import StringIO

from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Span
from cobot_lab.language.characters import look_alikes
from cobot_lab.language.slips.details import Detail
from cobot_lab.language.typographic import quoted, replaced
from cobot_lab.program.vocabulary import EXACT_MAX

Token = tokenize.TokenInfo

DEPTH_MAX = 30
"""Deepest nesting of bodies and brackets together."""
LINKS_MAX = 100
"""Most operators in one line of the program, each of which may nest the next."""
STEPS_MAX = 500
"""Most steps."""

_PAIRS = {")": "(", "]": "[", "}": "{"}
_FLAT = frozenset({")", "]", "}", ",", ":", ";"})
_LINKING = frozenset({"not", "and", "or", "if", "else", "lambda", "in", "is", "await", "yield", "for"})
_SPACING = frozenset({tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})
_TEXT_LIKE = frozenset({tokenize.STRING, tokenize.COMMENT})


@dataclass(slots=True)
class Line:
    """A line of the program as Python counts them: it may cover several lines of text."""

    words: list[Token] = field(default_factory=list)

    @property
    def first(self) -> int:
        """Its first line of text."""
        return self.words[0].start[0]

    @property
    def last(self) -> int:
        """Its last line of text."""
        return self.words[-1].end[0]

    @property
    def keyword(self) -> str:
        """Its first word."""
        return self.words[0].string


@dataclass(slots=True)
class Words:
    """A program cut into words.

    Attributes:
        lines: The lines that say something.
        comments: Comment tokens, each with the depth of brackets around it.
        masked: Text for the parser: numbers and formatted texts that were refused are made harmless, same places.
        refused: Start (line, column) of each of these.
        characters: Findings about characters in code.
        depth: Finding about nesting.
        whole: Whether the text could be cut to its end, its brackets in pairs and its quotes closed.
        values: Findings about numbers, formatted texts and typographic quotes.
    """

    lines: list[Line] = field(default_factory=list)
    comments: list[tuple[Token, int]] = field(default_factory=list)
    masked: str = ""
    refused: set[tuple[int, int]] = field(default_factory=set)
    characters: list[Finding] = field(default_factory=list)
    depth: Finding | None = None
    whole: bool = True
    values: list[Finding] = field(default_factory=list)

    @property
    def steps(self) -> int:
        """How many steps the text holds, at least."""
        ends = sum(word.string == ";" for line in self.lines for word in line.words)
        return ends + sum(line.keyword != "else" for line in self.lines)


def span_of(token: Token) -> Span:
    """Give where a token is written."""
    return Span(*token.start, *token.end)


def wrong_syntax(detail: Detail, span: Span) -> Finding:
    """Make the finding of text that is not Python."""
    return Finding.of(Code.SYNTAX, span=span, detail=detail)


def cut(text: str) -> Words:
    """Cut a program into words and say what already stands in the way of parsing it."""
    marked = list(quoted(text))
    words = Words(masked=replaced(text, marked), refused={(span.line, span.column) for span in marked})
    words.values.extend(wrong_syntax("typographic_quotes", span) for span in marked)
    brackets: list[Token] = []
    try:
        _cut(words.masked, words, brackets)
    except (tokenize.TokenError, IndentationError):
        words.whole = False
    return words


def _cut(text: str, words: Words, brackets: list[Token]) -> None:
    indents = links = 0
    line = Line()
    for token in tokenize.generate_tokens(StringIO(text).readline):
        if token.type not in _TEXT_LIKE and not token.string.isascii():
            words.characters.extend(look_alikes(token.string, *token.start))
        if token.type == tokenize.COMMENT:
            words.comments.append((token, len(brackets)))
        elif token.type == tokenize.INDENT:
            indents += 1
        elif token.type == tokenize.DEDENT:
            indents -= 1
        elif token.type == tokenize.NEWLINE:
            words.lines += [line] if line.words else []
            line, links = Line(), 0
        if token.type in _SPACING or token.type == tokenize.NEWLINE:
            continue
        line.words.append(token)
        links = 0 if token.string == ";" else links + _is_link(token)
        _brackets(token, words, brackets)
        _deep(token, indents + len(brackets), links, words)
        if words.depth is not None:
            return
        _unusable(token, words)


def _is_link(token: Token) -> bool:
    return (token.type == tokenize.OP and token.string not in _FLAT) or token.string in _LINKING


def _brackets(token: Token, words: Words, brackets: list[Token]) -> None:
    if token.type == tokenize.ERRORTOKEN and not token.string.isspace():
        words.whole = False
    if token.type != tokenize.OP:
        return
    if token.string in _PAIRS.values():
        brackets.append(token)
    elif token.string in _PAIRS and not (brackets and brackets.pop().string == _PAIRS[token.string]):
        words.whole = False


def _deep(token: Token, depth: int, links: int, words: Words) -> None:
    if depth > DEPTH_MAX:
        words.depth = Finding.of(Code.NESTED_TOO_DEEP, span=span_of(token), depth=depth, limit=DEPTH_MAX)
    elif links > LINKS_MAX:
        words.depth = Finding.of(Code.NESTED_TOO_DEEP, span=span_of(token), depth=links, limit=LINKS_MAX)


def _unusable(token: Token, words: Words) -> None:
    if token.type == tokenize.NUMBER and not usable(token.string):
        shortened = token.string if len(token.string) <= 20 else token.string[:17] + "…"
        words.values.append(Finding.of(Code.NUMBER_NOT_USABLE, span=span_of(token), text=shortened))
        _mask(token, "0".ljust(len(token.string)), words)
    elif token.type == tokenize.STRING:
        prefix = token.string[: token.string.index(token.string[-1])]
        if "f" in prefix.lower():
            words.values.append(
                Finding.of(Code.NOT_IN_LANGUAGE, span=span_of(token), construct="formatted_text", hint="show")
            )
            _mask(token, prefix.lower().replace("f", "").rjust(len(prefix)) + token.string[len(prefix) :], words)


def _mask(token: Token, harmless: str, words: Words) -> None:
    lines = words.masked.split("\n")
    (first, start), (last, end) = token.start, token.end
    before, after = lines[first - 1][:start], lines[last - 1][end:]
    lines[first - 1 : last] = (before + harmless + after).split("\n")
    words.masked = "\n".join(lines)
    words.refused.add(token.start)


def usable(text: str) -> bool:
    """Tell whether a number, as written, is one that a double holds: finite, and exact when it is whole.

    >>> usable("80"), usable("1e999"), usable("9" * 5000)
    (True, False, False)
    """
    if len(text) > 100:
        return False
    digits = text.lower().replace("_", "")
    if digits[-1] == "j":
        return True
    try:
        if digits[:2] in {"0x", "0o", "0b"}:
            return int(digits, 0) <= EXACT_MAX
        if digits.isdigit():
            return int(digits) <= EXACT_MAX
        return float(digits) < float("inf")
    except ValueError:
        return True
