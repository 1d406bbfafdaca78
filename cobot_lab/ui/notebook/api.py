"""`cobot_lab.check` and `cobot_lab.lesson`: what a notebook's own code calls."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cobot_lab import stored
from cobot_lab.findings import Report
from cobot_lab.language.faces import Face, face_of
from cobot_lab.school.activity import load_activity
from cobot_lab.school.discovery import Discovery
from cobot_lab.school.programs import SUFFIX
from cobot_lab.school.work import Work, writable
from cobot_lab.service.client import Checker
from cobot_lab.service.question import Question
from cobot_lab.service.trouble import ServiceError
from cobot_lab.ui.notebook.progress import progress
from cobot_lab.ui.notebook.session import LessonSession
from cobot_lab.ui.notebook.setting import Setting, of_cell, of_lesson
from cobot_lab.ui.notebook.verdict import ShownReport
from cobot_lab.ui.sentences import Language

if TYPE_CHECKING:
    from cobot_lab.ui.widgets.discover import Discover
    from cobot_lab.ui.widgets.lesson import LessonScreen

_ENDINGS = (".py", ".json")


def check(
    program: str | bytes | Path,
    lesson: str = "",
    *,
    cell: str | Path = "",
    face: Face | None = None,
    lang: Language | None = None,
    checker: Checker | None = None,
) -> ShownReport:
    """Take a program to its verdict, through the checker of this machine.

    Args:
        program: Its text, its bytes, or its file: a `Path`, or a text that names a file ending in `.py` or `.json`.
        lesson: Number of the lesson that it is for.
        cell: File of the cell that it is for, instead of a lesson.
        face: `python` or `blocks`; by default as the file's name says, else `python`.
        lang: `fr` or `en`; by default what COBOT_LAB_LANG says, else French.
        checker: Another checker than this machine's.

    Returns:
        A `Report` that shows itself. When there is no answer, it says so in one sentence and is not verified.

    Raises:
        ValueError: Neither or both of lesson and cell were given.
        DescriptionError: The lesson or the cell cannot be used.
        OSError: The file cannot be read.
    """
    if bool(lesson) == bool(cell):
        raise ValueError('check(program, lesson="01"): give a lesson or a cell')
    setting = of_lesson(lesson) if lesson else of_cell(Path(cell))
    source, found = contents(program)
    return judged(source, face or found, setting, lang or language(), checker or Checker())


def lesson(
    number: str = "01", lang: Language | None = None, folder: str | Path = "", checker: Checker | None = None
) -> LessonScreen | Discover:
    """Open a lesson: the screen that shows itself in a notebook, with its conversation under `session`.

    Args:
        number: Such as `01`.
        lang: `fr` or `en`; by default what COBOT_LAB_LANG says, else French.
        folder: Where the program is kept; by default where the notebook is.
        checker: Another checker than this machine's.

    Raises:
        DescriptionError: No such lesson, or it cannot be used.
    """
    if isinstance(load_activity(number), Discovery):
        from cobot_lab.ui.widgets.discover import Discover  # noqa: PLC0415 - other lessons do without

        return Discover(number, lang or language(), Path(folder) if folder else None)
    from cobot_lab.ui.widgets.lesson import LessonScreen  # noqa: PLC0415 - `check` does without widgets

    session = LessonSession(number, lang or language(), Path(folder) if folder else None, checker)
    session.wake()
    return LessonScreen(session)


def judged(source: bytes, face: Face, setting: Setting, lang: Language, checker: Checker) -> ShownReport:
    """Ask the checker for a verdict and give it as a report that shows itself."""
    words = setting.words(lang)
    question = Question(source, face, setting.number, None if setting.number else setting.file)
    shown = ShownReport(source=source.decode("utf-8", "replace"), face=face, words=words)
    try:
        with progress(words) as line:
            answer = checker.answer(question, line.tell)
    except ServiceError as problem:
        return replace(shown, trouble=words.word(f"service.trouble.{problem.trouble.value}"))
    report: Report = answer.report
    return replace(
        shown,
        subject=report.subject,
        run=report.run,
        not_run=report.not_run,
        findings=report.findings,
        answer=answer,
    )


def contents(program: str | bytes | Path) -> tuple[bytes, Face]:
    """Give a program's bytes and face.

    Raises:
        OSError: It is a file that cannot be read.
    """
    if isinstance(program, bytes):
        return program, "python"
    if isinstance(program, str) and not _names_a_file(program):
        return writable(program).encode(), "python"
    file = Path(program)
    data = file.read_bytes()
    if file.name.endswith(SUFFIX):
        try:
            work = Work.from_bytes(data)
        except stored.StoredFormError:
            return data, "blocks"  # a workspace as the block editor saves it
        return work.content.encode(), work.face
    return data, face_of(file.name)


def _names_a_file(text: str) -> bool:
    return "\n" not in text and len(text) < 4096 and text.endswith(_ENDINGS) and Path(text).is_file()


def language() -> Language:
    """Give the language of this machine's people."""
    return "en" if os.environ.get("COBOT_LAB_LANG", "fr").lower().startswith("en") else "fr"
