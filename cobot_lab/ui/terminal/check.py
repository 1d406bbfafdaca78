"""`cobot-lab check`: a program to its verdict."""

from __future__ import annotations

import typer

from cobot_lab.findings import Verdict
from cobot_lab.ui.terminal import subject
from cobot_lab.ui.terminal.report_view import answer, show_report
from cobot_lab.ui.terminal.voice import Exit, Voice


def check(
    context: typer.Context,
    program: subject.Program,
    lesson: subject.LessonNumber = None,
    cell: subject.CellFile = None,
    json: subject.Json = False,
) -> None:
    """Take a program to its verdict."""
    voice = Voice.of(context)
    loaded, task = subject.setting(lesson, cell)
    source, checked = subject.checked(voice, program, loaded, task)
    words = voice.about(loaded)
    if json:
        plan = checked.plan
        typer.echo(
            answer(
                checked.report,
                words,
                program=checked.program and checked.program.digest,
                plan=plan and plan.digest,
                cell=loaded.digest,
                duration=plan and plan.duration,
                recording=checked.recording and checked.recording.digest,
            )
        )
    else:
        show_report(voice, checked.report, words, *subject.shown(program, source))
        if checked.plan is not None:
            voice.say("terminal.duration", "dim", t=checked.plan.duration)
    raise typer.Exit(Exit.PASSED if checked.report.verdict is Verdict.PASSED else Exit.REFUSED)
