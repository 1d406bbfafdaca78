"""`cobot-lab journal`: what happened here, and whether the record still holds."""

from __future__ import annotations

from typing import Annotated

import typer

from cobot_lab.findings import Verdict
from cobot_lab.ui.terminal.keys import Home, keyring
from cobot_lab.ui.terminal.report_view import answer, show_findings
from cobot_lab.ui.terminal.subject import Json
from cobot_lab.ui.terminal.voice import Exit, Voice

journal = typer.Typer(no_args_is_help=True)


@journal.command()
def verify(
    context: typer.Context,
    head: Annotated[str | None, typer.Option("--head", metavar="TEXT", help="head", show_default=False)] = None,
    json: Json = False,
    home: Home = None,
) -> None:
    """Check the journal's chain."""
    voice = Voice.of(context)
    book = keyring(home).journal
    report = book.verify(head)
    if json:
        typer.echo(answer(report, voice.words))
    else:
        show_findings(voice, report, voice.words)
        if report.verdict is Verdict.PASSED:
            voice.say("terminal.journal_whole", count=len(book.entries()), words=book.head_words())
    raise typer.Exit(Exit.PASSED if report.verdict is Verdict.PASSED else Exit.REFUSED)


@journal.command()
def show(context: typer.Context, home: Home = None) -> None:
    """Write the journal's entries."""
    voice = Voice.of(context)
    for entry in keyring(home).journal.entries():
        facts = ", ".join(f"{key} {value}" for key, value in entry.body.items())
        voice.out.print(f"{entry.seq:>5}  {entry.at:%Y-%m-%d %H:%M:%S}  {entry.kind}  {facts}", markup=False)
