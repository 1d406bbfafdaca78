"""One slip, and the words of the statement that a rule looks at."""

from __future__ import annotations

import keyword
import tokenize
from collections.abc import Sequence
from dataclasses import dataclass

from cobot_lab.findings import Span
from cobot_lab.language.slips.details import Detail
from cobot_lab.language.tokens import Token
from cobot_lab.program.table import BY_PYTHON_NAME, folded

OPENING = frozenset("([{")
CLOSING = frozenset(")]}")
HEADS = frozenset({"if", "elif", "else", "while", "for", "def"})
"""Python's words that a body follows."""
_VALUES = frozenset({"True", "False", "None"})


@dataclass(frozen=True, slots=True)
class Slip:
    """What was most likely meant otherwise.

    Attributes:
        detail: Its key, as `Code.SYNTAX` carries it.
        span: Where to look.
    """

    detail: Detail
    span: Span


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one statement.

    Attributes:
        words: In order, comments and spacing left out; never empty.
        functions: Names of the pupil's functions.
    """

    words: Sequence[Token]
    functions: frozenset[str] = frozenset()

    @property
    def first(self) -> str:
        """The first word, without accents, in small letters."""
        return folded(self.words[0].string).lower()

    def texts(self) -> list[str]:
        """Give the words as they are written."""
        return [word.string for word in self.words]

    def depths(self) -> list[int]:
        """Give how many brackets stand around each word; a bracket is not inside itself."""
        found, depth = [], 0
        for word in self.words:
            depth -= word.string in CLOSING
            found.append(depth)
            depth += word.string in OPENING
        return found

    def has_colon(self) -> bool:
        """Tell whether a colon stands outside all brackets."""
        return any(w.string == ":" and not depth for w, depth in zip(self.words, self.depths(), strict=True))

    def callable(self, name: str) -> bool:
        """Tell whether a word is one that brackets follow."""
        return folded(name) in BY_PYTHON_NAME or name in self.functions or name in {"range", "print"}


def at(*words: Token) -> Span:
    """Give the range from the first of some words to the last."""
    return Span(*words[0].start, *words[-1].end)


def together(left: Token, right: Token) -> bool:
    """Tell whether two words stand side by side without a space."""
    return left.end == right.start


def names_something(word: Token) -> bool:
    """Tell whether a word is a name that a pupil could give."""
    return word.type == tokenize.NAME and not keyword.iskeyword(word.string)


def starts_value(word: Token) -> bool:
    """Tell whether a word begins a value."""
    named = names_something(word) or word.string in _VALUES
    return named or word.type in {tokenize.NUMBER, tokenize.STRING}


def ends_value(word: Token) -> bool:
    """Tell whether a word ends a value."""
    return starts_value(word) or word.string in CLOSING
