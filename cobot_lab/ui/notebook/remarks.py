"""Findings as a page takes them: in words, with their place in both faces."""

from __future__ import annotations

from typing import Any

from cobot_lab.findings import Finding, Report
from cobot_lab.language.procedure import said_by_step
from cobot_lab.program.program import Program
from cobot_lab.ui.notebook.faces import Faces
from cobot_lab.ui.sentences import Sentences

Json = dict[str, Any]


def remarks(report: Report, faces: Faces, words: Sentences) -> list[Json]:
    """Give each finding as a dictionary.

    Each holds `code`, `severity`, `step`, `t` [s], `says` and `help`, `where` in words, `text` (`line`, `column`,
    `end_line`, `end_column`) and `block` (its id); what is not known is None.
    """
    said = {} if faces.program is None else said_by_step(faces.program, words.language)
    return [_remark(finding, faces, words, said) for finding in report.findings]


def _remark(finding: Finding, faces: Faces, words: Sentences, said: dict[int, str]) -> Json:
    text, block = faces.spans(finding.step, finding.span)
    return {
        "code": finding.code.value,
        "severity": finding.severity.value,
        "step": finding.step,
        "t": finding.t,
        "says": words.says(finding),
        "help": words.help(finding).strip(),
        "where": where(finding, words, said),
        "text": None if text is None or not text.line else text.to_dict(),
        "block": None if block is None else block.block,
    }


def where(finding: Finding, words: Sentences, said: dict[int, str]) -> str:
    """Say where and when: the block by its number and words, the line, the instant.

    Args:
        finding: What was found.
        words: The language.
        said: What each step says, by number; of programs in blocks.
    """
    places = []
    span = finding.span
    if span is not None and span.block is not None:
        step = "" if finding.step is None else said.get(finding.step, "").rstrip(".:\N{NO-BREAK SPACE}")
        key = "loose_block" if finding.step is None else "block" if step else "block_only"
        places.append(words.word(f"terminal.{key}", step=finding.step, says=step))
    elif span is not None and span.line:
        places.append(words.word("terminal.line", line=span.line))
    if finding.t is not None:
        places.append(words.word("terminal.instant", t=finding.t))
    return ", ".join(places)


def spoken_steps(program: Program | None, words: Sentences) -> list[Json]:
    """Give the program as numbered sentences, for whoever reads rather than sees."""
    if program is None:
        return []
    return [{"step": step, "says": said} for step, said in said_by_step(program, words.language).items()]
