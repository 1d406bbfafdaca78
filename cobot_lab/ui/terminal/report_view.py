"""Findings as a good compiler shows them: the line, a caret, one sentence, the instant, and what to look at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rich.text import Text

from cobot_lab.findings import Finding, Report, Severity, Verdict
from cobot_lab.language.procedure import said_by_step
from cobot_lab.program.program import Program
from cobot_lab.ui.sentences import Sentences
from cobot_lab.ui.terminal.voice import Voice

_MARKS = {
    Verdict.PASSED: ("✓", "bold green"),
    Verdict.FAILED: ("✗", "bold red"),
    Verdict.NOT_VERIFIED: ("?", "bold yellow"),
}


def show_findings(
    voice: Voice, report: Report, words: Sentences, source: str = "", program: Program | None = None
) -> None:
    """Write every finding.

    Args:
        voice: Where to.
        report: What was found.
        words: Sentences that know the cell's things.
        source: Text of the program, to show the lines; empty for none.
        program: The program kept in blocks, to say its steps; nothing for one kept as text.
    """
    lines = source.splitlines()
    said = {} if program is None else said_by_step(program, words.language)
    for finding in report.findings:
        _show_finding(voice, finding, words, lines, said)


def show_report(
    voice: Voice, report: Report, words: Sentences, source: str = "", program: Program | None = None
) -> None:
    """Write every finding on a program, then the verdict; arguments as in `show_findings`."""
    show_findings(voice, report, words, source, program)
    if report.coverage is not None:
        covered = report.coverage
        ways = words.word("terminal.coverage", ways=covered.ways, played=covered.played, stretches=covered.stretches)
        voice.out.print(Text(ways, "dim"), soft_wrap=True)
    mark, style = _MARKS[report.verdict]
    key = f"terminal.verdict.{report.verdict.value}"
    voice.out.print(f"{mark} {words.word(key, run=len(report.run), not_run=len(report.not_run))}", style=style)


def _show_finding(
    voice: Voice, finding: Finding, words: Sentences, lines: list[str], blocks: Mapping[int, str]
) -> None:
    refused = finding.severity is Severity.REFUSAL
    style = "bold red" if refused else "bold yellow"
    head = Text.assemble(("✗ " if refused else "! ", style), (f"{finding.code.value}  ", style))
    head.append(_where(finding, words, blocks))
    head.append(words.says(finding), "bold")
    voice.out.print(head, soft_wrap=True)
    span = finding.span
    if span is not None and 0 < span.line <= len(lines):
        line = lines[span.line - 1].expandtabs(1)
        last = span.end_column if span.end_line == span.line else len(line)
        voice.out.print(Text(f"  {span.line:>4} │ {_printable(line)}"), soft_wrap=True)
        carets = "^" * max(1, min(last, len(line)) - span.column)
        voice.out.print(Text.assemble("       │ ", " " * span.column, (carets, style)), soft_wrap=True)
    voice.out.print(Text(f"         {words.help(finding).strip()}", "dim"), soft_wrap=True)
    voice.out.print()


def _where(finding: Finding, words: Sentences, blocks: Mapping[int, str]) -> str:
    places = []
    if finding.span is not None and finding.span.block is not None:
        places.append(_block(finding, words, blocks))
    if finding.span is not None and finding.span.line:
        places.append(words.word("terminal.line", line=finding.span.line))
    if finding.t is not None:
        places.append(words.word("terminal.instant", t=finding.t))
    return f"{', '.join(places)} — " if places else ""


def _block(finding: Finding, words: Sentences, blocks: Mapping[int, str]) -> str:
    """Say which block: by the number and the words of its step."""
    if finding.step is None:
        return words.word("terminal.loose_block")
    said = _printable(blocks.get(finding.step, "").rstrip(".:\N{NO-BREAK SPACE}"))
    return words.word("terminal.block" if said else "terminal.block_only", step=finding.step, says=said)


def _printable(line: str) -> str:
    """Show characters that would play tricks on the terminal as what they are."""
    return "".join(
        character if character.isprintable() or character == "\N{NO-BREAK SPACE}" else "�" for character in line
    )


def answer(report: Report, words: Sentences, **more: Any) -> str:
    """Give a report as JSON for machines, sentences included, on one line.

    Args:
        report: What was found.
        words: Sentences that know the cell's things.
        **more: Further members of the answer; those that are None are left out.
    """
    document = report.to_dict() | {"schema": "cobot_lab/answer/1"}
    for told, finding in zip(document["findings"], report.findings, strict=True):
        told |= {"says": words.says(finding), "help": words.help(finding).strip()}
    return json.dumps(document | {key: value for key, value in more.items() if value is not None}, ensure_ascii=False)
