"""Python's parser, asked for a tree and nothing else; where it cannot read, the slips are named in our own terms."""

from __future__ import annotations

import ast
import warnings

from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Span
from cobot_lab.language.slips.diagnosis import Diagnosis, diagnose
from cobot_lab.language.tokens import DEPTH_MAX, Words, wrong_syntax


def parse(words: Words) -> ast.Module | Diagnosis | Finding:
    """Parse the masked text, or tell what stands in the way; nothing is compiled to code.

    Deep nesting was refused before, yet the parser keeps its own limits, and they too become findings.

    Returns:
        The tree, the slips that keep it from being read, or the finding that it is nested too deep.
    """
    try:
        module = tree(words.masked) if words.whole else None
        return _diagnosed(words) if module is None else module
    except (MemoryError, RecursionError):
        return Finding.of(Code.NESTED_TOO_DEEP, depth=DEPTH_MAX + 1, limit=DEPTH_MAX)


def tree(text: str) -> ast.Module | None:
    """Give Python's tree of a text, or nothing when Python cannot read it.

    Raises:
        MemoryError, RecursionError: The text is nested deeper than the parser goes.
    """
    try:
        return _parsed(text)
    except SyntaxError:
        return None


def _parsed(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text, filename="<program>")


def _diagnosed(words: Words) -> Diagnosis:
    diagnosis = diagnose(words.masked, tree)
    if not diagnosis.findings:
        diagnosis.findings.append(wrong_syntax("other", _stopped_at(words.masked)))
    return diagnosis


def _stopped_at(text: str) -> Span:
    """Give the place where Python stopped reading."""
    lines = text.split("\n")
    number, column = 1, 0
    try:
        _parsed(text)
    except SyntaxError as problem:
        number = min(max(problem.lineno or 1, 1), len(lines))
        column = min(max((problem.offset or 1) - 1, 0), len(lines[number - 1]))
    return Span(number, column, number, max(len(lines[number - 1].rstrip()), column + 1))
