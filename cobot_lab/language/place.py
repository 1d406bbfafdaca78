"""Where a node of Python's tree is written, in characters of the pupil's text."""

from __future__ import annotations

import ast

from cobot_lab.findings import Span


class Text:
    """The lines of a program, for turning the parser's byte columns into characters.

    Args:
        text: As the pupil wrote it.
        parsed: As the parser got it, the same characters at the same places but for some that were replaced.
    """

    def __init__(self, text: str, parsed: str | None = None) -> None:
        self.lines = text.split("\n")
        self._parsed = self.lines if parsed is None else parsed.split("\n")

    def column(self, line: int, offset: int) -> int:
        """Convert a column in UTF-8 bytes to one in characters."""
        text = self._parsed[line - 1]
        return offset if text.isascii() else len(text.encode()[:offset].decode())

    def span(self, first: ast.AST, last: ast.AST | None = None) -> Span:
        """Give the range from the start of one node to the end of another, or of the same."""
        begin, end = _located(first), _located(last or first)
        assert end.end_lineno is not None
        assert end.end_col_offset is not None
        return Span(
            begin.lineno,
            self.column(begin.lineno, begin.col_offset),
            end.end_lineno,
            self.column(end.end_lineno, end.end_col_offset),
        )

    def head_of_function(self, node: ast.FunctionDef) -> Span:
        """Give the range from `def` to its last parameter, or to its name when it has none."""
        begin = self.span(node)
        parts: list[ast.AST] = [*node.args.args, *node.args.defaults]
        if node.returns is not None:
            parts.append(node.returns)
        if parts:
            return self.span(node, max(parts, key=lambda part: (self.span(part).end_line, self.span(part).end_column)))
        line = self.lines[begin.line - 1]
        opening = line.find("(", begin.column)
        return Span(begin.line, begin.column, begin.line, opening if opening > 0 else len(line))

    def written(self, span: Span, *, whole_line: bool) -> str:
        """Give the text of a span without the first line's indentation; `whole_line` keeps what follows its end."""
        lines = self.lines[span.line - 1 : span.end_line]
        margin = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
        if not whole_line:
            lines[-1] = lines[-1][: span.end_column]
        lines[0] = lines[0][span.column :]
        return "\n".join([lines[0], *(line.removeprefix(margin) for line in lines[1:])]).rstrip()


def _located(node: ast.AST) -> ast.expr | ast.stmt | ast.arg | ast.keyword:
    assert isinstance(node, ast.expr | ast.stmt | ast.arg | ast.keyword)
    return node
