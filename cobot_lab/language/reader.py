"""From a pupil's text to a program, or to everything that stands in the way.

The stages run in this order, each only when those before it let it: source (size, encoding), characters, nesting,
length, syntax, vocabulary, names. The first five guard the parser; nothing deep or disguised reaches it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable

from cobot_lab import stored
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report, refusals
from cobot_lab.language.characters import hidden_characters
from cobot_lab.language.context import Context
from cobot_lab.language.layout import Layout
from cobot_lab.language.place import Text
from cobot_lab.language.source import decode, encoded
from cobot_lab.language.statements import Statements
from cobot_lab.language.syntax import parse
from cobot_lab.language.tokens import STEPS_MAX, Words, cut
from cobot_lab.program.name_checks import check_names
from cobot_lab.program.program import Program

STAGES = ("source", "characters", "nesting", "length", "syntax", "vocabulary", "names")
"""The checks of a text, in order."""


def read(source: str | bytes) -> tuple[Program | None, Report]:
    """Read a program in Python, its names in French or English.

    Args:
        source: The text, or its bytes in UTF-8.

    Returns:
        The program, or nothing when a finding refuses it; and the report on the bytes.
    """
    program, report = draft(source)
    return (None if refusals(report.findings) else program), report


def draft(source: str | bytes) -> tuple[Program | None, Report]:
    """Read as much of a program as can be parsed; statements outside the language become `Raw` steps.

    Returns:
        The program, or nothing when it could not even be parsed; and the report on the bytes.
    """
    data = encoded(source)
    subject = stored.sha256(data)
    text, problem = decode(data)
    if problem is not None:
        return None, _stopped(subject, "source", [problem])
    wrong = list(hidden_characters(text))
    if wrong:
        return None, _stopped(subject, "characters", wrong)
    return _parsed(text, cut(text), subject)


def _parsed(text: str, words: Words, subject: str) -> tuple[Program | None, Report]:
    if words.characters:
        return None, _stopped(subject, "characters", words.characters)
    if words.depth is not None:
        return None, _stopped(subject, "nesting", [words.depth, *words.values])
    if words.steps > STEPS_MAX:
        count = Finding.of(Code.TOO_MANY_STEPS, count=words.steps, limit=STEPS_MAX)
        return None, _stopped(subject, "length", [count, *words.values])
    module = parse(words) if words.syntax is None else words.syntax
    if isinstance(module, Finding):
        stage = "syntax" if module.code is Code.SYNTAX else "nesting"
        return None, _stopped(subject, stage, [*words.values, module])
    functions = frozenset(node.name for node in module.body if isinstance(node, ast.FunctionDef))
    context = Context(Text(text), Layout(text, words), words.refused, functions)
    program = Program.of(Statements(context).program(module))
    names = check_names(program, frozenset(context.lost))
    found = _in_order([*words.values, *context.findings, *names])
    return program, Report(subject, STAGES, (), found)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    def place(finding: Finding) -> tuple[int, int]:
        return (finding.span.line, finding.span.column) if finding.span else (0, 0)

    return tuple(sorted(findings, key=place))


def _stopped(subject: str, stage: str, findings: list[Finding]) -> Report:
    at = STAGES.index(stage)
    return Report(subject, STAGES[: at + 1], STAGES[at + 1 :], _in_order(findings))
