"""`%%cobot`: a cell read as the pupils' language, and its verdict under it.

    %load_ext cobot_lab

    %%cobot 01
    prendre("magasin")
    deposer("plateau")

The number of the lesson stands behind the name; `--lang en` changes the language. What a pupil writes never ends in a
traceback.
"""

from __future__ import annotations

import shlex
from typing import Any

from cobot_lab.cell.problems import DescriptionError
from cobot_lab.school.lesson import lesson_folders
from cobot_lab.service.client import Checker
from cobot_lab.ui.notebook.api import judged, language
from cobot_lab.ui.notebook.setting import of_lesson
from cobot_lab.ui.notebook.verdict import ShownReport
from cobot_lab.ui.sentences import Language, sentences


def load_ipython_extension(ipython: Any) -> None:
    """Give a notebook its `%%cobot`.

    Args:
        ipython: The shell, as `%load_ext` hands it over.
    """
    ipython.register_magic_function(cobot, "cell", "cobot")


def cobot(line: str, cell: str, checker: Checker | None = None) -> ShownReport:
    """Take a cell to its verdict.

    Args:
        line: What stands behind `%%cobot`: the number of the lesson, and `--lang fr` or `--lang en`.
        cell: The program.
        checker: Another checker than this machine's.
    """
    number, lang = _asked(line)
    if not number:
        return ShownReport(source=cell, trouble=sentences(lang).word("lesson.no_cell"), words=sentences(lang))
    try:
        setting = of_lesson(number)
    except DescriptionError:
        known = ", ".join(folder.name[:2] for folder in lesson_folders())
        says = sentences(lang).word("lesson.unknown", number=number, known=known)
        return ShownReport(source=cell, trouble=says, words=sentences(lang))
    return judged(cell.encode("utf-8", "replace"), "python", setting, lang, checker or Checker())


def _asked(line: str) -> tuple[str, Language]:
    """Read the options; what is not understood names no lesson."""
    try:
        words = shlex.split(line.replace("=", " "))
    except ValueError:
        words = line.split()
    number, lang = "", language()
    while words:
        word = words.pop(0)
        if word in {"--lang", "--langue"}:
            lang = "en" if words and words.pop(0).lower().startswith("en") else "fr"
        elif word not in {"--lesson", "--lecon", "--leçon"}:
            number = word
    return number, lang
