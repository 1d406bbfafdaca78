"""What the visitors share while one program is being read."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from cobot_lab.codes import Code
from cobot_lab.findings import Fact, Finding, Span
from cobot_lab.language.constructs import construct
from cobot_lab.language.layout import Layout
from cobot_lab.language.place import Text


@dataclass(slots=True)
class Notes:
    """What one reading of a program notes, whatever its face.

    Attributes:
        findings: What was found so far.
        lost: Names that refused lines would have set: using them is not a second mistake.
    """

    findings: list[Finding] = field(default_factory=list, kw_only=True)
    lost: set[str] = field(default_factory=set, kw_only=True)

    def find(self, code: Code, span: Span, **facts: Fact) -> None:
        """Note a finding."""
        self.findings.append(Finding(code, span=span, facts=tuple(sorted(facts.items()))))


@dataclass(slots=True)
class Context(Notes):
    """One reading of a text.

    Attributes:
        text: The pupil's text.
        layout: Its comments and blank lines.
        refused: Start (line, column) of values refused before parsing.
        functions: Names of the pupil's functions.
    """

    text: Text
    layout: Layout
    refused: set[tuple[int, int]]
    functions: frozenset[str]

    def deny(self, node: ast.AST, span: Span | None = None) -> None:
        """Note that a construct is not in the language; `span` for nodes that have no place of their own."""
        key, hint = construct(node)
        self.outside(key, hint, span or self.text.span(node))

    def outside(self, key: str, hint: str, span: Span) -> None:
        """Note that something is not in the language."""
        self.find(Code.NOT_IN_LANGUAGE, span, construct=key, hint=hint)
