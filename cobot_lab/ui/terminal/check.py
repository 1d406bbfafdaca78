"""`cobot-lab check`: a program to its verdict."""

from __future__ import annotations

from typing import Annotated

import typer

from cobot_lab.findings import Verdict
from cobot_lab.ui.terminal import subject
from cobot_lab.ui.terminal.evidence import Folder, write_evidence
from cobot_lab.ui.terminal.margins_view import show_margins
from cobot_lab.ui.terminal.report_view import answer, show_report
from cobot_lab.ui.terminal.voice import Exit, Voice
from cobot_lab.verify.margins import measurable
from cobot_lab.verify.margins_of import margins_of


def check(
    context: typer.Context,
    program: subject.Program,
    lesson: subject.LessonNumber = None,
    cell: subject.CellFile = None,
    arm: subject.ArmName = None,
    json: subject.Json = False,
    evidence: Folder = None,
    fix: Annotated[bool, typer.Option("--fix", help="fix")] = False,
) -> None:
    """Take a program to its verdict."""
    if fix:
        from cobot_lab.ui.terminal import fix as fixing  # noqa: PLC0415 - what searches is loaded for a search alone
    voice = Voice.of(context)
    loaded, task = subject.setting(lesson, cell, arm)
    source, checked = subject.checked(voice, program, loaded, task)
    words = voice.about(loaded)
    plan = checked.plan
    asked = json or checked.report.verdict is Verdict.PASSED
    left = margins_of(plan, loaded, task) if plan is not None and asked and measurable(checked.report) else ()
    shown = subject.shown(program, source)
    files = None if evidence is None else write_evidence(voice, evidence, checked, loaded, task, words, shown[0])
    search = fixing.look_for_fix(voice, program, source, loaded, task, checked) if fix else None
    if json:
        typer.echo(
            answer(
                checked.report,
                words,
                program=checked.program and checked.program.digest,
                plan=plan and plan.digest,
                cell=loaded.digest,
                duration=plan and plan.duration,
                recording=checked.recording and checked.recording.digest,
                margins=[margin.to_dict() for margin in left],
                evidence=files,
                fix=search and fixing.told(search, words),
            )
        )
    else:
        show_report(voice, checked.report, words, *shown)
        if plan is not None:
            voice.say("terminal.duration", "dim", t=plan.duration)
        show_margins(voice, left, words, checked.program)
        for file in (files or {}).values():
            voice.say("terminal.evidence.file", "dim", file=file)
        if search is not None:
            fixing.show_search(voice, search, words, shown[0])
    raise typer.Exit(Exit.PASSED if checked.report.verdict is Verdict.PASSED else Exit.REFUSED)
