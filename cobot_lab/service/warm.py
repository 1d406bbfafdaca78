"""Loads what every job needs: imported once by the process that workers are forked from.

Whatever cannot be loaded here is loaded, and complained about, by the job that needs it.
"""

from __future__ import annotations

import contextlib

from cobot_lab.cell.load import load_cell
from cobot_lab.cell.problems import DescriptionError
from cobot_lab.coach import repair as _repair  # noqa: F401 - loaded for the workers
from cobot_lab.findings import CobotLabError
from cobot_lab.school.lesson import lesson_folders, load_lesson
from cobot_lab.verify.source import check_source


def warm() -> None:
    """Judge the first lesson's solution, so that all is imported and set up, and read the cells of the others."""
    for number, folder in enumerate(lesson_folders()):
        try:
            lesson = load_lesson(folder.name[:2])
            cell = load_cell(lesson.cell)
            solution = (folder / "solution.py").read_bytes()
        except (DescriptionError, OSError):
            continue
        if number == 0:
            check_source(solution, cell, lesson.task)


with contextlib.suppress(CobotLabError, OSError):
    warm()
