"""What a command is about: a program, and the lesson or cell that it is for."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Annotated

import typer

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.load import load_cell
from cobot_lab.cell.task import Task
from cobot_lab.findings import CobotLabError
from cobot_lab.language.blocks.read_blocks import sketch
from cobot_lab.language.faces import face_of
from cobot_lab.program.program import Program as LanguageProgram
from cobot_lab.school.lesson import load_lesson
from cobot_lab.ui.terminal.voice import Voice
from cobot_lab.verify.source import Checked, check_source

Program = Annotated[Path, typer.Argument(metavar="PROGRAM", help="program", show_default=False)]
LessonNumber = Annotated[str | None, typer.Option("--lesson", metavar="L", help="lesson", show_default=False)]
CellFile = Annotated[Path | None, typer.Option("--cell", metavar="FILE", help="cell", show_default=False)]
ArmName = Annotated[str | None, typer.Option("--arm", metavar="ARM", help="lesson_arm", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="json")]


class SubjectError(CobotLabError):
    """A command was not told, or cannot read, what it is about."""

    def __init__(self, what: str, reason: str, wanted: str) -> None:
        self.what, self.reason, self.wanted = what, reason, wanted
        super().__init__(f"{what}: {reason}; expected {wanted}")


def setting(lesson: str | None, cell: Path | None, arm: str | None = None) -> tuple[Cell, Task | None]:
    """Load the cell, and the task when there is a lesson.

    Args:
        lesson: Number of the lesson.
        cell: File of the cell, in the place of a lesson.
        arm: Name of another arm that the lesson is to be done with.

    Raises:
        SubjectError: Neither, or both, were given, or an arm for a cell, which has one.
        DescriptionError: The lesson or the cell cannot be used, or the arm cannot do the lesson.
    """
    if cell is not None and arm is not None:
        raise SubjectError("--cell, --arm", "both were given", "--arm with --lesson only")
    if (lesson is None) == (cell is None):
        raise SubjectError("--lesson, --cell", "none or both were given", "one of them")
    if lesson is not None:
        found = load_lesson(lesson)
        return load_cell(found.cell if arm is None else found.cell_for(arm)), found.task
    assert cell is not None
    return load_cell(cell), None


def contents(file: Path, wanted: str, limit: int = 64 << 20) -> bytes:
    """Read a file that somebody named.

    Raises:
        SubjectError: It cannot be read, is no ordinary file, or is larger than `limit` bytes.
    """
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise SubjectError(str(file), "not an ordinary file", wanted)
        with file.open("rb") as opened:
            data = opened.read(limit + 1)
    except OSError as problem:
        raise SubjectError(str(file), problem.strerror or str(problem), wanted) from problem
    if len(data) > limit:
        raise SubjectError(str(file), f"more than {limit} bytes", wanted)
    return data


def checked(voice: Voice, program: Path, cell: Cell, task: Task | None) -> tuple[bytes, Checked]:
    """Take a program's file to its verdict, with progress on the terminal."""
    source = contents(program, "a program")
    with voice.progress() as tell:
        return source, check_source(source, cell, task, tell, face_of(program.name))


def shown(program: Path, source: bytes) -> tuple[str, LanguageProgram | None]:
    """Give what to show findings with: the text of a program, or as much of its tree as its blocks make."""
    if face_of(program.name) == "blocks":
        return "", sketch(source)
    return source.decode("utf-8", "replace"), None
