"""`cobot-lab seal`: check a program, and seal it when it passes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.task import Task
from cobot_lab.deploy.two_positions import UnfitGripError
from cobot_lab.findings import Fact, Report
from cobot_lab.language.faces import Face, face_of
from cobot_lab.language.writer import write
from cobot_lab.program.program import Program
from cobot_lab.trust import bundle, manifest
from cobot_lab.ui.terminal import programs, subject
from cobot_lab.ui.terminal.files import write_whole
from cobot_lab.ui.terminal.report_view import answer, show_report
from cobot_lab.ui.terminal.voice import Exit, Voice
from cobot_lab.verify.source import Checked
from cobot_lab.verify.version import versions

Output = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="out", show_default=False)]
SUFFIX = ".cobotlab"


def seal(
    context: typer.Context,
    program: subject.Program,
    lesson: subject.LessonNumber = None,
    cell: subject.CellFile = None,
    out: Output = None,
    arm: programs.Arm = "",
    computer: programs.Computer = "127.0.0.1",
    json: subject.Json = False,
) -> None:
    """Check a program and seal it when it passes."""
    voice = Voice.of(context)
    file = out or program.with_name(program.stem + SUFFIX)
    if file.is_dir() or not file.name or file.resolve() == program.resolve():
        raise subject.SubjectError(
            str(file), "it is a folder, or the program itself", f"another file, such as p{SUFFIX}"
        )
    noted = programs.facts(arm, computer)
    loaded, task = subject.setting(lesson, cell)
    source, checked = subject.checked(voice, program, loaded, task)
    sealed, report = sealed_bytes(source, checked, loaded, task, face_of(program.name), noted)
    if sealed is not None:
        write_whole(file, sealed)
    words = voice.about(loaded)
    if json:
        typer.echo(answer(report, words, bundle=None if sealed is None else str(file)))
    else:
        show_report(voice, checked.report if sealed is not None else report, words, *subject.shown(program, source))
        if sealed is not None:
            voice.say("terminal.sealed", file=file, digest=report.subject[:16])
    raise typer.Exit(Exit.REFUSED if sealed is None else Exit.PASSED)


def sealed_bytes(
    source: bytes,
    checked: Checked,
    cell: Cell,
    task: Task | None,
    face: Face = "python",
    noted: Mapping[str, Fact] = MappingProxyType({}),
) -> tuple[bytes | None, Report]:
    """Seal what was checked; of a program kept in blocks also its text, for people to read.

    Args:
        source: The program as its author kept it.
        checked: It, checked.
        cell: Its cell.
        task: Its assignment; None without one.
        face: How it is kept.
        noted: About the programs for a real arm, see `programs.facts`; without it there are none.

    Returns:
        The bundle's bytes and the report of opening it; or nothing, and the report that stands in the way.
    """
    program, plan, recording = checked.program, checked.plan, checked.recording
    if program is None or plan is None or recording is None:
        return None, checked.report
    try:
        transmitted = programs.programs(plan, cell, noted)
    except UnfitGripError as problem:
        return None, checked.report.joined(Report(findings=(problem.finding,)).placed(program.span_of))
    files = {
        **_sources(source, program, face),
        manifest.PROGRAM: program.to_bytes(),
        manifest.PLAN: plan.to_bytes(),
        manifest.RECORDING: recording.to_bytes(),
        **{f"cell/{name}": data for name, data in cell.files},
        **transmitted,
    }
    if task is not None:
        files[manifest.TASK] = task.to_bytes()
    sealed, opening = bundle.seal(files, checked.report, versions(), task="" if task is None else task.name, **noted)
    return sealed, opening if sealed is not None else checked.report


def _sources(source: bytes, program: Program, face: Face) -> dict[str, bytes]:
    if face == "blocks":
        return {manifest.SOURCE: write(program).encode(), manifest.BLOCKS: source}
    return {manifest.SOURCE: source}
