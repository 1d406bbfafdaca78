"""Python's parser, asked for a tree and nothing else, and its refusals put in our own terms."""

from __future__ import annotations

import ast
import tokenize
import warnings

from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Span
from cobot_lab.language.tokens import DEPTH_MAX, Words, wrong_syntax

_OPENS_A_BODY = frozenset({"if", "elif", "else", "while", "for", "def"})


def parse(words: Words) -> ast.Module | Finding:
    """Parse the masked text; nothing is compiled to code.

    Deep nesting was refused before, yet the parser keeps its own limits, and they too become findings.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(words.masked, filename="<program>")
    except SyntaxError as problem:
        return _described(problem, words)
    except (MemoryError, RecursionError):
        return Finding.of(Code.NESTED_TOO_DEEP, depth=DEPTH_MAX + 1, limit=DEPTH_MAX)


def _described(problem: SyntaxError, words: Words) -> Finding:
    texts = words.masked.split("\n")
    number = min(max(problem.lineno or 1, 1), len(texts))
    column = min(max((problem.offset or 1) - 1, 0), len(texts[number - 1]))
    span = Span(number, column, number, max(len(texts[number - 1].rstrip()), column + 1))
    if isinstance(problem, IndentationError):
        return wrong_syntax("indentation", span)
    line = next((line for line in words.lines if line.first <= number <= line.last), None)
    if line is not None and line.keyword in _OPENS_A_BODY and not _has_colon(line.words):
        end = line.words[-1].end
        return wrong_syntax("missing_colon", Span(*line.words[0].start, *end))
    return wrong_syntax("other", span)


def _has_colon(line: list[tokenize.TokenInfo]) -> bool:
    depth = 0
    for word in line:
        depth += (word.string in {"(", "[", "{"}) - (word.string in {")", "]", "}"})
        if word.string == ":" and depth == 0 and word.type == tokenize.OP:
            return True
    return False
