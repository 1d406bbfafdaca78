"""Findings as a page takes them: in words, with their place in both faces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cobot_lab.findings import Finding, Report, Span
from cobot_lab.language.procedure import numbers_by_step, procedure, said_by_step
from cobot_lab.program.program import Program
from cobot_lab.ui.notebook.faces import Faces
from cobot_lab.ui.sentences import Sentences

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Steps:
    """How the steps of a program are called.

    Attributes:
        said: What each step says, by number.
        numbers: The number that each has in the procedure, such as `3.1`.
    """

    said: Mapping[int, str] = field(default_factory=dict)
    numbers: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, program: Program | None, words: Sentences) -> Steps:
        """Call the steps of a program by their words; nothing is known of one that cannot be read."""
        return cls() if program is None else cls(said_by_step(program, words.language), numbers_by_step(program))


def remarks(report: Report, faces: Faces, words: Sentences) -> list[Json]:
    """Give each finding as a dictionary.

    Each holds `code`, `severity`, `step`, `t` [s], `says` and `help`, `where` in words (of `blocks`, and of `python`:
    only text has lines), `text` (`line`, `column`, `end_line`, `end_column`) and `block` (its id); what is not known
    is None.
    """
    steps = Steps.of(faces.program, words)
    return [_remark(finding, faces, words, steps) for finding in report.findings]


def _remark(finding: Finding, faces: Faces, words: Sentences, steps: Steps) -> Json:
    text, block = faces.spans(finding.step, finding.span)
    standing: dict[str, Span | None] = {"blocks": block, "python": text}
    return {
        "code": finding.code.value,
        "severity": finding.severity.value,
        "step": finding.step,
        "t": finding.t,
        "says": words.says(finding),
        "help": words.help(finding).strip(),
        "where": {face: where(replace(finding, span=span), words, steps) for face, span in standing.items()},
        "text": None if text is None or not text.line else text.to_dict(),
        "block": None if block is None else block.block,
    }


def where(finding: Finding, words: Sentences, steps: Steps) -> str:
    """Say where and when: the block by its number and words, the line, the instant.

    Args:
        finding: What was found, with its place in the face that is shown.
        words: The language.
        steps: How the steps are called.
    """
    places = []
    span = finding.span
    if span is not None and span.block is not None:
        step = "" if finding.step is None else steps.said.get(finding.step, "").rstrip(".:\N{NO-BREAK SPACE}")
        number = "" if finding.step is None else steps.numbers.get(finding.step, finding.step)
        key = "loose_block" if finding.step is None else "block" if step else "block_only"
        places.append(words.word(f"terminal.{key}", step=number, says=step))
    elif span is not None and span.line:
        places.append(words.word("terminal.line", line=span.line))
    if finding.t is not None:
        places.append(words.word("terminal.instant", t=finding.t))
    return ", ".join(places)


def spoken_steps(program: Program | None, words: Sentences) -> list[Json]:
    """Give the program as numbered sentences, for whoever reads rather than sees: as the procedure, without remarks.

    Each holds `number`, `says`, `depth` from 0, and `step`, which is 0 for « sinon ».
    """
    lines = () if program is None else procedure(program, words.language)
    return [
        {"number": line.number, "says": line.text, "depth": line.depth, "step": line.step}
        for line in lines
        if line.number
    ]
