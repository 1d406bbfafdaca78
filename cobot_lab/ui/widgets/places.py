"""Where each step stands in both faces at once, and a remark made on one face placed in the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cobot_lab.findings import Finding, Span
from cobot_lab.program.program import Program


@dataclass(frozen=True, slots=True)
class StepPlace:
    """A step in both faces.

    Attributes:
        number: Of the step.
        text: Its range in the text; nothing when the text does not show it.
        block: Its block; nothing when the blocks do not show it.
    """

    number: int
    text: Span | None
    block: str | None

    def to_dict(self) -> dict[str, Any]:
        """Give what the editor has to know to point at the step."""
        return {"number": self.number, "blockId": self.block, "line": self.text.line if self.text else None}


@dataclass(frozen=True, slots=True)
class Places:
    """Every step of a program, in reading order."""

    steps: tuple[StepPlace, ...] = ()

    @classmethod
    def of(cls, text: Program | None, blocks: Program | None) -> Places:
        """Put the same program, read from its text and from its blocks, side by side by the steps' numbers."""
        lines = {} if text is None else {step.number: step.span for step in text.walk()}
        names = {} if blocks is None else {step.number: step.span for step in blocks.walk()}
        numbers = sorted(lines.keys() | names.keys())
        return cls(
            tuple(
                StepPlace(number, lines.get(number), span.block if (span := names.get(number)) is not None else None)
                for number in numbers
            )
        )

    def of_finding(self, finding: Finding) -> dict[str, Any]:
        """Give the block and the range of text that a finding is about, as far as they are known."""
        span = finding.span
        place = self._step_of(finding)
        block = span.block if span is not None and span.block is not None else place.block if place else None
        text = span if span is not None and span.block is None and span.line > 0 else place.text if place else None
        if text is None:
            return {"blockId": block, "line": None}
        # A step that holds others is pointed at by its first line.
        same = text.end_line == text.line
        return {
            "blockId": block,
            "line": text.line,
            "column": text.column,
            "endLine": text.line,
            "endColumn": text.end_column if same else None,
        }

    def _step_of(self, finding: Finding) -> StepPlace | None:
        if finding.step is not None:
            return next((place for place in self.steps if place.number == finding.step), None)
        span = finding.span
        if span is None:
            return None
        if span.block is not None:
            return next((place for place in self.steps if place.block == span.block), None)
        around = [place for place in self.steps if place.text and place.text.line <= span.line <= place.text.end_line]
        return around[-1] if around else None
