"""From a pupil's text to a program, or to everything that stands in the way.

The stages run in this order, each only when those before it let it: source (size, encoding), characters, nesting,
length, syntax, vocabulary, names. The first five guard the parser; nothing deep or disguised reaches it.

A line that Python cannot read does not hide the others: they are looked at as if it were not there, and what they show
is reported too, though the stages behind `syntax` then count as not run.
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
from cobot_lab.language.meant import better, unmeant
from cobot_lab.language.place import Text
from cobot_lab.language.slips.diagnosis import Diagnosis
from cobot_lab.language.source import decode, encoded
from cobot_lab.language.statements import Statements
from cobot_lab.language.syntax import parse
from cobot_lab.language.tokens import STEPS_MAX, Words, cut
from cobot_lab.program import steps as s
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
    module = parse(words)
    if isinstance(module, Finding):
        return None, _stopped(subject, "nesting", [*words.values, module])
    if isinstance(module, Diagnosis):
        return None, _stopped(subject, "syntax", [*words.values, *module.findings, *_around(module)])
    program, found = _understood(text, words, module)
    return program, Report(subject, STAGES, (), _in_order([*words.values, *found]))


def _understood(text: str, words: Words, module: ast.Module, lost: Iterable[str] = ()) -> tuple[Program, list[Finding]]:
    """Put a tree through the visitors; `lost` are names that lines which could not be read would have set."""
    functions = frozenset(node.name for node in module.body if isinstance(node, ast.FunctionDef))
    context = Context(Text(text, words.masked), Layout(text, words), words.refused, functions)
    context.lost.update(lost)
    program = Program.of(Statements(context).program(module))
    found = [
        better(finding, context.layout.line_of(finding.span.line) if finding.span else None, functions)
        for finding in (*context.findings, *check_names(program, frozenset(context.lost)))
    ]
    slips = unmeant(words.lines, functions, _given(program) | context.lost)
    covered = {finding.span.line for finding in slips if finding.span}
    return program, [*slips, *(one for one in found if one.span is None or one.span.line not in covered)]


def _given(program: Program) -> frozenset[str]:
    """Give every name that a program gives to something, anywhere."""
    names: set[str] = set(program.functions)
    for step in program.walk():
        match step:
            case s.Set(variable) | s.Change(variable) | s.Repeat(variable) | s.Count(variable):
                names.add(variable)
            case s.Define(parameters=parameters):
                names.update(parameters)
            case _:
                pass
    return frozenset(names)


def _around(diagnosis: Diagnosis) -> list[Finding]:
    """Find what else is to be said, as if the lines that could not be read were not there.

    What depends on those lines is left out: names, calls and loops that they may have begun.
    """
    words = cut(diagnosis.mended)
    if words.characters or words.depth is not None or words.steps > STEPS_MAX:
        return []
    module = parse(words)
    if not isinstance(module, ast.Module):
        return []
    _, found = _understood(diagnosis.mended, words, module, diagnosis.lost)
    apart = [one for one in found if one.code not in _DEPENDENT and not diagnosis.covers(one)]
    return [diagnosis.moved_back(one) for one in apart if dict(one.facts).get("name") not in diagnosis.lost]


_DEPENDENT = frozenset({Code.BREAK_OUTSIDE_LOOP, Code.RETURN_OUTSIDE_FUNCTION, Code.NAME_TAKEN})
"""Findings that a line which could not be read may have caused."""


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    def place(finding: Finding) -> tuple[int, int]:
        return (finding.span.line, finding.span.column) if finding.span else (0, 0)

    return tuple(sorted(findings, key=place))


def _stopped(subject: str, stage: str, findings: list[Finding]) -> Report:
    at = STAGES.index(stage)
    return Report(subject, STAGES[: at + 1], STAGES[at + 1 :], _in_order(findings))
