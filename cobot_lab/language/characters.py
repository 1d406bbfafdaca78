"""Which characters a program may hold: nothing invisible anywhere, nothing that looks like another letter in code.

Texts and comments may use any visible character. Code uses ASCII and the accented Latin letters of the Unicode
Character Database: those that decompose into an ASCII letter and accents, and the ligatures of French. Look-alikes
(full width, Cyrillic, Greek, letter-like symbols) decompose otherwise or not at all, and are refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Span

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_HIDDEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(map(chr, range(0xFE00, 0xFE0F)))
_LIGATURES = frozenset("œŒæÆ")


def hidden(character: str) -> bool:
    r"""Tell whether a character cannot be seen or changes how others are shown; `\t` and `\n` may stand.

    >>> hidden("\u202e"), hidden("é")
    (True, False)
    """
    if character in "\t\n":
        return False
    return character in _HIDDEN or unicodedata.category(character) in _HIDDEN_CATEGORIES


def visible(text: str, limit: int = 40) -> str:
    r"""Give a text that may hold anything as it can be told: without what cannot be seen, and not too long.

    >>> visible("a\u202eb\ud800")
    'a�b�'
    """
    short = text if len(text) <= limit else f"{text[: limit - 1]}…"
    return "".join("\N{REPLACEMENT CHARACTER}" if hidden(character) else character for character in short)


def plain(character: str) -> bool:
    """Tell whether a character may stand in code.

    >>> plain("é"), plain("ｅ"), plain("е")
    (True, False, False)
    """
    if character.isascii() or character in _LIGATURES:
        return True
    parts = unicodedata.normalize("NFD", character)
    return len(parts) > 1 and parts[0].isascii() and parts[0].isalpha() and all(map(unicodedata.combining, parts[1:]))


def refused(character: str, span: Span) -> Finding:
    """Make the finding of a character that may not stand there."""
    name = unicodedata.name(character, "")
    return Finding.of(Code.FORBIDDEN_CHARACTER, span=span, character=f"U+{ord(character):04X}", name=name)


def hidden_characters(text: str) -> Iterator[Finding]:
    """Find the characters that may stand nowhere; one finding for those that follow one another."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return
    for number, line in enumerate(text.split("\n"), 1):
        column = 0
        while column < len(line):
            start = column
            while column < len(line) and hidden(line[column]):
                column += 1
            if column > start:
                yield refused(line[start], Span(number, start, number, column))
            column += 1


def look_alikes(code: str, line: int, column: int) -> Iterator[Finding]:
    """Find the first character of a word of code that may not stand in code."""
    wrong = next((character for character in code if not plain(character)), None)
    if wrong is not None:
        yield refused(wrong, Span(line, column, line, column + len(code)))
