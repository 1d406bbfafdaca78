"""A report that a notebook shows by itself: as a page, or as text with a caret under the line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from cobot_lab.findings import Finding, Report, Severity, Verdict
from cobot_lab.language.blocks.read_blocks import sketch
from cobot_lab.language.faces import Face
from cobot_lab.service.events import Answer
from cobot_lab.ui.notebook.remarks import Steps, where
from cobot_lab.ui.sentences import Sentences, sentences

_MARKS = {Verdict.PASSED: "✓", Verdict.FAILED: "✗", Verdict.NOT_VERIFIED: "?"}
_TAB = "    "


@dataclass(frozen=True, slots=True, repr=False)
class ShownReport(Report):
    """A report with what is needed to show it.

    Attributes:
        source: The program.
        face: In which face.
        words: The language, and the words of the cell's things.
        answer: What the checker answered: plan, recording, instants; nothing when it gave no answer.
        trouble: Why there is no answer, in words; empty when there is one.
    """

    source: str = ""
    face: Face = "python"
    words: Sentences = field(default_factory=lambda: sentences("fr"))
    answer: Answer | None = None
    trouble: str = ""

    def __repr__(self) -> str:
        return self.text()

    def text(self) -> str:
        """Give the report as text, each finding with its line and a caret under what it is about."""
        return "\n".join([*self._said(), f"{self._mark} {self._verdict}"])

    def _repr_html_(self) -> str:
        found = "".join(f"<li>{self._finding_html(each)}</li>" for each in self.findings)
        listed = f"<ul style='list-style:none;padding-left:0'>{found}</ul>" if found else ""
        head = f"<p role='status'><strong>{self._mark} {escape(self._verdict)}</strong></p>"
        return f"<section lang='{self.words.language}' class='cobot-lab-report'>{head}{listed}</section>"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self._repr_html_()}

    @property
    def _mark(self) -> str:
        return _MARKS[self.verdict]

    @property
    def _verdict(self) -> str:
        if self.trouble:
            return self.trouble
        counts = {"run": len(self.run), "not_run": len(self.not_run)}
        return self.words.word(f"terminal.verdict.{self.verdict.value}", **counts)

    def _steps(self) -> Steps:
        return Steps.of(sketch(self.source) if self.face == "blocks" else None, self.words)

    def _said(self) -> Iterator[str]:
        steps = self._steps()
        for finding in self.findings:
            yield self._head(finding, steps)
            yield from self._quoted(finding)
            yield f"         {self.words.help(finding).strip()}"
            yield ""

    def _head(self, finding: Finding, steps: Steps) -> str:
        mark = "✗" if finding.severity is Severity.REFUSAL else "!"
        place = where(finding, self.words, steps)
        return f"{mark} {finding.code.value}  {place}{' — ' if place else ''}{self.words.says(finding)}"

    def _quoted(self, finding: Finding) -> Iterator[str]:
        span, lines = finding.span, self.source.splitlines()
        if self.face == "blocks" or span is None or not 0 < span.line <= len(lines):
            return
        line = lines[span.line - 1].replace("\t", " ")
        last = span.end_column if span.end_line == span.line else len(line)
        shown = "".join(sign if sign.isprintable() or sign == "\N{NO-BREAK SPACE}" else "�" for sign in line)
        yield f"  {span.line:>4} │ {shown}"
        yield f"       │ {' ' * span.column}{'^' * max(1, min(last, len(line)) - span.column)}"

    def _finding_html(self, finding: Finding) -> str:
        quoted = "\n".join(self._quoted(finding))
        line = f"<pre style='margin:.2em 0;overflow-x:auto'>{escape(quoted)}</pre>" if quoted else ""
        helped = f"<div>{escape(self.words.help(finding).strip())}</div>"
        return f"<strong>{escape(self._head(finding, self._steps()))}</strong>{line}{helped}"
