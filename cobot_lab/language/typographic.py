"""Quotes as a word processor writes them, where Python wants its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cobot_lab.findings import Span

_PAIRS = {"«": "»", "“": "”", "”": "”", "„": "“”", "‘": "’", "’": "’", "‹": "›"}
_PIECE = re.compile(r"""\"{3}|'{3}|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?P<rest>\#.*|["'].*)|(?P<opening>[«“”„‘’‹])""")


def quoted(text: str) -> Iterator[Span]:
    """Give the texts that stand between typographic quotes in code, each on one line.

    >>> [(span.column, span.end_column) for span in quoted("prendre(« magasin »)")]
    [(8, 19)]
    """
    inside = ""
    for number, line in enumerate(text.split("\n"), 1):
        column = 0
        if inside:
            column = line.find(inside) + 3
            if column < 3:
                continue
            inside = ""
        while (piece := _PIECE.search(line, column)) is not None and piece["rest"] is None:
            column = piece.end()
            if piece.group() in {'"""', "'''"}:
                end = line.find(piece.group(), column)
                if end < 0:
                    inside = piece.group()
                    break
                column = end + 3
            elif piece["opening"] is not None:
                end = min((at for at in (line.find(c, column) for c in _PAIRS[piece.group()]) if at >= 0), default=-1)
                if end > 0:
                    yield Span(number, piece.start(), number, end + 1)
                    column = end + 1


def replaced(text: str, spans: list[Span]) -> str:
    """Give the text with Python's quotes around these texts, all places kept."""
    lines = text.split("\n")
    for span in spans:
        line = lines[span.line - 1]
        inner = line[span.column + 1 : span.end_column - 1].replace('"', "'").replace("\\", "/")
        lines[span.line - 1] = f'{line[: span.column]}"{inner}"{line[span.end_column :]}'
    return "\n".join(lines)
