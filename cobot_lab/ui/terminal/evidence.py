"""`--evidence DIR`: what shows a verdict, labelled in the voice's language and written where somebody asked for it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.language.procedure import said_by_step
from cobot_lab.ui.sentences import Sentences
from cobot_lab.ui.terminal.files import write_whole
from cobot_lab.ui.terminal.report_view import answer
from cobot_lab.ui.terminal.subject import SubjectError
from cobot_lab.ui.terminal.voice import Voice
from cobot_lab.verify.evidence.exhibits import gather
from cobot_lab.verify.evidence.instant import failing
from cobot_lab.verify.evidence.words import WORDS, Words
from cobot_lab.verify.source import Checked

Folder = Annotated[Path | None, typer.Option("--evidence", metavar="DIR", help="evidence", show_default=False)]
REPORT = "report.json"


def write_evidence(
    voice: Voice, folder: Path, checked: Checked, cell: Cell, task: Task | None, words: Sentences, source: str
) -> dict[str, str]:
    """Write what there is to show of a verdict.

    Args:
        voice: Its language is the one of the labels.
        folder: Where to; made when it is not there.
        checked: The verdict.
        cell: The cell.
        task: What was asked.
        words: Sentences that know the cell's things.
        source: Text of the program, empty for one kept in blocks.

    Returns:
        Kind and path of every file; the report always, pictures when there was a plan to draw.

    Raises:
        SubjectError: The folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise SubjectError(str(folder), problem.strerror or str(problem), "a place that can be written") from problem
    written = {}
    if checked.plan is not None:
        labels = _words(voice, checked, words, source)
        for exhibit in gather(checked.report, checked.plan, cell, task, checked.recording, labels):
            written[exhibit.kind] = str(folder / exhibit.name)
            write_whole(folder / exhibit.name, exhibit.data)
    written["report"] = str(folder / REPORT)
    write_whole(folder / REPORT, answer(checked.report, words, evidence=written).encode())
    return written


def _words(voice: Voice, checked: Checked, words: Sentences, source: str) -> Words:
    labels = {key: voice.words.table["terminal"]["evidence"][key] for key in WORDS}
    finding = failing(checked.report)
    return Words(
        labels,
        voice.words.word("terminal.evidence.title"),
        "" if finding is None else words.says(finding),
        _steps(checked, words, source),
        "," if voice.language == "fr" else ".",
    )


def _steps(checked: Checked, words: Sentences, source: str) -> dict[int, str]:
    """Give the line, or the block, of every step that the plan does."""
    program, plan = checked.program, checked.plan
    assert program is not None
    assert plan is not None
    if not source:
        return dict(said_by_step(program, words.language))
    lines = source.splitlines()
    result = {}
    for step in {action.step for action in plan.actions}:
        span = program.span_of(step)
        if span is not None and 0 < span.line <= len(lines):
            result[step] = f"{span.line} │ {lines[span.line - 1].strip()}"
    return result
